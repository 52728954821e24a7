package org.tanhwg.datasets;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tanhwg.core.compact.Cells;

/** Data that cannot be used; the message is one line of bounded length: where, what is wrong, what would be right. */
public class DataException extends RuntimeException {
    private static final int LONGEST = 1000;

    /** An error at {@code where}, usually a file name. */
    public DataException(String where, String problem) {
        this(where, problem, null);
    }

    /** As above; {@code cause} is kept for the stack trace only. */
    public DataException(String where, String problem, Throwable cause) {
        super(oneLine(where + ": " + problem), cause);
    }

    /** What is to be said when the file system refuses to give what {@code file} holds. */
    public static DataException unreadable(Path file, IOException cause) {
        String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        if (cause instanceof AccessDeniedException) reason = "permission denied";
        else if (cause instanceof FileSystemException refused && refused.getReason() != null) reason = refused.getReason();
        return new DataException(file.toString(), "cannot be read (" + reason + ")", cause);
    }

    /** Returns {@code file} if it is a regular file. @param kind what it must be, with its article @throws DataException otherwise */
    public static Path requireFile(Path file, String kind) {
        if (Files.isDirectory(file)) throw new DataException(file.toString(), "is a folder; must be " + kind);
        if (!Files.exists(file)) throw new DataException(file.toString(), "no such file");
        if (!Files.isReadable(file)) throw new DataException(file.toString(), "cannot be read (permission denied)");
        if (!Files.isRegularFile(file)) throw new DataException(file.toString(), "is not a regular file; must be " + kind);
        return file;
    }

    /** Text from a file as a message shows it: in quotes, without control characters, at most 40 characters. */
    public static String quoted(String text) {
        return Cells.quoted(text);
    }

    private static String oneLine(String message) {
        String line = message.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}

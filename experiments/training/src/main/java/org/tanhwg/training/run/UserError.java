package org.tanhwg.training.run;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Something only the user can put right: the message is one line that says what, where and what would be right. Exit code 2. */
public final class UserError extends RuntimeException {
    private static final int LONGEST = 1000;

    public UserError(String message) { super(bounded(message)); }

    public UserError(String message, Throwable cause) { super(bounded(message), cause); }

    /** The message as one line that a terminal can hold, whatever was quoted in it. */
    public static String bounded(String message) {
        String start = message.substring(0, Math.min(message.length(), 4 * LONGEST))
                .replaceAll("[\\p{Cntrl}\u2028\u2029]+\\s*", " ").strip();
        return start.length() <= LONGEST && message.length() <= 4 * LONGEST ? start
                : start.substring(0, Math.min(start.length(), LONGEST)) + "…";
    }

    /** Why the file system refused, in words. */
    public static String reason(IOException e) {
        if (e instanceof AccessDeniedException) return "permission denied";
        if (e instanceof NoSuchFileException) return "no folder above it";
        if (e instanceof FileSystemException f && f.getReason() != null) return f.getReason();
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}

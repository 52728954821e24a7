package org.tanhwg.layers.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that appear whole or not at all: written and synced under a temporary name beside their place, then moved into it, and the move synced
 * too, where the file system can. Each state that a process may be killed in is logged, at the level of traces.
 */
public final class AtomicFile {
    private static final Logger LOG = LoggerFactory.getLogger(AtomicFile.class);
    private static final String TEMPORARY = ".tmp";
    private static final Pattern LEFT = Pattern.compile("\\..+\\.\\d+\\" + TEMPORARY);

    private AtomicFile() {}

    /** What goes into a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Whether a file has the name of one that is being written, or was when its process was killed. */
    public static boolean isTemporary(Path file) {
        return LEFT.matcher(file.getFileName().toString()).matches();
    }

    /** Removes what killed processes left in a folder; nobody else may be writing there. @throws IOException when it cannot */
    public static void sweep(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(AtomicFile::isTemporary).toList()) delete(file);
        }
    }

    /**
     * Writes {@code file}, replacing what was there.
     *
     * @throws IOException when it cannot be written; then neither a part of it nor the temporary file is left
     */
    public static void write(Path file, Content content) throws IOException {
        Path temporary = file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid() + TEMPORARY);
        try {
            try (var channel = FileChannel.open(temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                LOG.trace("begun {}", temporary);
                var out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
                content.writeTo(out);
                out.flush();
                channel.force(true);
            }
            LOG.trace("written {}", temporary);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncFolder(file.toAbsolutePath().getParent());
            LOG.trace("moved {}", file);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Removes a file, if it is there. @throws IOException when it cannot */
    public static void delete(Path file) throws IOException {
        if (Files.deleteIfExists(file)) LOG.trace("deleted {}", file);
    }

    /** Without this, a power cut can undo a move. Folders cannot be opened everywhere, and then the system syncs moves itself, or nothing can. */
    private static void syncFolder(Path folder) {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.trace("not synced {}: {}", folder, e.getMessage());
        }
    }
}

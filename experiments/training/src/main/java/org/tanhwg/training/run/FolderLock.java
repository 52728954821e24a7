package org.tanhwg.training.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One process at a time in a folder; the operating system frees the lock of one that dies. */
public final class FolderLock implements AutoCloseable {
    private final RunFolder folder;
    private final FileChannel channel;
    private final FileLock lock;

    private FolderLock(RunFolder folder, FileChannel channel, FileLock lock) {
        this.folder = folder;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the lock.
     *
     * @param what fills the folder, in a word
     * @throws UserError when another process has it
     */
    public static FolderLock take(RunFolder folder, String what) {
        Path file = file(folder);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock != null) return new FolderLock(folder, channel, lock);
            channel.close();
            throw new UserError(folder.path() + ": another " + what
                    + " is running there; wait for its end, or choose another folder with --out");
        } catch (IOException e) {
            throw new UserError(file + ": cannot be written (" + UserError.reason(e) + "); choose another folder with --out", e);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held in this process
        }
    }

    private static Path file(RunFolder folder) {
        return folder.path().resolve(".lock");
    }

    @Override public void close() {
        try {
            if (Files.exists(folder.result())) Files.deleteIfExists(file(folder)); // whoever comes now sees that it is finished
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new UserError(folder.path() + ": cannot be unlocked (" + UserError.reason(e) + ")", e);
        }
    }
}

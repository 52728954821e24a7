package org.tanhwg.training.run;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One process at a time in a folder; the operating system frees the lock of one that dies. Where the file system has no locks, as some on a
 * network, the file says which process of which machine is there, and counts as long as that process lives.
 */
public final class FolderLock implements AutoCloseable {
    private static final Pattern OWNER = Pattern.compile("(\\d{1,18}) on .+");

    private final RunFolder folder;
    private final FileChannel channel;
    private final FileLock lock;

    /** @param lock null where the file system has none */
    private FolderLock(RunFolder folder, FileChannel channel, FileLock lock) {
        this.folder = folder;
        this.channel = channel;
        this.lock = lock;
    }

    /** How the operating system is asked. */
    interface Locking {
        /** Null when another has it. @throws IOException when the file system has no locks */
        FileLock tryLock(FileChannel channel) throws IOException;
    }

    /**
     * Takes the lock, and removes what killed processes left in the folder.
     *
     * @param what fills the folder, in a word
     * @throws UserError when another process has it
     */
    public static FolderLock take(RunFolder folder, String what) { return take(folder, what, FolderLock::tryLock); }

    static FolderLock take(RunFolder folder, String what, Locking locking) {
        Path file = file(folder);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            Optional<FileLock> lock;
            Optional<String> owner = Optional.empty();
            try {
                lock = Optional.ofNullable(locking.tryLock(channel));
                if (lock.isPresent()) return new FolderLock(folder, channel, lock.get()).swept();
            } catch (IOException e) { // no locks here
                owner = livingOwner(channel);
                if (owner.isEmpty()) {
                    channel.truncate(0).write(ByteBuffer.wrap(name().getBytes(StandardCharsets.UTF_8)), 0);
                    channel.force(true);
                    return new FolderLock(folder, channel, null).swept();
                }
            }
            channel.close();
            throw new UserError(folder.path() + ": another " + what + " is running there" + owner.map(name -> " (process " + name
                    + "; if it is not, remove " + file + ")").orElse("")
                    + "; wait for its end, or choose another folder with --out");
        } catch (IOException e) {
            throw new UserError(file + ": cannot be written (" + UserError.reason(e) + "); choose another folder with --out", e);
        }
    }

    private FolderLock swept() {
        try {
            folder.sweep();
        } catch (UserError e) {
            close();
            throw e;
        }
        return this;
    }

    /**
     * Takes the lock of a run that is to go on.
     *
     * @param what the run is, in a word
     * @throws UserError when another process has it; and when the run is finished, once what a process left that was killed at its very end is gone
     */
    public static FolderLock resume(RunFolder folder, String what) {
        FolderLock lock = take(folder, what);
        if (!Files.exists(folder.result())) return lock;
        lock.close();
        throw new UserError(folder.path() + ": is a finished " + what + " (it has a result.json); nothing is left to do");
    }

    /** Whether a process has the folder; leaves nothing behind. */
    public static boolean isTaken(RunFolder folder) {
        if (!Files.exists(file(folder))) return false;
        try (FileChannel channel = FileChannel.open(file(folder), StandardOpenOption.READ)) {
            try (FileLock shared = channel.tryLock(0, Long.MAX_VALUE, true)) {
                return shared == null;
            } catch (OverlappingFileLockException e) {
                return true; // held in this process
            } catch (IOException e) { // no locks here
                return livingOwner(channel).isPresent();
            }
        } catch (IOException e) {
            return false; // it has just gone
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held in this process
        }
    }

    /** Process and machine. */
    private static String name() throws IOException {
        return ProcessHandle.current().pid() + " on " + InetAddress.getLocalHost().getHostName();
    }

    /** Who is named in the file, unless it was a process of this machine that has ended. */
    private static Optional<String> livingOwner(FileChannel channel) throws IOException {
        var bytes = ByteBuffer.allocate(300);
        channel.read(bytes, 0);
        String owner = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).strip();
        Matcher named = OWNER.matcher(owner);
        if (!named.matches()) return Optional.empty();
        boolean here = owner.substring(named.end(1)).equals(name().replaceFirst("^\\d+", ""));
        boolean lives = ProcessHandle.of(Long.parseLong(named.group(1))).isPresent();
        return here && !lives ? Optional.empty() : Optional.of(owner);
    }

    private static Path file(RunFolder folder) { return RunFolder.lock(folder.path()); }

    @Override public void close() {
        try {
            if (Files.exists(folder.result())) Files.deleteIfExists(file(folder)); // whoever comes now sees that it is finished
            if (lock == null) channel.truncate(0);
            else lock.release();
            channel.close();
        } catch (IOException e) {
            throw new UserError(folder.path() + ": cannot be unlocked (" + UserError.reason(e) + ")", e);
        }
    }
}

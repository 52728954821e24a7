package org.tanhwg.datasets;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/** What all readers need: bytes read within bounds, sums of files, and numbers as messages show them. */
public final class DataFiles {
    /** Share of the heap that one array may fill; the rest is for what else there is. */
    private static final double SHARE_OF_HEAP = 0.75;
    private static final int FIRST_READ = 1 << 20;
    private static final int GROWTH = 16;
    /** Bytes that one byte of gzip or zip data can stand for: deflate repeats 258 of them by two bits. */
    private static final int MOST_UNPACKED = 1032;
    private static final int GZIP_MAGIC = 0x1f8b;

    private DataFiles() {}

    /** @throws DataException if so many bytes are more than an array, or a good part of the heap, can hold */
    public static void requireRoom(String name, String promise, long bytes) {
        long heap = Runtime.getRuntime().maxMemory();
        long most = Math.min(Integer.MAX_VALUE - 8, (long) (SHARE_OF_HEAP * heap));
        if (bytes > most)
            throw new DataException(name, promise + "; a Java heap of " + (heap >> 20) + " MiB holds at most " + grouped(most));
    }

    /**
     * Reads {@code size} bytes, or all there are if fewer. The array begins no larger than what the stored bytes can unpack to and grows with what arrives: a
     * lying header costs nothing, and where it tells the truth nothing is copied.
     *
     * @param stored bytes that are really there, packed or not; 0 where nobody knows
     */
    public static byte[] readUpTo(InputStream in, int size, long stored) throws IOException {
        byte[] bytes = new byte[(int) Math.min(size, Math.max(FIRST_READ, stored * MOST_UNPACKED))];
        for (int read = 0;;) {
            read += in.readNBytes(bytes, read, bytes.length - read);
            if (read < bytes.length) return Arrays.copyOf(bytes, read);
            if (read == size) return bytes;
            bytes = Arrays.copyOf(bytes, (int) Math.min(size, (long) bytes.length * GROWTH));
        }
    }

    /** Whether gzip data begins here; nothing is consumed. */
    public static boolean gzipped(BufferedInputStream in) throws IOException {
        in.mark(2);
        boolean gzipped = (in.read() << 8 | in.read()) == GZIP_MAGIC;
        in.reset();
        return gzipped;
    }

    /** SHA-256 of the files, one after the other, in hexadecimal. @throws DataException if one cannot be read */
    public static String sha256(Iterable<Path> files) {
        MessageDigest digest = newSha256();
        byte[] buffer = new byte[FIRST_READ];
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(file)) {
                for (int read; (read = in.read(buffer)) > 0;) digest.update(buffer, 0, read);
            } catch (IOException e) {
                throw DataException.unreadable(file, e);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** A fresh SHA-256. */
    public static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** A number as messages show it: 60,000. */
    public static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}

package org.tanhwg.datasets.array;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.tanhwg.datasets.DataException;

/** A zip file of arrays, as numpy.savez writes it; each array is read, and its checksum verified, when it is asked for. */
final class NpzFile implements AutoCloseable {
    private static final int MOST_ENTRIES = 1000;
    private static final String SUFFIX = ".npy";

    private final Path file;
    private final ZipFile zip;

    /** @throws DataException unless it is a zip file that holds arrays */
    NpzFile(Path file) {
        this.file = DataException.requireFile(file, "an .npz file");
        try {
            zip = new ZipFile(file.toFile());
        } catch (ZipException e) {
            throw new DataException(file.toString(),
                    "is not a sound zip file (" + e.getMessage() + "); must be written by numpy.savez", e);
        } catch (IOException e) {
            throw DataException.unreadable(file, e);
        }
        if (names().isEmpty()) {
            close();
            throw new DataException(file.toString(),
                    "is a zip file without an array; must hold x_train.npy and the like (a spreadsheet is saved as CSV)");
        }
    }

    /** Names of the arrays, without .npy, in the order of the file. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        var entries = zip.entries();
        for (int i = 0; entries.hasMoreElements() && i < MOST_ENTRIES; i++) {
            String name = entries.nextElement().getName();
            if (name.endsWith(SUFFIX)) names.add(name.substring(0, name.length() - SUFFIX.length()));
        }
        return names;
    }

    /** Reads an array that is there. @throws DataException if it is damaged or of another kind than numbers */
    NpyArray read(String name) {
        ZipEntry entry = zip.getEntry(name + SUFFIX);
        String place = file + ": " + name;
        try (var in = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
            NpyArray array = NpyArray.read(place, in, entry.getSize(), Math.min(entry.getCompressedSize(), Files.size(file)));
            if (in.getChecksum().getValue() != entry.getCrc())
                throw new DataException(place, "is damaged: its checksum is not the one that the file names");
            return array;
        } catch (IOException e) {
            throw new DataException(place, "is damaged (" + e.getMessage() + ")", e);
        }
    }

    @Override public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw DataException.unreadable(file, e);
        }
    }
}

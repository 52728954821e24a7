package org.tanhwg.datasets;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A place that holds the four files of an IDX data set, each gzipped or plain. */
sealed interface IdxFolder {

    /** The contents of one of the files, under the name that errors shall show. */
    IdxArray read(Part part);

    /** The path of the folder, or "bundled". */
    String describe();

    /** The four files of an IDX data set, by the names that MNIST gave them. */
    enum Part {
        TRAIN_IMAGES("train-images-idx3-ubyte", 3),
        TRAIN_LABELS("train-labels-idx1-ubyte", 1),
        TEST_IMAGES("t10k-images-idx3-ubyte", 3),
        TEST_LABELS("t10k-labels-idx1-ubyte", 1);

        static final String GZIPPED_NAMES = Arrays.stream(values()).map(Part::gzipped).collect(Collectors.joining(", "));

        final String file;
        final int rank;

        Part(String file, int rank) {
            this.file = file;
            this.rank = rank;
        }

        String gzipped() {
            return file + ".gz";
        }

        /** Every name the file may have, the preferred ones first; unpacking by some programs leaves a dot before "idx". */
        List<String> names() {
            String dotted = file.replace("-idx", ".idx");
            return List.of(file, gzipped(), dotted, dotted + ".gz");
        }
    }

    /** Files shipped as resources of this module. */
    record Bundled(String name) implements IdxFolder {
        @Override public IdxArray read(Part part) {
            String resource = name + "/" + part.gzipped();
            try (InputStream in = Bundled.class.getResourceAsStream(resource)) {
                if (in == null) throw new DataException(resource, "missing from this program; build it again");
                return IdxArray.read(resource, in, part.rank, 0);
            } catch (IOException e) {
                throw new DataException(resource, "cannot be read from this program (" + e + ")", e);
            }
        }

        @Override public String describe() {
            return "bundled";
        }
    }

    /** Files of a folder; of a plain and a gzipped one the plain is taken. */
    record OnDisk(Path folder) implements IdxFolder {
        @Override public IdxArray read(Part part) {
            Path file = find(part).orElseThrow(() -> new DataException(folder.resolve(part.gzipped()).toString(),
                    "no such file; the folder must hold " + Part.GZIPPED_NAMES + " (or the same unpacked)"));
            return IdxArray.read(file, part.rank);
        }

        /** Whether any of the four is here: a folder that lacks some is reported, not passed over. */
        boolean holdsAny() {
            for (Part part : Part.values()) if (find(part).isPresent()) return true;
            return false;
        }

        /** A folder of that name is reported only if no file has one of the names. */
        private Optional<Path> find(Part part) {
            List<Path> there = part.names().stream().map(folder::resolve).filter(Files::exists).toList();
            return there.stream().filter(Files::isRegularFile).findFirst().or(() -> there.stream().findFirst());
        }

        @Override public String describe() {
            return folder.toString();
        }
    }
}

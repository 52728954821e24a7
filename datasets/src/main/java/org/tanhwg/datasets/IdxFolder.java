package org.tanhwg.datasets;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A place that holds the four files of an IDX data set, each gzipped or plain. */
sealed interface IdxFolder {

    /** The contents of one of the files, under the name that errors shall show. */
    IdxArray read(IdxPart part);

    /** The path of the folder, or "bundled". */
    String describe();

    /** Files shipped as resources of this module. */
    record Bundled(String name) implements IdxFolder {
        @Override public IdxArray read(IdxPart part) {
            String resource = name + "/" + part.gzipped();
            try (InputStream in = Bundled.class.getResourceAsStream(resource)) {
                if (in == null) throw new DataException(resource, "missing from this program; build it again");
                return IdxArray.read(resource, in, part.rank);
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
        @Override public IdxArray read(IdxPart part) {
            Path file = find(part).orElseThrow(() -> new DataException(folder.resolve(part.gzipped()).toString(),
                    "no such file; the folder must hold " + IdxPart.GZIPPED_NAMES + " (or the same unpacked)"));
            return IdxArray.read(file, part.rank);
        }

        /** Whether any of the four is here: a folder that lacks some is reported, not passed over. */
        boolean holdsAny() {
            for (IdxPart part : IdxPart.values())
                if (find(part).isPresent()) return true;
            return false;
        }

        private Optional<Path> find(IdxPart part) {
            Path plain = folder.resolve(part.file);
            if (Files.exists(plain)) return Optional.of(plain);
            return Optional.of(folder.resolve(part.gzipped())).filter(Files::exists);
        }

        @Override public String describe() {
            return folder.toString();
        }
    }
}

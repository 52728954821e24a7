package org.tanhwg.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.IdxStream;

/** A folder of data that driver and executors can read. */
sealed interface Folder extends Serializable {

    /** A file of it, whole or nothing. @throws DataException if it is not there */
    InputStream open(String file) throws IOException;

    /** The first of these that is there; a file before a folder of such a name. */
    Optional<String> find(String... files) throws IOException;

    /** Bytes of a file. */
    long length(String file) throws IOException;

    /** What messages call a file. */
    String name(String file);

    /** A pattern that fits this file alone, for what takes patterns. */
    static Path literal(Path file) {
        URI uri = file.toUri();
        return new Path(uri.getScheme(), uri.getAuthority(), uri.getPath().replaceAll("[\\[\\]{}*?\\\\^]", "\\\\$0"));
    }

    /** A data set that comes with this program. */
    record Bundled(String data) implements Folder {
        @Override public InputStream open(String file) { return IdxStream.bundled(data, file.replace(".gz", "")); }

        @Override public Optional<String> find(String... files) {
            for (String file : files) if (file.endsWith("-ubyte.gz")) return Optional.of(file);
            return Optional.empty();
        }

        @Override public long length(String file) { return 0; }

        @Override public String name(String file) { return data + "/" + file; }
    }

    /** A folder on a file system of Hadoop. */
    record OnHadoop(String uri, SerializableConfiguration configuration) implements Folder {
        @Override public InputStream open(String file) throws IOException {
            try {
                return files().open(path(file));
            } catch (FileNotFoundException e) {
                throw new DataException(name(file), "no such file", e);
            }
        }

        /** A folder as a URI or, as Hadoop takes it, as a path after a scheme, where %20 is not a blank. @throws DataException if it is neither */
        static OnHadoop of(String uri, SerializableConfiguration configuration) throws IOException {
            try {
                var taken = new OnHadoop(new Path(uri).toString(), configuration);
                if (!uri.contains("%") || taken.files().exists(new Path(uri))) return taken;
                return new OnHadoop(new Path(new URI(uri)).toString(), configuration);
            } catch (IllegalArgumentException | URISyntaxException e) {
                throw new DataException(uri, "is not the URI of a folder (" + e.getMessage() + ")", e);
            }
        }

        @Override public Optional<String> find(String... files) throws IOException {
            Optional<String> folder = Optional.empty();
            for (String file : files) {
                if (!files().exists(path(file))) continue;
                if (files().getFileStatus(path(file)).isFile()) return Optional.of(file);
                folder = folder.or(() -> Optional.of(file));
            }
            return folder;
        }

        @Override public long length(String file) throws IOException { return files().getFileStatus(path(file)).getLen(); }

        @Override public String name(String file) { return file.isEmpty() ? uri : path(file).toString(); }

        private FileSystem files() throws IOException { return new Path(uri).getFileSystem(configuration.value()); }

        private Path path(String file) { return new Path(uri, file); }
    }
}

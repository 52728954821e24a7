package org.tanhwg.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
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

    /** The first of these files that is there. */
    Optional<String> find(String... files) throws IOException;

    /** Bytes of a file. */
    long length(String file) throws IOException;

    /** What messages call a file. */
    String name(String file);

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

        @Override public Optional<String> find(String... files) throws IOException {
            for (String file : files) if (files().exists(path(file))) return Optional.of(file);
            return Optional.empty();
        }

        @Override public long length(String file) throws IOException { return files().getFileStatus(path(file)).getLen(); }

        @Override public String name(String file) { return file.isEmpty() ? uri : path(file).toString(); }

        private FileSystem files() throws IOException { return new Path(uri).getFileSystem(configuration.value()); }

        private Path path(String file) { return new Path(uri, file); }
    }
}

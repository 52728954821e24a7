package org.tanhwg.datasets.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tanhwg.datasets.DataCatalog;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.Holdout;
import org.tanhwg.datasets.array.NpzReader;
import org.tanhwg.datasets.inputs.DataDescription.Kind;
import org.tanhwg.datasets.inputs.DataDescription;
import org.tanhwg.datasets.inputs.DataOptions;
import org.tanhwg.datasets.inputs.InputRecord;
import org.tanhwg.datasets.inputs.OutputRecord;
import org.tanhwg.datasets.inputs.Reading;
import org.tanhwg.datasets.inputs.RowInputs;
import org.tanhwg.datasets.picture.PictureFolder;
import org.tanhwg.datasets.table.TableReader;

/**
 * Examples of one's own: whatever lies at a path, understood by its contents.
 *
 * <p>A folder of IDX files, an .npz file of arrays, pictures in folders by class, or a table as CSV or the like, alone or as {@code train} and {@code test}
 * in a folder.
 */
public final class DataSource {
    private static final int LOOKED_AT = 512;
    /** How files begin that hold data in ways which are not read, and what to do about it. */
    private static final Map<String, String> NOT_READ = notRead();

    private final Reading reading;

    private static Map<String, String> notRead() {
        var notRead = new LinkedHashMap<String, String>();
        notRead.put("PAR1", "is a Parquet file; --spark reads those where --data-uri names their folder");
        notRead.put("\u0093NUMPY", "is one NumPy array; numpy.savez('data.npz', x_train=…, y_train=…) writes what is read");
        for (String start : List.of("\u0089HDF", "MATLAB 5"))
            notRead.put(start, "is an HDF5 or MATLAB file; save it as .npz or CSV");
        for (String start : List.of("\u0089PNG", "\u00ff\u00d8\u00ff", "GIF89a", "GIF87a", "II*\0", "MM\0*", "RIFF"))
            notRead.put(start, "is one picture; give the folder that has a folder of them for each class");
        for (String start : List.of("BZh91AY", "\u00fd7zXZ", "\u0028\u00b5\u002f\u00fd", "7z\u00bc\u00af"))
            notRead.put(start, "is packed in a way that is not read; unpack it, or pack it as .gz");
        notRead.put("\u00d0\u00cf\u0011\u00e0", "is a spreadsheet; save a sheet as CSV");
        for (String start : List.of("\u0080\u0003", "\u0080\u0004", "\u0080\u0005"))
            notRead.put(start, "holds pickled Python objects, which are never unpickled; save them as .npz or CSV");
        notRead.put("SQLite format", "is a database; save a table of it as CSV");
        return Map.copyOf(notRead);
    }

    private DataSource(Reading reading) {
        this.reading = reading;
    }

    /**
     * Reads what lies at {@code path}. Problems that concern the examples and not the reading are in the description; {@link #dataset()} throws them.
     *
     * @throws DataException if nothing is there, or it is damaged, or of no kind that is read
     */
    public static DataSource open(Path path, DataOptions options) {
        if (!Files.exists(path)) throw new DataException(path.toString(), "no such file or folder");
        return new DataSource(Files.isDirectory(path) ? folder(path, options) : file(path, options));
    }

    private static Reading folder(Path folder, DataOptions options) {
        if (DataCatalog.isIdxFolder(folder)) {
            requireNoTableOptions(folder, options);
            Dataset data = DataCatalog.loadFolder(folder);
            options.size().filter(size -> !size.equals(data.train().shape().orElseThrow())).ifPresent(size -> {
                throw new DataException(folder.toString(),
                        "has pictures of " + data.train().shape().orElseThrow() + ", not of " + size
                                + "; IDX files are taken as they are");
            });
            return Reading.ofPictures(folder.toString(), Kind.IDX, "IDX files", data,
                    OutputRecord.of(OutputRecord.Task.CLASSIFICATION, data.outputs()), 255, false, List.of());
        }
        if (TableReader.isFolder(folder)) return TableReader.readFolder(folder, options);
        if (PictureFolder.isOne(folder)) {
            requireNoTableOptions(folder, options);
            return PictureFolder.read(folder, options);
        }
        throw new DataException(folder.toString(),
                "holds nothing that is understood; must hold four IDX files, train.csv and test.csv, "
                        + "or a folder of pictures for each class");
    }

    private static Reading file(Path file, DataOptions options) {
        byte[] first = start(file);
        String start = new String(first, StandardCharsets.ISO_8859_1);
        NOT_READ.forEach((magic, hint) -> {
            if (start.startsWith(magic)) throw new DataException(file.toString(), hint);
        });
        if (start.startsWith("PK")) {
            requireNoTableOptions(file, options);
            return NpzReader.read(file, options);
        }
        if (first.length > 3 && first[0] == 0 && first[1] == 0 && first[2] == 8)
            throw new DataException(file.toString(), "is one IDX file; give the folder that holds the four of a data set");
        if (start.stripLeading().toLowerCase(Locale.ROOT).startsWith("@relation"))
            throw new DataException(file.toString(), "is an ARFF file; save it as CSV with a header");
        return TableReader.read(file, options);
    }

    /** Options that have no meaning here are refused, since a user who gives one believes that it has. */
    private static void requireNoTableOptions(Path path, DataOptions options) {
        String wrong = !options.labels().isEmpty() ? "a label column" : options.weight().isPresent() ? "a column of weights"
                : !options.categories().isEmpty() ? "a category column" : options.test().isPresent() ? "a test file"
                        : options.header().isPresent() ? "a header" : options.encoding().isPresent() ? "an encoding"
                                : options.missing() != RowInputs.Missing.REFUSE ? "a treatment of missing values" : "";
        if (!wrong.isEmpty()) throw new DataException(path.toString(), wrong + " was given, which only a table can have");
    }

    private static byte[] start(Path file) {
        DataException.requireFile(file, "a table, an .npz file or a folder");
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(LOOKED_AT);
            if (start.length == 0) throw new DataException(file.toString(), "is empty");
            return start;
        } catch (IOException e) {
            throw DataException.unreadable(file, e);
        }
    }

    /** What was understood, problems included. */
    public DataDescription description() {
        return reading.description();
    }

    /** The examples. @throws DataException the first problem of the description, if there is one */
    public Dataset dataset() {
        requireSound();
        return reading.dataset().orElseThrow();
    }

    /** The examples to measure a trained network on: the test side, or all where none is there. @throws DataException as {@link #dataset()} does */
    public Dataset toMeasure() {
        Dataset data = dataset();
        if (reading.description().notes().stream().noneMatch(note -> note.startsWith(Holdout.NO_TEST_SIDE))) return data;
        Examples all = data.train().and(data.test());
        return new Dataset(data.name(), all, all, data.sha256(), data.outputs());
    }

    /** What a model trained on the examples must know. @throws DataException as {@link #dataset()} does */
    public InputRecord inputs() {
        requireSound();
        return reading.inputs().orElseThrow();
    }

    private void requireSound() {
        List<String> problems = reading.description().problems();
        if (problems.isEmpty()) return;
        String[] whereAndWhat = problems.get(0).split(": ", 2);
        throw new DataException(whereAndWhat[0], whereAndWhat[1]);
    }
}

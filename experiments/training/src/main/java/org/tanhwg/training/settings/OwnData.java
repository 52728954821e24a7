package org.tanhwg.training.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tanhwg.datasets.DataCatalog;
import org.tanhwg.datasets.DataPlaces;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.datasets.inputs.DataOptions;
import org.tanhwg.datasets.table.TableReader;

/** Data at a path, where others name a data set: which of the two {@code --data} says, and what it leaves to be found out. */
public final class OwnData {
    /** How .npz files begin. */
    private static final String ZIP = "PK";

    private OwnData() {}

    /** Whether a value of {@code --data} is a path: it has a separator. */
    public static boolean isPath(String data) {
        return data.contains("/") || data.contains("\\");
    }

    /** What {@code --data} means as typed: a file or folder that exists is a path unless a data set has that name. */
    public static String resolve(String typed) {
        try {
            if (isPath(typed) || !Files.exists(Path.of(typed))) return typed;
        } catch (InvalidPathException e) {
            return typed; // a name, which will be said to be none
        }
        return DataCatalog.standard().knows(typed) ? typed : absolute(typed);
    }

    /** Whether a table lies at a path; what is not there, or cannot be read, is none. */
    public static boolean isTable(String data) {
        if (!isPath(data)) return false;
        Path path = Path.of(absolute(data));
        if (Files.isDirectory(path)) return TableReader.isFolder(path);
        if (!Files.isRegularFile(path)) return false;
        try (InputStream in = Files.newInputStream(path)) {
            return !new String(in.readNBytes(ZIP.length()), StandardCharsets.ISO_8859_1).equals(ZIP);
        } catch (IOException e) {
            return false; // which will be said when it is read
        }
    }

    static String absolute(String path) {
        try {
            return Path.of(path).toAbsolutePath().normalize().toString();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "data = " + e.getInput().replace("\0", "") + ": is not a path (" + e.getReason() + ")", e);
        }
    }

    /** Options that only data of one's own have. */
    static void requireNone(String name, List<String> keys, List<?> values) {
        for (int i = 0; i < keys.size(); i++)
            if (values.get(i) != null)
                throw new IllegalArgumentException(
                        keys.get(i) + " = " + values.get(i) + ": says something of one's own data; the data set " + name
                                + " needs nothing said (a path has a / in it)");
    }

    /** What the settings say of the data at their path. */
    public static DataOptions options(TrainSettings settings) {
        DataOptions options = elsewhere(settings);
        if (settings.test() != null) options = options.withTest(settings.test());
        return options.withTestShare(settings.testShare() != null ? settings.testShare() : options.testShare(), settings.seed());
    }

    /** What they say of such data at another path, which have a test side of their own. */
    public static DataOptions elsewhere(TrainSettings settings) {
        DataOptions options = DataOptions.DEFAULTS;
        if (settings.label() != null) options = options.withLabels(settings.label().toArray(String[]::new));
        if (settings.size() != null) options = options.withSize(ImageShape.parse(settings.size()).orElseThrow());
        if (settings.missing() != null) options = options.withMissing(settings.missing());
        if (Boolean.TRUE.equals(settings.skipBad())) options = options.skippingBad();
        if (settings.task() != null) options = options.withTask(settings.task());
        if (settings.weight() != null) options = options.withWeight(settings.weight());
        return options.withCache(DataPlaces.of(System.getenv(), Optional.empty()).cache().resolve("pictures"));
    }
}

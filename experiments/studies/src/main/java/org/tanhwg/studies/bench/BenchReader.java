package org.tanhwg.studies.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.tanhwg.studies.bench.BenchTable.Question;
import org.tanhwg.training.run.ConfigFile;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.SettingsReader;

/**
 * Accuracy tables from YAML: {@code title}, {@code seeds}, {@code columns} and {@code rows}; {@code note} and the {@code settings} that all rows
 * share may be left out. A row has a {@code label} and settings of its own. Where {@code samples}, a list, {@code ood} or {@code shift} stand among the settings,
 * the trained network is asked as by {@code gnn evaluate}, once for each number of samples; 0 stands for the expectation. {@code cases}, each a label and settings,
 * make a table of their own of each, whose name goes on with the label. With {@code validation} among the settings the test examples are not read.
 */
public final class BenchReader {
    /** The tables that come with the program. */
    public static final List<String> KNOWN = List.of("default", "balanced", "sparse", "dense", "fashion", "step-size",
            "step-size-pruning", "calibrated", "calibrated-wide", "calibrated-sparse", "complex", "signals",
            "assemblies", "lenet5", "lenet5-fashion", "lenet5-step-size", "calibrated-lenet5", "deep-fashion", "pressure",
            "ablation", "slow-regime", "target-kept");

    private static final List<String> TABLE_KEYS = List.of("title", "note", "seeds", "columns", "settings", "cases", "rows");
    private static final List<String> QUESTION_KEYS = List.of("samples", "ood", "shift");

    private final String source;
    private final String file;
    private final ConfigFile top;

    private BenchReader(String source, String file, ConfigFile top) {
        this.source = source;
        this.file = file;
        this.top = top;
    }

    /**
     * Reads a table, or those of all its cases.
     *
     * @param table one of {@link #KNOWN}, alone or with one of its cases, such as ablation-mnist-1; or the path of a YAML file, which has a slash or ends in .yaml
     * @throws UserError naming the table, or file and key, and what would be right
     */
    public static List<BenchTable> read(String table) {
        if (table.contains("/") || table.endsWith(".yaml")) {
            Path path = Path.of(table);
            String name = path.getFileName().toString().replaceFirst("\\.ya?ml$", "");
            if (!name.matches("[a-z0-9-]+")) {
                throw new UserError(
                        table + ": the file's name is the table's name; it must be lower-case letters, digits and hyphens");
            }
            return new BenchReader(table, table, ConfigFile.read(path, TABLE_KEYS)).tables(name);
        }
        Optional<String> known = KNOWN.stream().filter(table::equals).findFirst()
                .or(() -> KNOWN.stream().filter(name -> table.startsWith(name + "-")).findFirst());
        List<BenchTable> read = known.map(BenchReader::known).orElse(List.of()).stream()
                .filter(found -> table.equals(known.get()) || table.equals(found.name())).toList();
        if (read.isEmpty()) {
            List<String> words = Stream.concat(Stream.of("speed"), KNOWN.stream()).toList();
            throw new UserError("unknown table " + table + "; "
                    + ConfigFile.nearest(table, words).map(near -> "did you mean " + near + "? ").orElse("")
                    + "known: " + String.join(", ", words) + ", or the path of a YAML file");
        }
        return read;
    }

    private static List<BenchTable> known(String table) {
        try (InputStream in = BenchReader.class.getResourceAsStream("/benches/" + table + ".yaml")) {
            String file = "benches/" + table + ".yaml";
            return new BenchReader(table, file, ConfigFile.parse(file, in.readAllBytes(), TABLE_KEYS)).tables(table);
        } catch (IOException e) {
            throw new UncheckedIOException("table " + table, e);
        }
    }

    private List<BenchTable> tables(String name) {
        String title = text(top, "title", "a line of text");
        Map<String, Object> settings = !top.values().containsKey("settings") ? Map.of()
                : ConfigFile.section(file + ": settings", top.values().get("settings"), known(List.of())).values();
        if (!top.values().containsKey("cases")) return List.of(table(name, source, title, settings));
        return list(top, "cases", "a list of cases, each with a label", given -> {
            if (!(given instanceof Map)) return Optional.empty();
            ConfigFile own = ConfigFile.section(file + ": cases", given, known(List.of("label")));
            String label = text(own, "label", "a line of text");
            String called = name + "-" + BenchTable.slug(label).replace('.', '-');
            var values = new LinkedHashMap<String, Object>(settings);
            values.putAll(own.values());
            values.remove("label");
            return Optional.of(table(called, source.equals(name) ? called : source, title + ": " + label, values));
        });
    }

    /** Keys of settings that rows, cases and all of a table may have. */
    private static List<String> known(List<String> more) {
        var keys = new ArrayList<>(SettingsReader.keys().keySet());
        keys.removeAll(List.of("seed", "label")); // the label of a row is its name
        keys.addAll(QUESTION_KEYS);
        keys.addAll(more);
        return keys;
    }

    private BenchTable table(String name, String source, String title, Map<String, Object> settings) {
        String note = top.values().containsKey("note") ? text(top, "note", "a line of text") : "";
        List<Long> seeds = list(top, "seeds", "a list of whole numbers such as [1, 2, 3]",
                seed -> seed instanceof Integer || seed instanceof Long ? Optional.of(((Number) seed).longValue())
                        : Optional.empty());
        List<String> columns = Arrays.stream(Column.values()).map(Column::key).toList();
        var table = new BenchTable(name, source, title, note, seeds,
                list(top, "columns", "a list of " + String.join(", ", columns), column -> columns.contains(column)
                        ? Optional.of(Column.values()[columns.indexOf(column)])
                        : Optional.empty()),
                list(top, "rows", "a list of rows, each with a label",
                        row -> row instanceof Map ? Optional.of(row(row, settings)) : Optional.empty()));
        var slugs = new HashSet<String>();
        for (BenchTable.Row row : table.rows()) {
            if (row.slug().isEmpty())
                throw new UserError(file + ": rows: label = " + row.label() + ": must have a letter or digit of ASCII");
            if (table.columns().contains(Column.AUROC) && row.questions().stream().allMatch(question -> question.ood().isEmpty()))
                throw new UserError(file + ": row '" + row.label() + "': ood is missing: the column auroc needs it");
            if (table.columns().contains(Column.SHIFTED) && row.questions().stream().allMatch(question -> question.shift() == 0))
                throw new UserError(file + ": row '" + row.label() + "': shift is missing: the column shifted needs it");
            if (!slugs.add(row.slug()))
                throw new UserError(file + ": rows: two are called '" + row.label() + "'; each needs a label of its own");
        }
        table.cells(); // whatever is wrong with them is said before the first run
        return table;
    }

    private BenchTable.Row row(Object mapping, Map<String, Object> inherited) {
        ConfigFile own = ConfigFile.section(file + ": rows", mapping, known(List.of("label")));
        String label = text(own, "label", "a line of text");
        String place = file + ": row '" + label + "'";

        var values = new LinkedHashMap<String, Object>(inherited);
        values.putAll(own.values());
        List<Question> questions = questions(new ConfigFile(place, Map.copyOf(values)));
        values.keySet().removeAll(QUESTION_KEYS);
        values.remove("label");
        return new BenchTable.Row(label, new ConfigFile(place, values), questions);
    }

    private static List<Question> questions(ConfigFile row) {
        if (QUESTION_KEYS.stream().noneMatch(row.values()::containsKey)) return List.of();
        Optional<String> ood = row.values().containsKey("ood") ? Optional.of(text(row, "ood", "the name of a data set"))
                : Optional.empty();
        Object given = row.values().getOrDefault("shift", 0);
        if (!(given instanceof Integer shift) || shift < 0) throw wrong(row, "shift", "a whole number >= 0");
        if (!row.values().containsKey("samples")) return List.of(new Question(0, ood, shift));
        return list(row, "samples", "a list of whole numbers >= 0 such as [0, 100]",
                s -> s instanceof Integer samples && samples >= 0 ? Optional.of(new Question(samples, ood, shift))
                        : Optional.empty());
    }

    private static <T> List<T> list(ConfigFile in, String key, String expected, Function<Object, Optional<T>> item) {
        if (!(in.values().get(key) instanceof List<?> items) || items.isEmpty()) throw wrong(in, key, expected);
        return items.stream().map(value -> item.apply(value).orElseThrow(() -> wrong(in, key, expected))).toList();
    }

    private static String text(ConfigFile file, String key, String expected) {
        if (file.values().get(key) instanceof String text && !text.isBlank() && text.lines().count() == 1) return text.strip();
        throw wrong(file, key, expected);
    }

    private static UserError wrong(ConfigFile file, String key, String expected) {
        Object value = file.values().get(key);
        return new UserError(
                file.name() + ": " + key + (value == null ? " is missing" : " = " + value) + ": must be " + expected);
    }
}

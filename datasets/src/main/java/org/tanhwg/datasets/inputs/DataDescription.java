package org.tanhwg.datasets.inputs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tanhwg.core.compact.RawPixels;
import org.tanhwg.datasets.DataFiles;
import org.tanhwg.datasets.ImageShape;

/**
 * What was understood of a path.
 *
 * @param path       as it was given
 * @param kind       what lies there
 * @param format     how it is written, such as "CSV, ';' between columns, header, UTF-8"
 * @param problems   what must be put right before anything can be trained on, the first one first; empty if the data are sound
 * @param notes      what a user should know and need not change
 * @param train      number of training examples
 * @param test       number of test examples
 * @param inputs     numbers that a network takes for each example
 * @param shape      of pictures
 * @param scale      what raw samples of pictures are divided by
 * @param polarity   of pictures
 * @param columns    of a table, each with what is done to it
 * @param task       what is asked
 * @param outputs    each class or target
 * @param duplicates test examples whose inputs are those of a training example
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record DataDescription(String path, Kind kind, String format, List<String> problems, List<String> notes, int train,
        int test, int inputs,
        Optional<ImageShape> shape, Optional<Double> scale, Optional<RawPixels.Polarity> polarity, List<Column> columns,
        Optional<OutputRecord.Task> task, List<Output> outputs, int duplicates) {

    /** Tables with more columns than this are described by groups. */
    private static final int WIDE = 40;
    /** So many columns that are alike are still shown one by one. */
    private static final int SHOWN = 3;

    public DataDescription {
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
        columns = List.copyOf(columns);
        outputs = List.copyOf(outputs);
    }

    /** What lies at a path. */
    public enum Kind {
        IDX, NPZ, IMAGES, TABLE;

        /** As result.json has it. */
        @JsonValue
        @Override public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A column of a table.
     *
     * @param kind       number, category, constant, identifier, label or weight
     * @param least      smallest number
     * @param most       largest number
     * @param categories how many different texts there are
     * @param missing    how many cells have no value
     * @param action     what is done to it, in words
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Column(String name, String kind, Optional<Double> least, Optional<Double> most, Optional<Integer> categories,
            long missing,
            String action) {}

    /**
     * A class, or a target.
     *
     * @param train training examples of the class; of a target, all
     * @param test  test examples of the class; of a target, all
     */
    public record Output(String name, int train, int test) {}

    /** As lines for a terminal: problems first; columns of a wide table that are treated alike share a line. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        problems.forEach(problem -> lines.add("problem: " + problem));
        lines.add(path + ": " + format);
        lines.add(DataFiles.grouped(train) + " training and " + DataFiles.grouped(test) + " test examples, "
                + DataFiles.grouped(inputs) + " inputs"
                + shape.map(its -> ", pictures of " + its).orElse("") + scale.map(its -> ", divided by " + number(its)).orElse("")
                + polarity.map(its -> ", " + words(its.name())).orElse(""));
        for (List<Column> group : alike())
            if (group.size() > SHOWN) lines.add("  " + line(together(group)));
            else group.forEach(column -> lines.add("  " + line(column)));
        task.ifPresent(its -> lines.add(
                words(its.name()) + ": " + outputs.size()
                        + (its == OutputRecord.Task.CLASSIFICATION ? " classes" : outputs.size() == 1 ? " target" : " targets")));
        for (Output output : outputs)
            lines.add("  " + output.name() + ": " + DataFiles.grouped(output.train()) + " training, "
                    + DataFiles.grouped(output.test()) + " test");
        if (duplicates > 0) lines.add(DataFiles.grouped(duplicates) + " test examples have the inputs of a training example");
        notes.forEach(note -> lines.add("note: " + note));
        return lines;
    }

    /** Columns that may share a line, in the order of the first of each; those with missing values and all of a narrow table stand alone. */
    private Collection<List<Column>> alike() {
        var groups = new LinkedHashMap<Object, List<Column>>();
        for (Column column : columns) {
            Object likeness = columns.size() <= WIDE || column.missing() > 0 ? column.name()
                    : List.of(column.kind(), column.action());
            groups.computeIfAbsent(likeness, key -> new ArrayList<>()).add(column);
        }
        return groups.values();
    }

    private static Column together(List<Column> alike) {
        Column first = alike.get(0);
        Optional<Double> least = alike.stream().flatMap(column -> column.least().stream()).min(Comparator.naturalOrder());
        Optional<Double> most = alike.stream().flatMap(column -> column.most().stream()).max(Comparator.naturalOrder());
        return new Column(first.name() + ", " + alike.get(1).name() + " and " + DataFiles.grouped(alike.size() - 2) + " more",
                first.kind(), least, most, Optional.empty(), 0, first.action());
    }

    private static String line(Column column) {
        String range = column.least().map(least -> " in [" + number(least) + ", " + number(column.most().orElse(least)) + "]")
                .orElse("");
        String categories = column.categories().map(count -> ", " + DataFiles.grouped(count) + " different").orElse("");
        String missing = column.missing() == 0 ? "" : ", " + DataFiles.grouped(column.missing()) + " missing";
        return column.name() + ": " + column.kind() + range + categories + missing + ": " + column.action();
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : Float.toString((float) value);
    }

    private static String words(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** As one JSON object. */
    public String toJson() {
        try {
            return JsonMapper.builder().addModule(new Jdk8Module()).build().writerWithDefaultPrettyPrinter()
                    .writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of numbers and strings have a JSON form", e);
        }
    }
}

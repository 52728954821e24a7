package org.tanhwg.datasets.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.DataFiles;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.Holdout;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.datasets.inputs.DataDescription.Kind;
import org.tanhwg.datasets.inputs.DataDescription;
import org.tanhwg.datasets.inputs.DataOptions;
import org.tanhwg.datasets.inputs.InputRecord;
import org.tanhwg.datasets.inputs.LabelSet;
import org.tanhwg.datasets.inputs.OutputRecord;
import org.tanhwg.datasets.inputs.PixelScale;
import org.tanhwg.datasets.inputs.Reading;
import org.tanhwg.datasets.inputs.RowInputs;

/** Tables of text as data sets: rows of numbers and categories, or of pixels. */
public final class TableReader {
    private static final List<String> ENDINGS = List.of(".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz");

    private final DataOptions options;
    private final Path file;
    private final Table table;
    private final TableLabels labels;
    private final List<String> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private TableReader(Path file, Optional<Path> test, DataOptions options) {
        this.file = file;
        this.options = options;
        TableFormat format = TableFormat.of(file, options);
        requireMemory(file, format);
        table = Table.read(file, test, format, options);
        notes.addAll(table.notes());
        labels = TableLabels.of(file, table, options);
        notes.addAll(labels.notes());
    }

    /** Whether a folder holds a table called train. */
    public static boolean isFolder(Path folder) {
        return find(folder, "train").isPresent();
    }

    /** The table of one side in a folder. */
    static Optional<Path> find(Path folder, String side) {
        return ENDINGS.stream().map(ending -> folder.resolve(side + ending)).filter(Files::isRegularFile).findFirst();
    }

    /** Reads {@code train.csv} or the like and, where it is there, {@code test.csv}. @throws DataException as {@link #read} does */
    public static Reading readFolder(Path folder, DataOptions options) {
        Optional<Path> test = options.test().or(() -> find(folder, "test"));
        return new TableReader(find(folder, "train").orElseThrow(), test, options).read(test);
    }

    /**
     * Reads a table.
     *
     * @throws DataException if it is damaged, its rows differ in length, or a column that the options name is not there
     */
    public static Reading read(Path file, DataOptions options) {
        return new TableReader(file, options.test(), options).read(options.test());
    }

    /** Twice four bytes for each cell: once column after column, once row after row. */
    private static void requireMemory(Path file, TableFormat format) {
        if (format.sample().isEmpty()) return;
        try {
            long characters = format.sample().stream().flatMap(List::stream).mapToLong(cell -> cell.length() + 1).sum();
            long rows = Files.size(file) / Math.max(1, characters / format.sample().size());
            DataFiles.requireRoom(file.toString(), "about " + DataFiles.grouped(rows) + " rows of " + format.names().size()
                    + " columns, which --spark reads in parts", 8 * rows * format.names().size());
        } catch (IOException e) {
            throw DataException.unreadable(file, e);
        }
    }

    private Reading read(Optional<Path> test) {
        int[] usable = usable();
        if (!labels.problems().isEmpty() || usable.length == 0) {
            problems.addAll(labels.problems());
            if (usable.length == 0) problems.add(file + ": no row is left; must have rows without missing values");
            return withoutLabels(usable);
        }
        LabelSet set;
        try {
            set = labels.set(file, table, usable, options);
        } catch (DataException e) {
            problems.add(e.getMessage());
            return withoutLabels(usable);
        }
        boolean tested = table.trainRows() < table.rows();
        int[] all = IntStream.range(0, usable.length).toArray();
        int trained = (int) Arrays.stream(usable).filter(row -> row < table.trainRows()).count();
        Holdout rows = tested ? new Holdout(Arrays.copyOfRange(all, 0, trained), Arrays.copyOfRange(all, trained, all.length))
                : set.holdout(options.testShare(), options.seed());
        if (!tested) notes.add(rows.note(options.testShare(), options.seed()));
        if (rows.train().length == 0 || rows.test().length == 0 || usable.length < 2) {
            problems.add(file + ": " + (usable.length < 2 || set.task() != OutputRecord.Task.CLASSIFICATION
                    ? DataFiles.grouped(usable.length) + (usable.length == 1 ? " row is" : " rows are")
                            + " too few; must have training and test rows"
                    : "each row has a class of its own; must have several rows of each class"));
            return withoutLabels(usable);
        }
        Split split = new Split(set, rows, of(usable, rows.train()), of(usable, rows.test()), tested);
        String sum = DataFiles.sha256(Stream.concat(Stream.of(file), test.stream()).toList());
        return options.size().isPresent() ? pixels(split, options.size().get(), sum) : rows(split, sum);
    }

    /** Rows of the table that are trained on and tested with, and their labels. */
    private record Split(LabelSet set, Holdout rows, int[] train, int[] test, boolean tested) {}

    private static int[] of(int[] usable, int[] places) {
        return Arrays.stream(places).map(place -> usable[place]).toArray();
    }

    /** All rows, or where others are dropped those without a missing value in a column that is used. */
    private int[] usable() {
        int[] all = IntStream.range(0, table.rows()).toArray();
        if (options.missing() != RowInputs.Missing.DROP) return all;
        List<TableColumn> used = used(learn(all, all));
        int[] whole = Arrays.stream(all).filter(row -> used.stream().noneMatch(column -> column.isMissing(row))).toArray();
        if (whole.length < table.rows())
            notes.add(DataFiles.grouped(table.rows() - whole.length) + " of " + DataFiles.grouped(table.rows())
                    + " rows have missing values and are dropped");
        return whole;
    }

    /** Columns with missing values that are labels, weights or inputs. */
    private List<TableColumn> used(List<ColumnLearning> learnt) {
        return table.columns().stream().filter(column -> column.missing() > 0).filter(column -> labels.uses(column)
                || learnt.stream().anyMatch(one -> one.column() == column && one.rule().width() > 0)).toList();
    }

    private List<ColumnLearning> learn(int[] train, int[] known) {
        return table.columns().stream().filter(column -> !labels.uses(column))
                .map(column -> ColumnLearning.of(column, train, known)).toList();
    }

    private Reading withoutLabels(int[] usable) {
        List<ColumnLearning> learnt = learn(usable, usable);
        addCellProblems(learnt);
        return Reading.withProblems(describe(learnt, Optional.empty(), usable.length, 0, 0));
    }

    private void addCellProblems(List<ColumnLearning> learnt) {
        for (TableColumn column : table.columns())
            if (column.misfits() > 0) problems.add(column.misfit(row -> table.place(row, column)).getMessage());
        if (options.missing() != RowInputs.Missing.REFUSE) return;
        List<TableColumn> holed = used(learnt);
        if (holed.isEmpty()) return;
        long cells = holed.stream().mapToLong(TableColumn::missing).sum();
        List<String> all = holed.stream().flatMap(column -> column.missingRows().stream().map(row -> table.place(row, column)))
                .toList();
        String where = all.get(0).substring(0, all.get(0).indexOf(": line")); // there may be a second file
        List<String> places = all.stream().filter(place -> place.startsWith(where + ": line")).limit(3)
                .map(place -> place.substring(where.length() + 2)).toList();
        problems.add(where + ": " + DataFiles.grouped(cells) + (cells == 1 ? " cell has" : " cells have") + " no value ("
                + String.join("; ", places)
                + (cells > places.size() ? "; …" : "") + "); must have one, or missing values be imputed or their rows dropped");
    }

    private Reading rows(Split split, String sum) {
        int[] known = split.tested ? split.train
                : IntStream.concat(Arrays.stream(split.train), Arrays.stream(split.test)).toArray();
        List<ColumnLearning> learnt = learn(split.train, known);
        int width = learnt.stream().mapToInt(one -> one.rule().width()).sum();
        if (width == 0) problems.add(file + ": every column is constant or tells rows apart; must have one to learn from");
        addCellProblems(learnt);
        unknownClass(split).ifPresent(problems::add);
        for (ColumnLearning one : learnt) {
            if (!one.column().texts || one.rule().width() == 0) continue;
            int[] indicator = one.indicators();
            Arrays.stream(split.test).filter(row -> !one.column().isMissing(row) && indicator[one.column().code(row)] < 0)
                    .findFirst()
                    .ifPresent(row -> problems.add(table.place(row, one.column()) + ": category "
                            + DataException.quoted(one.column().texts().get(one.column().code(row)))
                            + " is in no training row; must be in one"));
        }
        if (!problems.isEmpty())
            return Reading.withProblems(describe(learnt, Optional.of(split), split.train.length, split.test.length, width));
        OutputRecord outputs = split.set.outputs(split.rows.train());
        Examples train = examples(learnt, split.train, split.rows.train(), split.set, outputs, width);
        Examples test = examples(learnt, split.test, split.rows.test(), split.set, outputs, width);
        Dataset data = new Dataset(file.getFileName().toString(), train, test, sum, outputs.names());
        problems.addAll(Reading.problems(file.toString(), data));
        int duplicates = Reading.duplicates(train, test);
        DataDescription plain = describe(learnt, Optional.of(split), train.count(), test.count(), width);
        DataDescription description = new DataDescription(plain.path(), plain.kind(), plain.format(), problems, notes,
                plain.train(), plain.test(), width,
                plain.shape(), plain.scale(), plain.polarity(), plain.columns(), Optional.of(split.set.task()),
                Reading.outputs(data), duplicates);
        if (!problems.isEmpty()) return Reading.withProblems(description);
        RowInputs inputs = new RowInputs(learnt.stream().map(ColumnLearning::rule).toList(), table.format().header(),
                options.missing());
        return new Reading(description, Optional.of(data), Optional.of(InputRecord.of(inputs, outputs, sum)));
    }

    /** The first row of a test file whose class no training row has. */
    private Optional<String> unknownClass(Split split) {
        if (!split.tested || split.set.task() != OutputRecord.Task.CLASSIFICATION) return Optional.empty();
        int[] classes = split.set.labels();
        Set<Integer> known = Arrays.stream(split.rows.train()).mapToObj(place -> classes[place]).collect(Collectors.toSet());
        return IntStream.range(0, split.test.length).filter(i -> !known.contains(classes[split.rows.test()[i]])).boxed()
                .findFirst().map(i -> place(split.test[i]) + ": class "
                        + DataException.quoted(split.set.names().get(classes[split.rows.test()[i]]))
                        + " is in no training row; must be in one");
    }

    private String place(int row) {
        return labels.columns().size() == 1 ? table.place(row, labels.columns().get(0)) : table.place(row);
    }

    private Examples examples(List<ColumnLearning> learnt, int[] rows, int[] places, LabelSet set, OutputRecord outputs,
            int width) {
        DataFiles.requireRoom(file.toString(), DataFiles.grouped(rows.length) + " rows of " + width + " inputs",
                4L * rows.length * width);
        float[] inputs = new float[rows.length * width];
        int at = 0;
        for (ColumnLearning one : learnt) {
            if (one.rule().width() > 0) one.write(rows, inputs, width, at);
            at += one.rule().width();
        }
        return labels.weighted(Examples.ofNumbers(inputs, width, set.targets(places, outputs), Optional.empty()), rows);
    }

    private Reading pixels(Split split, ImageShape shape, String sum) {
        List<TableColumn> columns = table.columns().stream().filter(column -> !labels.uses(column)).toList();
        if (columns.size() != shape.size())
            throw new DataException(file.toString(),
                    "has " + columns.size() + " columns besides labels; pictures of " + shape + " want " + shape.size());
        for (TableColumn column : columns)
            if (column.texts || column.misfits() > 0 || column.missing() > 0)
                throw new DataException(file.toString(),
                        "column " + DataException.quoted(column.name) + " has cells that are not numbers; pixels are numbers");
        Optional<String> unknown = unknownClass(split);
        if (unknown.isPresent()) {
            problems.add(unknown.get());
            return withoutLabels(IntStream.concat(Arrays.stream(split.train), Arrays.stream(split.test)).toArray());
        }
        OutputRecord outputs = split.set.outputs(split.rows.train());
        IntToDoubleFunction train = samples(columns, split.train), test = samples(columns, split.test);
        PixelScale scale = PixelScale.of(file.toString(), Math.multiplyExact(split.train.length, columns.size()), train);
        Examples trainSide = scale.examples(file.toString(), split.train.length, train, shape,
                split.set.targets(split.rows.train(), outputs));
        Examples testSide = scale.examples(file.toString(), split.test.length, test, shape,
                split.set.targets(split.rows.test(), outputs));
        Dataset data = new Dataset(file.getFileName().toString(), labels.weighted(trainSide, split.train),
                labels.weighted(testSide, split.test), sum,
                outputs.names());
        return Reading.ofPictures(file.toString(), Kind.TABLE, table.format().describe() + ", columns are pixels", data, outputs,
                scale.scale(), false, notes);
    }

    private static IntToDoubleFunction samples(List<TableColumn> columns, int[] rows) {
        int width = columns.size();
        return i -> columns.get(i % width).value(rows[i / width]);
    }

    private DataDescription describe(List<ColumnLearning> learnt, Optional<Split> split, int train, int test, int width) {
        List<DataDescription.Column> columns = table.columns().stream()
                .map(column -> learnt.stream().filter(one -> one.column() == column).findFirst()
                        .map(ColumnLearning::describe).orElseGet(() -> labels.describe(column)))
                .toList();
        return new DataDescription(file.toString(), Kind.TABLE, table.format().describe(), problems, notes, train, test, width,
                Optional.empty(),
                Optional.empty(), Optional.empty(), columns, split.map(its -> its.set.task()), List.of(), 0);
    }
}

package org.tanhwg.datasets.table;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tanhwg.core.compact.Cells;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.DataFiles;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.Targets;
import org.tanhwg.datasets.inputs.ColumnRule;
import org.tanhwg.datasets.inputs.DataOptions;
import org.tanhwg.datasets.inputs.InputRecord;
import org.tanhwg.datasets.inputs.OutputRecord;
import org.tanhwg.datasets.inputs.OutputRecord.Task;
import org.tanhwg.datasets.inputs.RowInputs;

/** Rows of a table with their labels, for a network that is there already: its columns become what training made of them, nothing is learnt from them. */
public final class LabelledRows {
    private final String file;
    private final RowInputs inputs;
    private final OutputRecord outputs;
    private final int[] places;
    private final List<Integer> labels;
    private final List<float[]> rows = new ArrayList<>();
    private final List<float[]> answers = new ArrayList<>();

    private LabelledRows(String file, List<String> header, InputRecord trained, List<String> named) {
        this.file = file;
        inputs = trained.rows().orElseThrow();
        outputs = trained.outputs();
        places = inputs.places(file, header);
        labels = labels(header, named);
    }

    /**
     * All rows of a file, or of the test file of a folder, on both sides of a data set.
     *
     * @param trained what the network made of its rows
     * @param named   label columns; where none is named those that the targets are called by, else the only one that is no input, or of several the one called label,
     *                target, class or y
     * @throws DataException if the label cannot be told, or a row is none that the network takes and answers
     */
    public static Dataset read(Path path, InputRecord trained, List<String> named) {
        Path file = !Files.isDirectory(path) ? path
                : TableReader.find(path, "test").or(() -> TableReader.find(path, "train")).orElseThrow();
        TableRows table = TableRows.of(file, DataOptions.DEFAULTS.withHeader(trained.rows().orElseThrow().named()));
        var reader = new LabelledRows(file.toString(), table.columns(), trained, named);
        table.forEach(reader::take);
        Examples all = reader.examples();
        return new Dataset(file.getFileName().toString(), all, all, DataFiles.sha256(List.of(file)), trained.outputs().names());
    }

    private List<Integer> labels(List<String> header, List<String> named) {
        List<String> known = inputs.columns().stream().map(ColumnRule::name).toList();
        List<String> others = header.stream().filter(name -> !known.contains(name)).toList();
        List<String> wanted = !named.isEmpty() ? named
                : others.containsAll(outputs.names()) ? outputs.names() : List.of(found(others));
        return wanted.stream().map(name -> {
            if (!header.contains(name))
                throw new DataException(file, "has no label column " + DataException.quoted(name) + "; its columns are "
                        + Cells.some(header));
            return header.indexOf(name);
        }).toList();
    }

    private String found(List<String> others) {
        if (others.size() == 1) return others.get(0);
        return TableLabels.usual(others).orElseThrow(() -> new DataException(file, others.isEmpty()
                ? "has no label; must have the column that the"
                        + " network predicts beside those it takes"
                : "has the columns " + Cells.some(others) + " beside those that the network takes; the label is the only one,"
                        + " is called label, target, class or y, or --label names it"));
    }

    private void take(String place, List<String> cells) {
        if (inputs.missing() == RowInputs.Missing.DROP && isHoled(cells)) return;
        rows.add(inputs.apply(place, cells, places));
        float[] answer = new float[labels.size()];
        for (int i = 0; i < answer.length; i++) {
            if (labels.get(i) >= cells.size())
                throw new DataException(place, "has " + cells.size() + " cells; the label is in column " + (labels.get(i) + 1));
            String cell = cells.get(labels.get(i));
            if (Cells.isMissing(cell, outputs.task() != Task.CLASSIFICATION)) throw new DataException(place, "has no label");
            answer[i] = outputs.task() == Task.CLASSIFICATION && labels.size() == 1 ? number(place, cell)
                    : target(place, cell, i);
        }
        answers.add(answer);
    }

    private boolean isHoled(List<String> cells) {
        return IntStream.range(0, places.length).anyMatch(i -> inputs.columns().get(i).width() > 0 && places[i] < cells.size()
                && Cells.isMissing(cells.get(places[i]), inputs.columns().get(i).use() == ColumnRule.Use.NUMBER));
    }

    /** Number of a class; whole numbers may be written in any way. */
    private int number(String place, String cell) {
        int at = outputs.names().indexOf(cell);
        double value = Cells.number(cell);
        if (at < 0 && value == Math.rint(value)) at = outputs.names().indexOf(Long.toString((long) value));
        if (at < 0)
            throw new DataException(place, "class " + DataException.quoted(cell) + " is none that the network knows: "
                    + Cells.some(outputs.names()));
        return at;
    }

    private float target(String place, String cell, int target) {
        double value = Cells.number(cell);
        boolean numbers = outputs.task() == Task.REGRESSION;
        if (!Double.isFinite(value) || !numbers && value != 0 && value != 1)
            throw new DataException(place, "label " + DataException.quoted(cell) + " must be "
                    + (numbers ? "a finite number" : "0 or 1"));
        return (float) (numbers ? (value - outputs.means().get(target)) / outputs.deviations().get(target) : value);
    }

    private Examples examples() {
        if (rows.isEmpty()) throw new DataException(file, "has no row that can be measured on; must have one");
        int width = inputs.width(), each = labels.size();
        float[] features = new float[Math.multiplyExact(rows.size(), width)];
        float[] all = new float[rows.size() * each];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, features, i * width, width);
            System.arraycopy(answers.get(i), 0, all, i * each, each);
        }
        return Examples.ofNumbers(features, width, targets(all, each), Optional.empty());
    }

    private Targets targets(float[] all, int each) {
        return switch (outputs.task()) {
            case REGRESSION -> new Targets.Numbers(all, each, Targets.Meaning.REGRESSION);
            case MULTI_LABEL -> new Targets.Numbers(all, each, Targets.Meaning.MULTI_LABEL);
            case CLASSIFICATION -> new Targets.Classes(each == 1 ? IntStream.range(0, all.length).map(i -> (int) all[i]).toArray()
                    : IntStream.range(0, all.length / each)
                            .map(row -> oneHot(Arrays.copyOfRange(all, row * each, (row + 1) * each)))
                            .toArray(),
                    outputs.names().size());
        };
    }

    private int oneHot(float[] flags) {
        int[] set = IntStream.range(0, flags.length).filter(i -> flags[i] == 1).toArray();
        if (set.length != 1)
            throw new DataException(file, "several label columns are classes only where each row has one 1 and else 0");
        return set[0];
    }
}

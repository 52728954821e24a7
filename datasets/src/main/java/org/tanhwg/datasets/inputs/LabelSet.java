package org.tanhwg.datasets.inputs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.DataFiles;
import org.tanhwg.datasets.Holdout;
import org.tanhwg.datasets.Targets;
import org.tanhwg.datasets.inputs.OutputRecord.Task;

/**
 * What the rows of a file, training and test rows alike, are to be answered with.
 *
 * @param labels class numbers under classification; else empty
 * @param values rows × names otherwise; else empty
 */
public record LabelSet(Task task, List<String> names, int[] labels, double[] values) {
    /** More different whole numbers than this are not classes, unless the task says so. */
    private static final int MOST_CLASSES = 100;
    private static final int ROWS_PER_CLASS = 5;
    private static final double LARGEST_CLASS = 1L << 53;

    /**
     * Labels that are numbers. One column of whole numbers with few different ones is a class, several columns of 0 and 1 are labels of their own, or one class
     * where each row has exactly one 1; all else are targets of a regression.
     *
     * @param file    what errors call the numbers
     * @param values  rows × columns
     * @param columns their names
     * @param asked   a task that overrides what the numbers look like
     * @throws DataException if a number is not finite, or they do not fit the task asked
     */
    public static LabelSet ofNumbers(String file, double[] values, List<String> columns, Optional<Task> asked) {
        int k = columns.size();
        for (int i = 0; i < values.length; i++)
            if (!Double.isFinite(values[i]))
                throw new DataException(file,
                        (k == 1 ? "label" : "label " + columns.get(i % k)) + " of row " + DataFiles.grouped(i / k + 1) + " is "
                                + values[i]
                                + "; must be a finite number");
        Task task = asked.orElseGet(() -> looksLike(values, k));
        return switch (task) {
            case CLASSIFICATION -> k == 1 ? classes(file, values) : oneHot(file, values, columns);
            case MULTI_LABEL -> flags(file, values, columns);
            case REGRESSION -> new LabelSet(task, columns, new int[0], values);
        };
    }

    private static Task looksLike(double[] values, int k) {
        if (k > 1) {
            if (!Arrays.stream(values).allMatch(value -> value == 0 || value == 1)) return Task.REGRESSION;
            return isOneHot(values, k) ? Task.CLASSIFICATION : Task.MULTI_LABEL;
        }
        if (!Arrays.stream(values).allMatch(value -> value == Math.rint(value))) return Task.REGRESSION;
        long different = Arrays.stream(values).distinct().limit(MOST_CLASSES + 1).count();
        boolean few = different <= 2 || different <= MOST_CLASSES && different * ROWS_PER_CLASS <= values.length;
        return few ? Task.CLASSIFICATION : Task.REGRESSION;
    }

    private static boolean isOneHot(double[] values, int k) {
        for (int row = 0; row < values.length; row += k) {
            double sum = 0;
            for (int i = 0; i < k; i++) sum += values[row + i];
            if (sum != 1) return false;
        }
        return true;
    }

    private static LabelSet classes(String file, double[] values) {
        double[] distinct = Arrays.stream(values).map(value -> value + 0.0).distinct().sorted().toArray(); // −0 becomes 0
        for (double one : distinct)
            if (one != Math.rint(one) || Math.abs(one) >= LARGEST_CLASS)
                throw new DataException(file, "label " + one + " is not a whole number; classes are whole numbers or texts");
        int[] labels = Arrays.stream(values).mapToInt(value -> Arrays.binarySearch(distinct, value + 0.0)).toArray();
        return new LabelSet(Task.CLASSIFICATION, Arrays.stream(distinct).mapToObj(value -> Long.toString((long) value)).toList(),
                labels,
                new double[0]);
    }

    private static LabelSet oneHot(String file, double[] values, List<String> columns) {
        int k = columns.size();
        if (!isOneHot(values, k))
            throw new DataException(file, "several label columns are classes only where each row has one 1 and else 0");
        int[] labels = IntStream.range(0, values.length / k).map(row -> {
            int at = 0;
            while (values[row * k + at] != 1) at++;
            return at;
        }).toArray();
        return new LabelSet(Task.CLASSIFICATION, columns, labels, new double[0]);
    }

    private static LabelSet flags(String file, double[] values, List<String> columns) {
        for (int i = 0; i < values.length; i++)
            if (values[i] != 0 && values[i] != 1)
                throw new DataException(file, "label " + columns.get(i % columns.size()) + " of row "
                        + DataFiles.grouped(i / columns.size() + 1) + " is " + values[i]
                        + "; must be 0 or 1 where there are several labels");
        return new LabelSet(Task.MULTI_LABEL, columns, new int[0], values);
    }

    /** Classes by name: in the order of the alphabet, numbers within names as numbers. @param codes place of each row's name in {@code texts} */
    public static LabelSet ofTexts(int[] codes, List<String> texts) {
        int[] used = Arrays.stream(codes).distinct().toArray();
        List<String> sorted = Arrays.stream(used).mapToObj(texts::get).sorted(NaturalOrder.INSTANCE).toList();
        Map<String, Integer> numberOf = new HashMap<>();
        for (String name : sorted) numberOf.put(name, numberOf.size());
        int[] labels = Arrays.stream(codes).map(code -> numberOf.get(texts.get(code))).toArray();
        return new LabelSet(Task.CLASSIFICATION, sorted, labels, new double[0]);
    }

    /** Number of rows. */
    public int rows() {
        return task == Task.CLASSIFICATION ? labels.length : values.length / names.size();
    }

    /** Holds out a share of all rows, of each class alike where there are classes. */
    public Holdout holdout(double share, long seed) {
        return task == Task.CLASSIFICATION ? Holdout.stratified(labels, names.size(), share, seed)
                : Holdout.random(rows(), share, seed);
    }

    /** What the outputs mean, scales learnt from the training rows. */
    public OutputRecord outputs(int[] trainRows) {
        if (task != Task.REGRESSION) return OutputRecord.of(task, names);
        List<Double> means = new ArrayList<>(), deviations = new ArrayList<>();
        int k = names.size();
        for (int target = 0; target < k; target++) {
            int at = target;
            double mean = Arrays.stream(trainRows).mapToDouble(row -> values[row * k + at]).average().orElse(0);
            double variance = Arrays.stream(trainRows).mapToDouble(row -> Math.pow(values[row * k + at] - mean, 2)).average()
                    .orElse(0);
            means.add(mean);
            deviations.add(variance > 0 ? Math.sqrt(variance) : 1);
        }
        return new OutputRecord(task, names, means, deviations);
    }

    /** Targets of some rows. @param outputs what {@link #outputs} gave */
    public Targets targets(int[] rows, OutputRecord outputs) {
        if (task == Task.CLASSIFICATION)
            return new Targets.Classes(Arrays.stream(rows).map(row -> labels[row]).toArray(), names.size());
        int k = names.size();
        float[] chosen = new float[rows.length * k];
        for (int i = 0; i < chosen.length; i++) {
            double value = values[rows[i / k] * k + i % k];
            boolean scaled = task == Task.REGRESSION;
            chosen[i] = (float) (scaled ? (value - outputs.means().get(i % k)) / outputs.deviations().get(i % k) : value);
        }
        return new Targets.Numbers(chosen, k, task == Task.REGRESSION ? Targets.Meaning.REGRESSION : Targets.Meaning.MULTI_LABEL);
    }
}

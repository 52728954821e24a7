package org.tanhwg.datasets.inputs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.tanhwg.core.compact.Cells;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.DataFiles;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.datasets.Targets;
import org.tanhwg.datasets.inputs.DataDescription.Kind;
import org.tanhwg.datasets.inputs.OutputRecord.Task;

/**
 * What reading a path gave.
 *
 * @param dataset absent where the description has problems
 * @param inputs  what a model trained on it must know; absent where the data set is
 */
public record Reading(DataDescription description, Optional<Dataset> dataset, Optional<InputRecord> inputs) {
    private static final int LOOKED_AT = 1000;

    /** What was read cannot be trained on: the description says why. */
    public static Reading withProblems(DataDescription description) {
        return new Reading(description, Optional.empty(), Optional.empty());
    }

    /**
     * Pictures that were read, whatever they were read from.
     *
     * @param outputs what they are to be answered with
     * @param resized whether they were scaled to their shape
     * @param scale   what raw samples were divided by
     */
    public static Reading ofPictures(String path, Kind kind, String format, Dataset data, OutputRecord outputs, double scale,
            boolean resized, List<String> notes) {
        ImageShape shape = data.train().shape().orElseThrow();
        float[] some = data.train().rows(0, Math.min(LOOKED_AT, data.train().count()));
        PixelInputs pixels = new PixelInputs(shape, scale, PixelInputs.border(some, shape), resized);
        Task task = outputs.task();
        List<String> problems = problems(path, data);
        if (areAllTheSame(data.train())) problems.add(path + ": all training pictures are the same; must differ");
        DataDescription description = new DataDescription(path, kind, format, problems, notes, data.train().count(),
                data.test().count(),
                data.train().width(), Optional.of(shape), Optional.of(scale), Optional.of(pixels.polarity()), List.of(),
                Optional.of(task),
                outputs(data), duplicates(data.train(), data.test()));
        if (!description.problems().isEmpty()) return withProblems(description);
        InputRecord inputs = InputRecord.of(pixels, outputs, data.sha256());
        return new Reading(description, Optional.of(data), Optional.of(inputs));
    }

    /** Sizes of the classes, or the names of the targets. */
    public static List<DataDescription.Output> outputs(Dataset data) {
        int[] train = sizes(data.train()), test = sizes(data.test());
        List<DataDescription.Output> outputs = new ArrayList<>();
        for (int i = 0; i < train.length; i++) outputs.add(new DataDescription.Output(data.outputs().get(i), train[i], test[i]));
        return outputs;
    }

    private static int[] sizes(Examples examples) {
        int[] sizes = new int[examples.classes()];
        if (examples.targets() instanceof Targets.Classes classes) for (int label : classes.labels()) sizes[label]++;
        else Arrays.fill(sizes, examples.count());
        return sizes;
    }

    /** Why nothing can be learnt from the labels: one line each, with names and numbers. */
    public static List<String> problems(String path, Dataset data) {
        var problems = new ArrayList<String>();
        String where = path + ": ";
        if (data.train().targets() instanceof Targets.Numbers numbers) {
            for (int target = 0; target < numbers.outputs(); target++)
                if (numbers.meaning() == Targets.Meaning.REGRESSION && isConstant(numbers, target))
                    problems.add(where + "label " + DataException.quoted(data.outputs().get(target))
                            + " is the same number in all training examples; must differ");
            return problems;
        }
        List<DataDescription.Output> classes = outputs(data);
        if (classes.size() > data.train().count())
            problems.add(where + DataFiles.grouped(classes.size()) + " classes for " + DataFiles.grouped(data.train().count())
                    + " training examples; must have several examples of each");
        List<String> single = names(classes, one -> one.train() + one.test() == 1);
        if (!single.isEmpty())
            problems.add(where + "one example of " + Cells.some(single) + "; must have at least two of each class");
        List<String> trained = names(classes, one -> one.train() > 0);
        if (trained.size() < 2)
            problems.add(where + "every label is " + Cells.some(trained) + "; a classifier needs at least two classes");
        List<String> unknown = names(classes, one -> one.train() == 0 && one.test() > 1);
        if (!unknown.isEmpty())
            problems.add(where + "test examples of classes that no training example has: " + Cells.some(unknown)
                    + "; must be trained on too");
        return problems;
    }

    private static boolean isConstant(Targets.Numbers numbers, int target) {
        float[] values = numbers.values();
        for (int i = target; i < values.length; i += numbers.outputs()) if (values[i] != values[target]) return false;
        return true;
    }

    private static boolean areAllTheSame(Examples pictures) {
        float[] first = pictures.rows(0, 1), other = new float[first.length];
        for (int i = 1; i < pictures.count(); i++) {
            pictures.copy(i, other, 0);
            if (!Arrays.equals(first, other)) return false;
        }
        return true;
    }

    private static List<String> names(List<DataDescription.Output> classes, Predicate<DataDescription.Output> which) {
        return classes.stream().filter(which).map(DataDescription.Output::name).toList();
    }

    /** How many of {@code test} have the inputs of one of {@code train}; equal 64-bit hashes count as equal. */
    public static int duplicates(Examples train, Examples test) {
        long[] known = hashes(train);
        Arrays.sort(known);
        int duplicates = 0;
        for (long hash : hashes(test)) if (Arrays.binarySearch(known, hash) >= 0) duplicates++;
        return duplicates;
    }

    private static long[] hashes(Examples examples) {
        float[] row = new float[examples.width()];
        long[] hashes = new long[examples.count()];
        for (int i = 0; i < hashes.length; i++) {
            examples.copy(i, row, 0);
            long hash = 1;
            for (float value : row) hash = (hash ^ Float.floatToRawIntBits(value)) * 0x9E3779B97F4A7C15L + (hash >>> 32);
            hashes[i] = hash;
        }
        return hashes;
    }
}

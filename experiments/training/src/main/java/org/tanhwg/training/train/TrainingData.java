package org.tanhwg.training.train;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tanhwg.datasets.Augmentation;
import org.tanhwg.datasets.DataCatalog;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.datasets.Targets;
import org.tanhwg.datasets.inputs.DataDescription;
import org.tanhwg.datasets.inputs.DataDescription.Kind;
import org.tanhwg.datasets.inputs.InputRecord;
import org.tanhwg.datasets.inputs.OutputRecord;
import org.tanhwg.datasets.inputs.OutputRecord.Task;
import org.tanhwg.datasets.inputs.PixelInputs;
import org.tanhwg.datasets.source.DataSource;
import org.tanhwg.training.run.RunResult;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.OwnData;
import org.tanhwg.training.settings.TrainSettings;

/**
 * The examples that settings name.
 *
 * @param place name of the data set, or path of one's own data
 * @param kind what lies there
 * @param inputs what a model must know of its data; empty for examples whose meaning nobody said
 * @param description what was understood of one's own data
 */
public record TrainingData(String place, Kind kind, Dataset dataset, Optional<InputRecord> inputs,
        Optional<DataDescription> description) {
    private static final int MOST_HELD_OUT = 5000;
    /** Pictures that are looked at for their background. */
    private static final int LOOKED_AT = 1000;

    /** @throws UserError when nothing can be trained on it, or not on as many of its examples as the settings say */
    public static TrainingData load(TrainSettings settings) {
        TrainingData data = OwnData.isPath(settings.data()) ? own(settings)
                : of(DataCatalog.standard(Optional.ofNullable(settings.dataDir()))
                        .load(settings.data()));
        Examples train = data.dataset.train();
        if (train.targets() instanceof Targets.Classes classes
                && (classes.outputs() < 2 || Arrays.stream(classes.labels()).distinct().limit(2).count() < 2))
            throw new UserError(data.place + ": every label is " + data.dataset.outputs().get(classes.labels()[0])
                    + "; a classifier needs at least two classes");
        if (settings.classWeights() != null && !(train.targets() instanceof Targets.Classes))
            throw new UserError("--class-weights = balanced: needs classes; the labels of " + data.place + " are none");
        requireFit(settings, data.dataset);
        return data;
    }

    /** A data set whose kind is known by its name. */
    public static TrainingData of(Dataset data) {
        Optional<InputRecord> inputs = data.train().shape().map(shape -> InputRecord.of(new PixelInputs(shape, 255,
                PixelInputs.border(data.train().rows(0, Math.min(LOOKED_AT, data.train().count())), shape), false),
                outputs(data), data.sha256()));
        return new TrainingData(data.name(), Kind.IDX, data, inputs, Optional.empty());
    }

    /** What examples are to be answered with, of which no more is known: numbers are then in standard deviations about their mean. */
    static OutputRecord outputs(Dataset data) {
        if (!(data.train().targets() instanceof Targets.Numbers numbers))
            return OutputRecord.of(Task.CLASSIFICATION, data.outputs());
        if (numbers.meaning() == Targets.Meaning.MULTI_LABEL) return OutputRecord.of(Task.MULTI_LABEL, data.outputs());
        return new OutputRecord(Task.REGRESSION, data.outputs(), Collections.nCopies(numbers.outputs(), 0.0),
                Collections.nCopies(numbers.outputs(), 1.0));
    }

    /** Whether numbers are to be predicted, not classes or labels. */
    public static boolean isOfNumbers(Dataset data) {
        return data.train().targets() instanceof Targets.Numbers numbers && numbers.meaning() == Targets.Meaning.REGRESSION;
    }

    private static TrainingData own(TrainSettings settings) {
        DataSource source = DataSource.open(Path.of(settings.data()), OwnData.options(settings));
        return new TrainingData(settings.data(), source.description().kind(), source.dataset(), Optional.of(source.inputs()),
                Optional.of(source.description()));
    }

    /** This, if its labels are classes. @param purpose what else cannot be done with it @throws UserError when they are numbers */
    public TrainingData requireClasses(String purpose) {
        if (dataset.train().targets() instanceof Targets.Classes) return this;
        throw new UserError(place + ": its labels are numbers; " + purpose
                + " needs classes (--label names another column, --task classification"
                + " takes whole numbers as classes)");
    }

    /** This, if no example weighs more than another. @param purpose what knows no weights @throws UserError when some do */
    public TrainingData requireEqualWeights(String purpose) {
        if (dataset.train().weights().isEmpty()) return this;
        throw new UserError("--weight: is not for " + purpose + "; leave it out");
    }

    /** What {@code result.json} says of it. */
    public RunResult.Data summary() {
        boolean classes = dataset.train().targets() instanceof Targets.Classes;
        List<String> names = dataset.outputs();
        return new RunResult.Data(place, kind.toString().toLowerCase(Locale.ROOT), dataset.train().count(),
                dataset.test().count(),
                classes ? names : null, classes ? null : names, dataset.train().width());
    }

    /** Which examples a network is trained on, and which it is measured on: validation examples where settings want some, else the test examples. */
    public static Examples.Split split(TrainSettings settings, Dataset data) {
        Examples drawn = settings.trainExamples() == 0 ? data.train()
                : data.train().sample(settings.trainExamples(), settings.seed());
        int held = settings.heldOut(drawn.count());
        Examples.Split split = held > 0 ? drawn.split(held, settings.seed()) : new Examples.Split(drawn, data.test());
        return settings.classWeights() == null ? split : new Examples.Split(split.train().balanced(), split.validation());
    }

    /** How many of so many training examples are held out to choose settings on, where nobody said: a fifth, at most 5000. */
    public static int fifth(int examples) {
        return Math.max(1, Math.min(MOST_HELD_OUT, examples / 5));
    }

    /** The settings with the epochs that the smallest number of steps asks for on these data. */
    public static TrainSettings sized(TrainSettings settings, Dataset data) {
        int drawn = settings.trainExamples() == 0 ? data.train().count() : settings.trainExamples();
        int train = Math.max(1, drawn - settings.heldOut(drawn));
        return settings.sized((train + settings.batch() - 1) / settings.batch());
    }

    /** @throws UserError when the settings want more examples than there are, or an encoding that does not fit them */
    public static void requireFit(TrainSettings settings, Dataset data) {
        requireFit(settings, data.name(), data.train(), data.train().count());
    }

    /**
     * Checks settings against training examples that are elsewhere.
     *
     * @param like examples of the same kind
     * @param all number of training examples
     */
    public static void requireFit(TrainSettings settings, String name, Examples like, int all) {
        Networks.encoding(settings, like);
        settings.augmentation().ifPresent(changes -> requireFit(changes, like));
        String there = "there are %d training examples in " + name;
        if (settings.trainExamples() > all)
            throw new UserError("--train-examples = " + settings.trainExamples() + ": must be in [0, " + all + "], "
                    + String.format(Locale.ROOT, there, all));
        int drawn = settings.trainExamples() == 0 ? all : settings.trainExamples();
        int held = settings.heldOut(drawn);
        if (held >= drawn)
            throw new UserError((settings.validation() > 0 ? "--validation = " : "--validation-share: holds out ") + held
                    + ": must be in [0, " + (drawn - 1) + "], "
                    + (drawn == all ? String.format(Locale.ROOT, there, all) : "--train-examples is " + drawn));
    }

    private static void requireFit(Augmentation changes, Examples like) {
        ImageShape shape = like.shape()
                .orElseThrow(() -> new UserError("--augment: changes pictures; these examples are not the pixels of one"));
        try {
            changes.requireFit(shape);
        } catch (IllegalArgumentException e) {
            throw new UserError("--augment = " + changes + ": " + e.getMessage(), e);
        }
    }
}

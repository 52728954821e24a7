package org.tanhwg.datasets.array;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.tanhwg.core.compact.Cells;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.DataFiles;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.Holdout;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.datasets.Targets;
import org.tanhwg.datasets.inputs.DataDescription;
import org.tanhwg.datasets.inputs.DataOptions;
import org.tanhwg.datasets.inputs.LabelSet;
import org.tanhwg.datasets.inputs.OutputRecord;
import org.tanhwg.datasets.inputs.PixelScale;
import org.tanhwg.datasets.inputs.Reading;

/** Pictures and labels in one .npz file, under the names that Keras, MedMNIST and others give them. */
public final class NpzReader {
    /** Names of training pictures and labels, then validation and test; in small letters. */
    private static final List<List<String>> NAMES = List.of(List.of("x_train", "y_train", "x_val", "y_val", "x_test", "y_test"),
            List.of("train_images", "train_labels", "val_images", "val_labels", "test_images", "test_labels"),
            List.of("x", "y", "", "", "", ""), List.of("images", "labels", "", "", "", ""),
            List.of("data", "target", "", "", "", ""));

    private final Path path;
    private final DataOptions options;
    private final List<String> notes = new ArrayList<>();

    private NpzReader(Path path, DataOptions options) {
        this.path = path;
        this.options = options;
    }

    /** A side: pictures and as many labels. */
    private record Side(NpyArray pictures, NpyArray labels) {}

    /** @throws DataException if the file cannot be read, or does not hold pictures with labels */
    public static Reading read(Path path, DataOptions options) {
        return new NpzReader(path, options).read();
    }

    private Reading read() {
        List<Side> sides = new ArrayList<>();
        boolean tested;
        try (NpzFile file = new NpzFile(path)) {
            List<String> there = file.names();
            List<String> names = NAMES.stream().map(wanted -> found(there, wanted))
                    .filter(some -> !some.get(0).isEmpty() && !some.get(1).isEmpty())
                    .findFirst().orElseThrow(() -> new DataException(path.toString(), "holds " + Cells.some(there)
                            + "; must hold x_train and y_train, or train_images and train_labels"));
            tested = !names.get(4).isEmpty() && !names.get(5).isEmpty();
            for (int i = 0; i < names.size(); i += 2)
                if (!names.get(i).isEmpty() && !names.get(i + 1).isEmpty()) sides.add(side(file, names.get(i), names.get(i + 1)));
        }
        if (sides.size() == (tested ? 3 : 2))
            notes.add(DataFiles.grouped(sides.get(1).pictures.count())
                    + " examples of validation are training examples here, after the others");
        return reading(sides, tested);
    }

    private static List<String> found(List<String> there, List<String> wanted) {
        return wanted.stream()
                .map(name -> there.stream().filter(one -> one.toLowerCase(Locale.ROOT).equals(name)).findFirst().orElse(""))
                .toList();
    }

    private static Side side(NpzFile file, String pictures, String labels) {
        Side side = new Side(file.read(pictures), file.read(labels));
        if (side.pictures.count() != side.labels.count())
            throw new DataException(side.labels.name(), DataFiles.grouped(side.labels.count()) + " labels for "
                    + DataFiles.grouped(side.pictures.count()) + " examples; must be as many");
        return side;
    }

    private Reading reading(List<Side> sides, boolean tested) {
        Side first = sides.get(0);
        ImageShape shape = shape(first.pictures);
        for (Side side : sides)
            if (!shape(side.pictures).equals(shape))
                throw new DataException(side.pictures.name(),
                        "pictures of " + shape(side.pictures) + ", but training pictures of " + shape
                                + "; must be equal");
        LabelSet labels = labels(sides);
        int[] all = IntStream.range(0, labels.rows()).toArray();
        int testFrom = tested ? all.length - sides.get(sides.size() - 1).pictures.count() : all.length;
        Holdout rows = tested ? new Holdout(Arrays.copyOfRange(all, 0, testFrom), Arrays.copyOfRange(all, testFrom, all.length))
                : labels.holdout(options.testShare(), options.seed()).requireBoth(path.toString());
        if (!tested) notes.add(rows.note(options.testShare(), options.seed()));
        OutputRecord outputs = labels.outputs(rows.train());
        List<Side> trained = tested ? sides.subList(0, sides.size() - 1) : sides;
        IntToDoubleFunction train = samples(trained);
        int trainCount = trained.stream().mapToInt(side -> side.pictures.count()).sum();
        PixelScale scale = PixelScale.of(first.pictures.name(), Math.multiplyExact(trainCount, (int) shape.size()), train);
        int[] trainRows = Arrays.copyOfRange(all, 0, trainCount);
        Examples trainSide = examples(scale, trained, shape, labels.targets(trainRows, outputs));
        Examples testSide;
        if (tested) {
            testSide = examples(scale, sides.subList(sides.size() - 1, sides.size()), shape,
                    labels.targets(rows.test(), outputs));
        } else {
            testSide = trainSide.select(rows.test(), 0, rows.test().length);
            trainSide = trainSide.select(rows.train(), 0, rows.train().length);
        }
        Dataset data = new Dataset(path.getFileName().toString(), trainSide, testSide, DataFiles.sha256(List.of(path)),
                outputs.names());
        return Reading.ofPictures(path.toString(), DataDescription.Kind.NPZ,
                "NumPy arrays " + NpyArray.words(first.pictures.shape()), data, outputs, scale.scale(), false, notes);
    }

    /** The bytes of one array are not copied. */
    private static Examples examples(PixelScale scale, List<Side> sides, ImageShape shape, Targets targets) {
        NpyArray first = sides.get(0).pictures;
        if (sides.size() == 1 && first.isPlainBytes())
            return Examples.ofPixels(first.planes(), (float) scale.scale(), shape, targets);
        return scale.examples(first.name(), targets.count(), samples(sides), shape, targets);
    }

    private ImageShape shape(NpyArray pictures) {
        int[] lengths = pictures.shape();
        ImageShape its = switch (lengths.length) {
            case 4 -> pictures.channelsLast() ? new ImageShape(lengths[1], lengths[2], lengths[3])
                    : new ImageShape(lengths[2], lengths[3], lengths[1]);
            case 3 -> new ImageShape(lengths[1], lengths[2]);
            default ->
                options.size().orElseThrow(() -> new DataException(pictures.name(), "is an array of " + NpyArray.words(lengths)
                        + "; pictures have 3 or 4 dimensions, rows of pixels want a size such as 28x28"));
        };
        if (its.size() != pictures.width() || its.channels() != 1 && its.channels() != 3
                || !its.equals(options.size().orElse(its)))
            throw new DataException(pictures.name(), "is an array of " + NpyArray.words(lengths) + "; must be pictures"
                    + options.size().map(wanted -> " of " + wanted).orElse("") + " with 1 or 3 channels");
        return its;
    }

    private static IntToDoubleFunction samples(List<Side> sides) {
        int width = sides.get(0).pictures.width();
        int[] firsts = new int[sides.size()];
        for (int s = 1; s < firsts.length; s++) firsts[s] = firsts[s - 1] + sides.get(s - 1).pictures.count();
        int[][] places = sides.stream().map(side -> side.pictures.places()).toArray(int[][]::new);
        return i -> {
            int item = i / width, s = firsts.length - 1;
            while (firsts[s] > item) s--;
            NpyArray its = sides.get(s).pictures;
            return its.at((item - firsts[s]) * its.stride() + places[s][i % width]);
        };
    }

    private LabelSet labels(List<Side> sides) {
        int k = sides.get(0).labels.width();
        for (Side side : sides)
            if (side.labels.width() != k)
                throw new DataException(side.labels.name(),
                        side.labels.width() + " labels an example, but " + k + " in training; must be equal");
        double[] values = sides.stream().flatMapToDouble(side -> {
            int[] places = side.labels.places();
            return IntStream.range(0, side.labels.count() * k)
                    .mapToDouble(i -> side.labels.at(i / k * side.labels.stride() + places[i % k]));
        }).toArray();
        List<String> names = k == 1 ? List.of("label") : IntStream.range(0, k).mapToObj(Integer::toString).toList();
        return LabelSet.ofNumbers(sides.get(0).labels.name(), values, names, options.task());
    }
}

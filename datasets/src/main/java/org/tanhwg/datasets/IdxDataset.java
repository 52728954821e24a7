package org.tanhwg.datasets;

import static org.tanhwg.datasets.DataFiles.grouped;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes a data set of four IDX files that belong together. */
final class IdxDataset {
    private IdxDataset() {}

    /**
     * What is known beforehand of a published data set.
     *
     * @param sums      SHA-256 of the unpacked files, in the order of {@link IdxFolder.Part}
     * @param publisher folder from which the gzipped files can be downloaded
     * @param debian    package of the Debian distribution that holds it
     */
    record Known(String name, int classes, List<String> sums, Optional<URI> publisher, Optional<String> debian) {
        static final Known MNIST = new Known("mnist", 10, List.of(
                "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
                "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
                "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
                "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"), Optional.empty(), Optional.empty());

        /** The bucket that the README of github.com/zalandoresearch/fashion-mnist names, by its https address. */
        static final Known FASHION_MNIST = new Known("fashion-mnist", 10, List.of(
                "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
                "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
                "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
                "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
                Optional.of(URI.create("https://fashion-mnist.s3.eu-central-1.amazonaws.com/")),
                Optional.of("dataset-fashion-mnist"));
    }

    /**
     * Reads all four files of {@code folder}.
     *
     * @param known if present, gives the number of classes and the checksums; else the classes are the labels that occur, in their order
     * @throws DataException if a file is bad or does not belong to the others, or all training labels are one
     */
    static Dataset read(String name, IdxFolder folder, Optional<Known> known) {
        List<IdxArray> files = Arrays.stream(IdxFolder.Part.values()).map(folder::read).toList();
        IdxArray trainImages = files.get(0), trainLabels = files.get(1), testImages = files.get(2), testLabels = files.get(3);
        if (!shape(trainImages).equals(shape(testImages)))
            throw new DataException(testImages.name(),
                    String.format(Locale.ROOT, "images of %s, but training images of %s; must be equal", shape(testImages),
                            shape(trainImages)));
        checkTogether(trainImages, trainLabels);
        checkTogether(testImages, testLabels);
        int[] classes = known.map(data -> IntStream.range(0, data.classes())).orElseGet(
                () -> IntStream.concat(Arrays.stream(trainLabels.unsigned()), Arrays.stream(testLabels.unsigned())).distinct()
                        .sorted())
                .toArray();
        Examples train = examples(trainImages, trainLabels, classes);
        Examples test = examples(testImages, testLabels, classes);
        if (Arrays.stream(train.labels()).distinct().limit(2).count() < 2)
            throw new DataException(name,
                    "every label is " + classes[train.labels()[0]] + "; a classifier needs at least two classes");
        known.ifPresent(data -> checkSums(data, files));
        String sums = files.stream().map(IdxArray::sha256).collect(Collectors.joining());
        return new Dataset(name, train, test,
                HexFormat.of().formatHex(DataFiles.newSha256().digest(sums.getBytes(StandardCharsets.US_ASCII))),
                Arrays.stream(classes).mapToObj(Integer::toString).toList());
    }

    /** @throws DataException unless there are as many labels as images */
    static void checkTogether(IdxArray images, IdxArray labels) {
        if (images.count() != labels.count())
            throw new DataException(labels.name(),
                    String.format(Locale.ROOT, "%s labels for %s images; the two files do not belong together",
                            grouped(labels.count()), grouped(images.count())));
    }

    private static Examples examples(IdxArray images, IdxArray labels, int[] classes) {
        int[] numbers = labels.unsigned();
        for (int i = 0; i < numbers.length; i++) {
            int number = Arrays.binarySearch(classes, numbers[i]);
            if (number < 0)
                throw new DataException(labels.name(), "label " + numbers[i] + " of example " + grouped(i)
                        + " (counted from 0); must be in [0, " + (classes.length - 1) + "]");
            numbers[i] = number;
        }
        return Examples.ofPixels(images.values(), 255, shape(images), new Targets.Classes(numbers, classes.length));
    }

    private static ImageShape shape(IdxArray images) {
        return new ImageShape(images.shape()[1], images.shape()[2]);
    }

    private static void checkSums(Known known, List<IdxArray> files) {
        for (int i = 0; i < files.size(); i++)
            if (!files.get(i).sha256().equals(known.sums().get(i)))
                throw new DataException(files.get(i).name(),
                        String.format(Locale.ROOT,
                                "is not the published file of %s (SHA-256 %s, must be %s); data of your own needs another name",
                                known.name(), files.get(i).sha256(), known.sums().get(i)));
    }
}

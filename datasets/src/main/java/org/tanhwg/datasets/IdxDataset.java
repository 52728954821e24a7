package org.tanhwg.datasets;

import static org.tanhwg.datasets.IdxArray.grouped;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes a data set of four IDX files that belong together. */
final class IdxDataset {
    private IdxDataset() {}

    /**
     * Reads all four files of {@code folder}.
     *
     * @param known if present, gives the number of classes and the checksums; else the classes are 0 to the largest label
     * @throws DataException if a file is bad or does not belong to the others
     */
    static Dataset read(String name, IdxFolder folder, Optional<KnownData> known) {
        List<IdxArray> files = Arrays.stream(IdxPart.values()).map(folder::read).toList();
        IdxArray trainImages = files.get(0), trainLabels = files.get(1), testImages = files.get(2), testLabels = files.get(3);
        if (!shape(trainImages).equals(shape(testImages)))
            throw new DataException(testImages.name(),
                    "images of %s, but training images of %s; must be equal".formatted(shape(testImages), shape(trainImages)));
        checkTogether(trainImages, trainLabels);
        checkTogether(testImages, testLabels);
        int classes = known.map(KnownData::classes).orElseGet(
                () -> Stream.of(trainLabels, testLabels).flatMapToInt(file -> Arrays.stream(file.unsigned())).max().getAsInt()
                        + 1);
        Examples train = examples(trainImages, trainLabels, classes);
        Examples test = examples(testImages, testLabels, classes);
        known.ifPresent(data -> checkSums(data, files));
        String sums = files.stream().map(IdxArray::sha256).collect(Collectors.joining());
        return new Dataset(name, train, test,
                HexFormat.of().formatHex(IdxArray.newSha256().digest(sums.getBytes(StandardCharsets.US_ASCII))));
    }

    /** @throws DataException unless there are as many labels as images */
    static void checkTogether(IdxArray images, IdxArray labels) {
        if (images.count() != labels.count())
            throw new DataException(labels.name(), "%s labels for %s images; the two files do not belong together"
                    .formatted(grouped(labels.count()), grouped(images.count())));
    }

    private static Examples examples(IdxArray images, IdxArray labels, int classes) {
        int[] numbers = labels.unsigned();
        for (int i = 0; i < numbers.length; i++)
            if (numbers[i] >= classes)
                throw new DataException(labels.name(), "label %d of example %s (counted from 0); must be in [0, %d]"
                        .formatted(numbers[i], grouped(i), classes - 1));
        ImageShape shape = shape(images);
        return new Examples(images.scaled(), shape.height() * shape.width(), numbers, classes, Optional.of(shape));
    }

    private static ImageShape shape(IdxArray images) {
        return new ImageShape(images.shape()[1], images.shape()[2]);
    }

    private static void checkSums(KnownData known, List<IdxArray> files) {
        for (int i = 0; i < files.size(); i++)
            if (!files.get(i).sha256().equals(known.sums().get(i)))
                throw new DataException(files.get(i).name(),
                        "is not the published file of %s (SHA-256 %s, must be %s); data of your own needs another name"
                                .formatted(known.name(), files.get(i).sha256(), known.sums().get(i)));
    }
}

package org.tanhwg.training.train;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;

/** Trainings that take a moment: images of 3 × 3 pixels with one bright column, which is the class. */
public final class TinyRuns {
    private static final int SIDE = 3;

    private TinyRuns() {}

    public static Dataset data() { return new Dataset("columns", examples(120, 1), examples(30, 2), "5f".repeat(32)); }

    private static Examples examples(int count, long seed) {
        var random = new SplittableRandom(seed);
        float[] pixels = new float[count * SIDE * SIDE];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = random.nextInt(SIDE);
            for (int p = 0; p < SIDE * SIDE; p++)
                pixels[i * SIDE * SIDE + p] = (float) (0.3 * random.nextDouble() + (p % SIDE == labels[i] ? 0.7 : 0));
        }
        return new Examples(pixels, SIDE * SIDE, labels, SIDE, Optional.of(new ImageShape(SIDE, SIDE)));
    }

    /** Three epochs of twelve steps. @param others keys and values in turn */
    public static TrainSettings settings(String... others) {
        var given = new LinkedHashMap<>(Map.of("layers", "6", "epochs", "3", "batch", "10", "consolidate-every", "4"));
        for (int i = 0; i < others.length; i += 2) given.put(others[i], others[i + 1]);
        if (!"tan-hwg".equals(given.getOrDefault("optimizer", "tan-hwg"))) given.remove("consolidate-every");
        return SettingsReader.read(given, Optional.empty());
    }

    /** Settings that find the data in a folder, which is filled first. */
    public static TrainSettings settingsOn(Path folder, String... others) throws IOException {
        write(folder, "train", data().train());
        write(folder, "t10k", data().test());
        return settings(Stream.concat(Stream.of("data", "columns", "data-dir", folder.toString()), Stream.of(others))
                .toArray(String[]::new));
    }

    private static void write(Path folder, String part, Examples examples) throws IOException {
        Files.createDirectories(folder);
        try (var out = new DataOutputStream(Files.newOutputStream(folder.resolve(part + "-images-idx3-ubyte")))) {
            for (int number : new int[] {0x0803, examples.count(), SIDE, SIDE}) out.writeInt(number);
            for (float pixel : examples.features()) out.writeByte(Math.round(255 * Math.min(1, pixel)));
        }
        try (var out = new DataOutputStream(Files.newOutputStream(folder.resolve(part + "-labels-idx1-ubyte")))) {
            for (int number : new int[] {0x0801, examples.count()}) out.writeInt(number);
            for (int label : examples.labels()) out.writeByte(label);
        }
    }
}

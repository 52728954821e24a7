package org.tanhwg.spark;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tanhwg.datasets.Examples;
import org.tanhwg.training.settings.TrainSettings;

/** The examples that settings draw, at the places where a training in one process has them. */
record Drawn(int[] places) implements Choice {
    private static final int LEFT_OUT = -1;

    /** What a network is trained on. */
    static Choice forTraining(TrainSettings settings, int count) {
        if (settings.trainExamples() == 0 && settings.validation() == 0) return ALL;
        int[] drawn = drawn(settings, count);
        return at(count, Arrays.copyOf(drawn, drawn.length - settings.validation()));
    }

    /** What is held out of that. */
    static Choice forValidation(TrainSettings settings, int count) {
        int[] drawn = drawn(settings, count);
        return at(count, Arrays.copyOfRange(drawn, drawn.length - settings.validation(), drawn.length));
    }

    private static int[] drawn(TrainSettings settings, int count) {
        int[] sample = settings.trainExamples() == 0 ? IntStream.range(0, count).toArray()
                : Arrays.copyOf(Examples.order(count, settings.seed()), settings.trainExamples());
        if (settings.validation() == 0) return sample;
        return IntStream.of(Examples.order(sample.length, settings.seed())).map(i -> sample[i]).toArray();
    }

    private static Choice at(int count, int[] examples) {
        int[] places = new int[count];
        Arrays.fill(places, LEFT_OUT);
        for (int place = 0; place < examples.length; place++) places[examples[place]] = place;
        return new Drawn(places);
    }

    @Override public long place(long example) {
        return places[(int) example];
    }
}

package org.tanhwg.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.tanhwg.datasets.Examples;
import org.tanhwg.training.settings.TrainSettings;

/** Which examples of a data set take part, and in which order. */
public interface Choice extends Serializable {

    /** All, as they come. */
    Choice ALL = example -> example;

    /** Place of an example among those that take part, from 0; −1 if it does not. */
    long place(long example);

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

    /** These examples, at the places where a training in one process has them. */
    private static Choice at(int count, int[] examples) {
        int[] places = new int[count];
        Arrays.fill(places, -1);
        for (int place = 0; place < examples.length; place++) places[examples[place]] = place;
        return example -> places[(int) example];
    }
}

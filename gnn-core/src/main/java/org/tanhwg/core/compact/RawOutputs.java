package org.tanhwg.core.compact;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.tanhwg.core.Checks;

/**
 * What a network's outputs mean.
 *
 * @param task       what was asked of the network
 * @param names      of the classes, numbers or labels in the order of the outputs
 * @param means      of numbers over the training rows, else empty
 * @param deviations of numbers over the training rows, positive, else empty
 * @param residuals  deviations of numbers from their predictions over held-out rows, in their own units; empty where they are not known
 */
public record RawOutputs(Task task, List<String> names, List<Double> means, List<Double> deviations, List<Double> residuals) {

    /** What is asked of a network. The order of the constants is part of the file format. */
    public enum Task {
        /** A probability for each class. */
        CLASSES,
        /** Numbers in their own units. */
        NUMBERS,
        /** A probability for each label, of which several may be there. */
        LABELS
    }

    /** @throws IllegalArgumentException unless numbers, and they alone, have a mean and a positive deviation each */
    public RawOutputs {
        names = List.copyOf(names);
        means = List.copyOf(means);
        deviations = List.copyOf(deviations);
        residuals = List.copyOf(residuals);
        int scales = task == Task.NUMBERS ? names.size() : 0;
        Checks.size("means", means.size(), scales);
        Checks.size("deviations", deviations.size(), scales);
        if (!residuals.isEmpty()) Checks.size("residuals", residuals.size(), scales);
        for (double mean : means) Checks.finite("mean", mean);
        for (double deviation : deviations) Checks.positive("deviation", deviation);
        for (double residual : residuals) Checks.nonNegative("residual", residual);
    }

    /** Classes or labels, which have no scale. */
    public static RawOutputs of(Task task, List<String> names) {
        return new RawOutputs(task, names, List.of(), List.of(), List.of());
    }

    /** What a network's answer says: numbers in their own units, probabilities as they are. */
    public double[] unscaled(float[] answer) {
        double[] result = new double[answer.length];
        Arrays.setAll(result, i -> means.isEmpty() ? answer[i] : means.get(i) + deviations.get(i) * answer[i]);
        return result;
    }

    /** The name of the most probable class. @param answer as {@link #unscaled} gives it */
    public String best(double[] answer) {
        double most = DoubleStream.of(answer).max().orElseThrow();
        int best = 0;
        while (answer[best] != most) best++;
        return names.get(best);
    }
}

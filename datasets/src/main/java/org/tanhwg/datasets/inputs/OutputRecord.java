package org.tanhwg.datasets.inputs;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.tanhwg.core.compact.RawOutputs;

/**
 * What a network's outputs mean.
 *
 * @param task       what is asked of the network
 * @param names      of the classes in the order of their numbers, or of the targets
 * @param means      of each target over the training rows, under regression; else empty
 * @param deviations of each target over the training rows, positive, under regression; else empty
 * @param residuals  deviations of each target from its prediction over held-out rows, in its own units; empty where they are not known
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record OutputRecord(Task task, List<String> names, @JsonInclude List<Double> means, @JsonInclude List<Double> deviations,
        List<Double> residuals) {

    /** What is asked of a network. */
    public enum Task {
        /** One class of several. */
        CLASSIFICATION,
        /** One or more numbers. */
        REGRESSION,
        /** Several labels at once, each there or not. */
        @JsonAlias("multi-label")
        MULTI_LABEL
    }

    public OutputRecord {
        names = List.copyOf(names);
        means = List.copyOf(means);
        deviations = List.copyOf(deviations);
        residuals = residuals == null ? List.of() : List.copyOf(residuals);
        int scales = task == Task.REGRESSION ? names.size() : 0;
        if (means.size() != scales || deviations.size() != scales)
            throw new IllegalArgumentException("means and deviations must be " + scales);
        if (!residuals.isEmpty() && residuals.size() != scales)
            throw new IllegalArgumentException("residuals must be " + scales + " or none");
        for (double deviation : deviations)
            if (!(deviation > 0)) throw new IllegalArgumentException("deviation = " + deviation + ": must be positive");
    }

    /** Outputs of which it is not known how far predictions are off. */
    public OutputRecord(Task task, List<String> names, List<Double> means, List<Double> deviations) {
        this(task, names, means, deviations, List.of());
    }

    /** These outputs with what is known of the errors of predictions. */
    public OutputRecord withResiduals(List<Double> found) {
        return new OutputRecord(task, names, means, deviations, found);
    }

    /** Outputs without a scale: classes, or several labels. */
    public static OutputRecord of(Task task, List<String> names) {
        return new OutputRecord(task, names, List.of(), List.of());
    }

    static OutputRecord of(RawOutputs raw) {
        Task asked = switch (raw.task()) {
            case CLASSES -> Task.CLASSIFICATION;
            case NUMBERS -> Task.REGRESSION;
            case LABELS -> Task.MULTI_LABEL;
        };
        return new OutputRecord(asked, raw.names(), raw.means(), raw.deviations(), raw.residuals());
    }

    /** These outputs as a compact network carries them. */
    public RawOutputs raw() {
        RawOutputs.Task asked = switch (task) {
            case CLASSIFICATION -> RawOutputs.Task.CLASSES;
            case REGRESSION -> RawOutputs.Task.NUMBERS;
            case MULTI_LABEL -> RawOutputs.Task.LABELS;
        };
        return new RawOutputs(asked, names, means, deviations, residuals);
    }

    /** The target that an output stands for, in the target's own units; under regression only. */
    public double unscaled(int target, double output) {
        return means.get(target) + deviations.get(target) * output;
    }
}

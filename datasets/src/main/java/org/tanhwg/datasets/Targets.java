package org.tanhwg.datasets;

import java.util.Arrays;
import org.tanhwg.core.Checks;

/**
 * What examples are to be answered with, one row of {@link #outputs()} numbers for each.
 *
 * <p>Arrays are shared, not copied: whoever gets them must not write to them.
 */
public sealed interface Targets {
    /** Number of examples. */
    int count();

    /** Numbers that a network answers with: classes, or targets. */
    int outputs();

    /** Writes row {@code example} to {@code into}, from place {@code at}; what was there is 0 before. */
    void write(int example, float[] into, int at);

    /** The rows {@code order[from]} … {@code order[to − 1]}. */
    Targets select(int[] order, int from, int to);

    /** These rows and then those of others of the same kind. */
    Targets and(Targets others);

    /** One class for each example: a row is 1 at its class and 0 elsewhere. @param labels class numbers in [0, classes) */
    record Classes(int[] labels, int classes) implements Targets {
        public Classes {
            Checks.atLeast("classes", classes, 1);
            for (int i = 0; i < labels.length; i++)
                if (labels[i] < 0 || labels[i] >= classes)
                    throw new IllegalArgumentException("labels[" + i + "] = " + labels[i] + ": must be in [0, " + classes + ")");
        }

        @Override public int count() {
            return labels.length;
        }

        @Override public int outputs() {
            return classes;
        }

        @Override public void write(int example, float[] into, int at) {
            into[at + labels[example]] = 1;
        }

        @Override public Classes select(int[] order, int from, int to) {
            int[] chosen = new int[to - from];
            for (int i = from; i < to; i++) chosen[i - from] = labels[order[i]];
            return new Classes(chosen, classes);
        }

        @Override public Classes and(Targets others) {
            int[] more = ((Classes) others).labels;
            int[] all = Arrays.copyOf(labels, labels.length + more.length);
            System.arraycopy(more, 0, all, labels.length, more.length);
            return new Classes(all, classes);
        }
    }

    /** What rows of numbers are. */
    enum Meaning {
        /** Numbers to be predicted, in units of their deviation about their mean over the training examples. */
        REGRESSION,
        /** Several labels at once, each 0 or 1. */
        MULTI_LABEL
    }

    /** Numbers for each example. @param values n × outputs, example after example; finite */
    record Numbers(float[] values, int outputs, Meaning meaning) implements Targets {
        public Numbers {
            Checks.atLeast("outputs", outputs, 1);
            if (values.length % outputs != 0)
                throw new IllegalArgumentException("values has length " + values.length + ": must be a multiple of " + outputs);
            for (int i = 0; i < values.length; i++)
                if (!Float.isFinite(values[i]) || meaning == Meaning.MULTI_LABEL && values[i] != 0 && values[i] != 1)
                    throw new IllegalArgumentException("values[" + i + "] = " + values[i] + ": must be "
                            + (meaning == Meaning.MULTI_LABEL ? "0 or 1" : "finite"));
        }

        @Override public int count() {
            return values.length / outputs;
        }

        @Override public void write(int example, float[] into, int at) {
            System.arraycopy(values, example * outputs, into, at, outputs);
        }

        @Override public Numbers select(int[] order, int from, int to) {
            float[] chosen = new float[(to - from) * outputs];
            for (int i = from; i < to; i++)
                System.arraycopy(values, order[i] * outputs, chosen, (i - from) * outputs, outputs);
            return new Numbers(chosen, outputs, meaning);
        }

        @Override public Numbers and(Targets others) {
            float[] more = ((Numbers) others).values;
            float[] all = Arrays.copyOf(values, values.length + more.length);
            System.arraycopy(more, 0, all, values.length, more.length);
            return new Numbers(all, outputs, meaning);
        }
    }
}

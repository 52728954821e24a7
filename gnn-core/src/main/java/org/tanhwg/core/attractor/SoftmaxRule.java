package org.tanhwg.core.attractor;

import java.util.ArrayList;
import java.util.List;
import org.tanhwg.core.Checks;

/** Keeps all patterns for a {@link SoftmaxMemory}. */
public final class SoftmaxRule implements StorageRule {
    private final int units;
    private final States states;
    private final List<float[]> stored = new ArrayList<>();

    /** Nothing stored. */
    public SoftmaxRule(int units, States states) {
        this.states = states;
        this.units = Checks.atLeast("units", units, 1);
    }

    @Override public void store(float[][] patterns) {
        stored.addAll(List.of(states.checked(units, patterns)));
    }

    /** @throws IllegalStateException when nothing has been stored */
    @Override public SoftmaxMemory memory() {
        if (stored.isEmpty()) throw new IllegalStateException("a softmax memory needs a pattern");
        return new SoftmaxMemory(stored.toArray(float[][]::new), states);
    }
}

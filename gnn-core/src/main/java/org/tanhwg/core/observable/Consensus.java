package org.tanhwg.core.observable;

import java.util.ArrayList;
import java.util.List;
import org.tanhwg.core.Checks;
import org.tanhwg.core.Contents;

/**
 * Fields that take each other as signal (Rem 5.19, theory §3): s_i = Σ_j coupling_ij p_j, p_i⁺ = (1−η)p_i + ηs_i at the
 * observable level.
 *
 * <p>Two fields that look at each other: updated together, p − q is multiplied by 1 − 2η and the mean is kept; updated one after
 * the other, by (1−η)².
 *
 * @param coupling row i is a probability: how much field i looks at each field; square
 * @param eta contraction factor, in [0, 1]
 */
public record Consensus(double[][] coupling, double eta) {

    /** @throws IllegalArgumentException if a row is not a probability of the right length or eta is outside [0, 1] */
    public Consensus {
        coupling = coupling.clone();
        Checks.atLeast("coupling.length", coupling.length, 1);
        for (int i = 0; i < coupling.length; i++) {
            coupling[i] = Checks.probability("coupling[" + i + "]", coupling[i]).clone();
            Checks.size("coupling[" + i + "].length", coupling[i].length, coupling.length);
        }
        Checks.inRange("eta", eta, 0, 1);
    }

    /** Two fields, each the signal of the other. */
    public static Consensus pair(double eta) {
        return new Consensus(new double[][] {{0, 1}, {1, 0}}, eta);
    }

    /** All fields move at once, each towards the others' old states. */
    public List<double[]> together(List<double[]> fields) {
        check(fields);
        List<double[]> next = new ArrayList<>();
        for (int i = 0; i < coupling.length; i++) next.add(moved(fields, i));
        return next;
    }

    /** Fields move in order, each towards the newest states. */
    public List<double[]> inTurn(List<double[]> fields) {
        check(fields);
        List<double[]> next = new ArrayList<>(fields);
        for (int i = 0; i < coupling.length; i++) next.set(i, moved(next, i));
        return next;
    }

    private double[] moved(List<double[]> fields, int i) {
        double[] signal = new double[fields.get(i).length];
        for (int j = 0; j < coupling.length; j++) {
            for (int x = 0; x < signal.length; x++) signal[x] += coupling[i][j] * fields.get(j)[x];
        }
        return new MovingAverage(eta).next(fields.get(i), signal);
    }

    private void check(List<double[]> fields) {
        Checks.size("fields.size()", fields.size(), coupling.length);
        for (int i = 0; i < fields.size(); i++) {
            Checks.finite("fields[" + i + "]", fields.get(i));
            Checks.size("fields[" + i + "].length", fields.get(i).length, fields.get(0).length);
        }
    }

    @Override public boolean equals(Object other) { return Contents.equal(this, other); }
    @Override public int hashCode() { return Contents.hash(this); }
    @Override public String toString() { return Contents.text(this); }
}

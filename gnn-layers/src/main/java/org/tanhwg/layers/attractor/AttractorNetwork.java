package org.tanhwg.layers.attractor;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.tanhwg.core.Checks;
import org.tanhwg.layers.kernel.Rows;

/**
 * Units that follow their fields z_y = Σ_x J_yx s_x + θ_y. No unit is its own input: J_yy = 0.
 *
 * <p>The energy of a state is −(1/d) Σ_y s_y z_y/|J_y|, the correlation of theory §4 with the state itself as feedback. Where J is
 * symmetric and its rows are equally long it falls along a recall; else it need not.
 */
public final class AttractorNetwork implements PatternMemory {
    private static final int SIGN_STEPS = 50;
    private static final int GRADED_STEPS = 150;
    private static final float FOLLOWED = 0.3f;
    private static final double SLOPE = 2;

    private final float[][] weights;
    private final float[] biases;
    private final double[] lengths;

    /**
     * A network.
     *
     * @param weights J, one row of d inputs for each of d ≥ 1 units; the array is kept, not copied
     * @param biases θ
     * @throws IllegalArgumentException when sizes differ, a number is not finite or a unit is its own input
     */
    public AttractorNetwork(float[][] weights, float[] biases) {
        Checks.atLeast("weights.length", weights.length, 1);
        Checks.size("biases.length", biases.length, weights.length);
        this.weights = weights;
        this.biases = biases;
        lengths = new double[weights.length];
        for (int y = 0; y < weights.length; y++) {
            Checks.size("weights[" + y + "].length", weights[y].length, weights.length);
            if (weights[y][y] != 0)
                throw new IllegalArgumentException("weights[" + y + "][" + y + "] = " + weights[y][y] + ": must be 0");
            double square = 0;
            for (float weight : weights[y]) square += (double) weight * weight;
            lengths[y] = Math.sqrt(Checks.finite("weights[" + y + "]", square));
            Checks.finite("biases[" + y + "]", biases[y]);
        }
    }

    /** A copy of these weights, without biases. */
    static AttractorNetwork unbiased(float[][] weights) {
        return new AttractorNetwork(Arrays.stream(weights).map(float[]::clone).toArray(float[][]::new),
                new float[weights.length]);
    }

    @Override public int units() {
        return weights.length;
    }

    /** J_yx for all x; not a copy. */
    float[] weights(int y) {
        return weights[y];
    }

    float bias(int y) {
        return biases[y];
    }

    @Override public Recollection recall(float[] cue, Dynamics dynamics) {
        int steps = dynamics == Dynamics.SIGNS ? SIGN_STEPS : GRADED_STEPS;
        float[] state = cue.clone(), fields = new float[units()];
        double[] energies = new double[steps + 1];
        for (int k = 0;; k++) {
            fields(state, fields);
            energies[k] = energy(state, fields);
            boolean moved = k < steps && (dynamics == Dynamics.SIGNS ? takeSigns(state, fields) : follow(state, fields));
            if (!moved || k == steps) return new Recollection(signs(state), !moved && k < steps, Arrays.copyOf(energies, k + 1));
        }
    }

    @Override public boolean holds(float[] pattern) {
        for (int y = 0; y < units(); y++) if (!(field(y, pattern) * pattern[y] > 0)) return false;
        return true;
    }

    @Override public double kept() {
        long kept = 0;
        for (float[] row : weights) for (float weight : row) if (weight != 0) kept++;
        return units() == 1 ? 0 : kept / (units() * (units() - 1.0));
    }

    @Override public AttractorNetwork damaged(double share, RandomGenerator random) {
        float[][] left = new float[units()][];
        for (int y = 0; y < left.length; y++) {
            left[y] = weights[y].clone();
            for (int x = 0; x < left.length; x++) if (random.nextDouble() < share) left[y][x] = 0;
        }
        return new AttractorNetwork(left, biases);
    }

    private float field(int y, float[] state) {
        return Rows.dot(units(), weights[y], state) + biases[y];
    }

    private void fields(float[] state, float[] into) {
        for (int y = 0; y < into.length; y++) into[y] = field(y, state);
    }

    private double energy(float[] state, float[] fields) {
        double sum = 0;
        for (int y = 0; y < fields.length; y++) if (lengths[y] > 0) sum -= state[y] * fields[y] / lengths[y];
        return sum / fields.length;
    }

    private static boolean takeSigns(float[] state, float[] fields) {
        boolean moved = false;
        for (int y = 0; y < state.length; y++) {
            float sign = fields[y] == 0 ? state[y] : Math.signum(fields[y]);
            moved |= sign != state[y];
            state[y] = sign;
        }
        return moved;
    }

    private boolean follow(float[] state, float[] fields) {
        boolean moved = false;
        for (int y = 0; y < state.length; y++) {
            float toward = lengths[y] == 0 ? 0 : (float) Math.tanh(SLOPE * fields[y] / lengths[y]);
            float next = state[y] + FOLLOWED * (toward - state[y]);
            moved |= next != state[y];
            state[y] = next;
        }
        return moved;
    }

    private static float[] signs(float[] state) {
        for (int y = 0; y < state.length; y++) state[y] = Math.signum(state[y]);
        return state;
    }
}

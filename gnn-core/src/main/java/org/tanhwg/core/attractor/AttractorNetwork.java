package org.tanhwg.core.attractor;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.tanhwg.core.Checks;
import org.tanhwg.core.Floats;
import org.tanhwg.core.attractor.PatternMemory.Dynamics;
import org.tanhwg.core.attractor.PatternMemory.Recollection;

/**
 * Units that follow their fields z_y = Σ_x J_yx s_x + θ_y. No unit is its own input: J_yy = 0.
 *
 * <p>The energy of a state is −(1/d) Σ_y Re(conj(s_y) z_y)/|J_y|, the correlation of theory §4 with the state itself as feedback.
 * Where J is Hermitian and its rows are equally long it falls along a recall; else it need not.
 */
public final class AttractorNetwork implements PatternMemory {
    private static final int SIGN_STEPS = 50;
    private static final int GRADED_STEPS = 150;
    private static final float FOLLOWED = 0.3f;
    private static final double SLOPE = 2;
    /** Change of a phase that counts as none. */
    private static final double PHASE_ROUNDING = 1e-4;

    private final States states;
    private final float[][] weights;
    private final float[] biases;
    private final double[] lengths;

    /**
     * A network.
     *
     * @param weights conj(J), one row of d inputs for each of d ≥ 1 units, real parts first; the array is kept, not copied
     * @param biases θ, real parts first
     * @throws IllegalArgumentException when sizes differ, a number is not finite or a unit is its own input
     */
    public AttractorNetwork(float[][] weights, float[] biases, States states) {
        Checks.atLeast("weights.length", weights.length, 1);
        Checks.size("biases.length", biases.length, weights.length * states.parts());
        this.states = states;
        this.weights = weights;
        this.biases = biases;
        lengths = new double[weights.length];
        for (int y = 0; y < weights.length; y++) {
            Checks.size("weights[" + y + "].length", weights[y].length, biases.length);
            for (int x = y; x < biases.length; x += weights.length) {
                if (weights[y][x] != 0)
                    throw new IllegalArgumentException("weights[" + y + "][" + x + "] = " + weights[y][x] + ": must be 0");
                Checks.finite("biases[" + x + "]", biases[x]);
            }
            double square = 0;
            for (float weight : weights[y]) square += (double) weight * weight;
            lengths[y] = Math.sqrt(Checks.finite("weights[" + y + "]", square));
        }
    }

    /** A copy of these weights, but for those from a unit to itself, without biases. */
    static AttractorNetwork unbiased(float[][] weights, States states) {
        float[][] others = Arrays.stream(weights).map(float[]::clone).toArray(float[][]::new);
        for (int y = 0; y < others.length; y++) cut(others[y], y, others.length);
        return new AttractorNetwork(others, new float[others.length * states.parts()], states);
    }

    @Override public int units() { return weights.length; }

    public States states() { return states; }

    /** conj(J_yx) for all x; not a copy. */
    float[] weights(int y) { return weights[y]; }

    /** θ; not a copy. */
    float[] biases() { return biases; }

    @Override public Recollection recall(float[] cue, Dynamics dynamics) {
        int steps = dynamics == Dynamics.SIGNS ? SIGN_STEPS : GRADED_STEPS;
        float[] state = cue.clone();
        double[] energies = new double[steps + 1];
        for (int k = 0;; k++) {
            float[] fields = fields(state);
            energies[k] = energy(state, fields);
            boolean moved = k < steps && (dynamics == Dynamics.SIGNS ? takeSigns(state, fields) : follow(state, fields));
            if (!moved || k == steps)
                return new Recollection(states.signs(state), !moved && k < steps, Arrays.copyOf(energies, k + 1));
        }
    }

    @Override public boolean holds(float[] pattern) { return states.agree(fields(pattern), pattern); }

    @Override public double kept() {
        long kept = 0;
        for (float[] row : weights) for (int x = 0; x < units(); x++) if (states.modulus(row, x) != 0) kept++;
        return units() == 1 ? 0 : kept / (units() * (units() - 1.0));
    }

    @Override public AttractorNetwork damaged(double share, RandomGenerator random) {
        float[][] left = new float[units()][];
        for (int y = 0; y < left.length; y++) {
            left[y] = weights[y].clone();
            for (int x = 0; x < left.length; x++) if (random.nextDouble() < share) cut(left[y], x, left.length);
        }
        return new AttractorNetwork(left, biases, states);
    }

    private static void cut(float[] row, int x, int units) {
        for (int i = x; i < row.length; i += units) row[i] = 0;
    }

    private float[] fields(float[] state) {
        float[] fields = biases.clone();
        float[][] turned = states.turned(state);
        for (int part = 0; part < turned.length; part++)
            for (int y = 0; y < units(); y++) fields[part * units() + y] += Floats.dot(state.length, weights[y], turned[part]);
        return fields;
    }

    private double energy(float[] state, float[] fields) {
        double sum = 0;
        for (int i = 0; i < fields.length; i++) {
            double length = lengths[i % units()];
            if (length > 0) sum -= state[i] * fields[i] / length;
        }
        return sum / units();
    }

    private boolean takeSigns(float[] state, float[] fields) {
        boolean moved = false;
        for (int i = 0; i < state.length; i++) {
            float modulus = states.modulus(fields, i % units());
            if (modulus > 0) moved |= move(state, i, fields[i] / modulus);
        }
        return moved;
    }

    private boolean follow(float[] state, float[] fields) {
        boolean moved = false;
        for (int i = 0; i < state.length; i++) {
            float modulus = states.modulus(fields, i % units());
            double length = lengths[i % units()];
            float toward = modulus == 0 || length == 0 ? 0 : fields[i] / modulus * (float) Math.tanh(SLOPE * modulus / length);
            moved |= move(state, i, state[i] + FOLLOWED * (toward - state[i]));
        }
        return moved;
    }

    /** Whether that is a move. */
    private boolean move(float[] state, int i, float next) {
        boolean moved = Math.abs(next - state[i]) > (states == States.BITS ? 0 : PHASE_ROUNDING);
        state[i] = next;
        return moved;
    }
}

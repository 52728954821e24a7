package org.tanhwg.layers.kernel.sparse;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.tanhwg.layers.kernel.Pointwise;

/**
 * The synapses of a layer that have mass, listed unit after unit and, for the way back, input after input.
 *
 * <p>A synapse without mass never gets any again, so the list only shrinks; {@link #refresh} sees that by itself. Should the structural weights
 * have been replaced from outside, their sums over the list no longer hold, and all are read again; what is too little for the sums
 * {@link #verify} finds.
 */
public final class Support {
    /** By which the sum of a unit's listed mass may drift by rounding; whoever moves more was not consolidation. */
    private static final double DRIFT = 1e-5;

    private final int n;
    private final int units;
    private final int[] starts;
    private final int[] inputStarts;
    private final double[] sums;
    private final float[] column;
    private final int[] live;
    private int[] inputs = new int[0];
    private int[] at = new int[0];
    private float[] mass = new float[0];
    private int[] byInput = new int[0];
    private int[] unitOf = new int[0];
    private int liveInputs;
    private int version;

    /** A list for n inputs and that many units, not read yet. */
    public Support(int n, int units) {
        this.n = n;
        this.units = units;
        starts = new int[units + 1];
        inputStarts = new int[n + 1];
        sums = new double[units];
        column = new float[n];
        live = new int[n];
    }

    /** Number of inputs n. */
    public int inputs() { return n; }

    /** Number of units. */
    public int units() { return units; }

    /** Number of synapses with mass. */
    public int size() { return starts[units]; }

    /** A number that changes with the list; 0 before the first reading. */
    public int version() { return version; }

    /** Place of the unit's first synapse in the list, or of the end of the list after the last unit. */
    public int start(int unit) {
        return starts[unit];
    }

    /** Input of a synapse. */
    public int input(int synapse) { return inputs[synapse]; }

    /** Structural weight w of a synapse, when last read. */
    public float mass(int synapse) { return mass[synapse]; }

    /** The inputs that have a synapse with mass, the first {@link #liveInputs} of the array. */
    public int[] live() {
        return live;
    }

    /** How many those are. */
    public int liveInputs() { return liveInputs; }

    /** Place in {@link #synapseOf} of the input's first synapse. */
    int inputStart(int input) { return inputStarts[input]; }

    /** Synapses ordered by input. */
    int synapseOf(int place) { return byInput[place]; }

    /** Unit of a synapse. */
    public int unitOf(int synapse) { return unitOf[synapse]; }

    /** Place of a synapse in a matrix [n, units] that is stored unit after unit. */
    public int at(int synapse) {
        return at[synapse];
    }

    /** {@code into} ← the numbers of the synapses [start, start + count) of the list. @param values of all synapses */
    public void gather(FloatBuffer values, int start, int count, float[] into) {
        int[] places = at;
        for (int i = 0; i < count; i++) into[i] = values.get(places[start + i]);
    }

    /** The numbers of those synapses ← the first {@code count} of {@code from}. @param values of all synapses */
    public void scatter(float[] from, int start, int count, FloatBuffer values) {
        int[] places = at;
        for (int i = 0; i < count; i++) values.put(places[start + i], from[i]);
    }

    /** {@code into} ← w of those synapses, when last read. */
    public void copyMass(int start, int count, float[] into) {
        System.arraycopy(mass, start, into, 0, count);
    }

    /** {@code into} ← w m of all listed synapses. */
    public void observe(float[] means, float[] into) {
        float[] w = mass;
        int size = size();
        for (int k = 0; k < size; k++) into[k] = w[k] * means[k];
    }

    /** {@code into} ← Σ_x ŵ_xy v_x for each unit y, with ŵ = n w as last read. */
    public void massWeighted(float[] values, float[] into) {
        for (int unit = 0; unit < units; unit++) {
            float sum = 0;
            for (int k = starts[unit]; k < starts[unit + 1]; k++) sum += mass[k] * values[inputs[k]];
            into[unit] = n * sum;
        }
    }

    /** How many of the structural weights are not 0. */
    public static int count(FloatBuffer w) {
        float[] tile = new float[Math.min(Pointwise.TILE, w.limit())];
        int count = 0;
        for (int start = 0; start < w.limit(); start += tile.length) {
            int length = Math.min(tile.length, w.limit() - start);
            w.get(start, tile, 0, length);
            // the sign of the negative, since branches would be guessed wrong
            for (int i = 0; i < length; i++) count += -(Float.floatToRawIntBits(tile[i]) & Integer.MAX_VALUE) >>> 31;
        }
        return count;
    }

    /** Reads all structural weights. */
    public void read(FloatBuffer w) {
        int size = 0;
        for (int unit = 0; unit < units; unit++) {
            starts[unit] = size;
            if (inputs.length < size + n) reserve(Math.max(size + n, 2 * size));
            w.get(unit * n, column, 0, n);
            double sum = 0;
            for (int x = 0; x < n; x++) {
                if (column[x] == 0) continue;
                inputs[size] = x;
                at[size] = unit * n + x;
                unitOf[size] = unit;
                mass[size++] = column[x];
                sum += column[x];
            }
            sums[unit] = sum;
        }
        starts[units] = size;
        index();
    }

    /** Reads the structural weights of the list and drops those that are now 0; {@link #read}s all where sums do not hold. */
    public void refresh(FloatBuffer w) {
        gather(w, 0, size(), mass);
        int living = 0;
        for (int k = 0; k < size(); k++) living += -Float.floatToRawIntBits(mass[k]) >>> 31;
        for (int unit = 0, k = 0; unit < units; unit++) {
            double sum = 0;
            for (; k < starts[unit + 1]; k++) sum += mass[k];
            if (!(Math.abs(sum - sums[unit]) <= DRIFT * sums[unit])) {
                read(w);
                return;
            }
        }
        if (living < size()) drop();
    }

    /** Looks through all structural weights, after {@link #refresh}, and {@link #read}s them where one that is not listed has mass. */
    public void verify(FloatBuffer w) {
        if (count(w) != size()) read(w);
    }

    private void drop() {
        int size = 0;
        for (int unit = 0, k = 0; unit < units; unit++) {
            int end = starts[unit + 1];
            starts[unit] = size;
            for (; k < end; k++) {
                if (mass[k] == 0) continue;
                inputs[size] = inputs[k];
                at[size] = at[k];
                unitOf[size] = unit;
                mass[size++] = mass[k];
            }
        }
        starts[units] = size;
        index();
    }

    private void index() {
        version++;
        int size = size();
        if (byInput.length < size) byInput = new int[inputs.length];
        Arrays.fill(inputStarts, 0);
        for (int k = 0; k < size; k++) inputStarts[inputs[k] + 1]++;
        for (int x = 0; x < n; x++) inputStarts[x + 1] += inputStarts[x];
        // from the back, each input's place moves down to its start
        for (int k = size - 1; k >= 0; k--) byInput[--inputStarts[inputs[k] + 1]] = k;
        System.arraycopy(inputStarts, 1, inputStarts, 0, n);
        inputStarts[n] = size;
        liveInputs = 0;
        for (int x = 0; x < n; x++) if (inputStarts[x] < inputStarts[x + 1]) live[liveInputs++] = x;
    }

    private void reserve(int size) {
        inputs = Arrays.copyOf(inputs, size);
        at = Arrays.copyOf(at, size);
        unitOf = Arrays.copyOf(unitOf, size);
        mass = Arrays.copyOf(mass, size);
    }
}

package org.tanhwg.core.compact;

import static org.tanhwg.core.BinaryFormat.writeNumber;

import java.io.DataOutputStream;
import java.io.IOException;
import org.tanhwg.core.BinaryFormat;
import org.tanhwg.core.Checks;

/**
 * The synapses of a layer or kernel in a {@link CompactFile}: unit by unit with the gaps between their inputs, or, packed, a list of all places and then all numbers.
 */
final class LayerFormat {
    private LayerFormat() {}

    static void write(DataOutputStream out, CompactLayer layer, boolean packed) throws IOException {
        out.writeByte(layer.activation().ordinal());
        writeNumber(out, layer.units());
        writeNumber(out, layer.synapses());
        if (packed) writePacked(out, layer);
        else writeUnits(out, layer);
    }

    private static void writeUnits(DataOutputStream out, CompactLayer layer) throws IOException {
        for (int y = 0; y < layer.units(); y++) {
            int from = layer.starts()[y];
            int to = layer.starts()[y + 1];
            out.writeFloat(layer.biases()[y]);
            if (layer.coded()) out.writeFloat(layer.steps()[y]);
            writeNumber(out, to - from);
            writeGaps(out, layer.sources(), from, to);
            for (int k = from; k < to; k++) writeWeight(out, layer, y, k);
        }
    }

    private static void writePacked(DataOutputStream out, CompactLayer layer) throws IOException {
        for (float bias : layer.biases()) out.writeFloat(bias);
        for (float step : layer.steps()) out.writeFloat(step);
        long[] places = new long[layer.synapses()];
        for (int y = 0; y < layer.units(); y++)
            for (int k = layer.starts()[y]; k < layer.starts()[y + 1]; k++)
                places[k] = (long) y * layer.inputs() + layer.sources()[k];
        PackedList.write(out, places);
        for (int y = 0; y < layer.units(); y++)
            for (int k = layer.starts()[y]; k < layer.starts()[y + 1]; k++) writeWeight(out, layer, y, k);
    }

    private static void writeWeight(DataOutputStream out, CompactLayer layer, int unit, int synapse) throws IOException {
        if (layer.coded()) out.writeByte(layer.code(unit, synapse));
        else out.writeFloat(layer.weights()[synapse]);
    }

    /** What {@link #write} wrote, of units that may have that many inputs. */
    static CompactLayer read(BinaryFormat.Input in, int inputs, boolean coded, boolean packed) throws IOException {
        return packed ? readPacked(in, inputs, coded) : readUnits(in, inputs, coded);
    }

    private static CompactLayer readUnits(BinaryFormat.Input in, int inputs, boolean coded) throws IOException {
        Activation activation = activation(in);
        int units = in.number("units", Float.BYTES + 1);
        int synapses = in.number("synapses", 2);
        int[] starts = new int[units + 1];
        int[] sources = new int[synapses];
        float[] weights = new float[synapses];
        float[] biases = new float[units];
        float[] steps = new float[coded ? units : 0];
        for (int y = 0; y < units; y++) {
            biases[y] = in.single("biases");
            if (coded) steps[y] = in.single("steps");
            int from = starts[y];
            int to = Math.addExact(from, in.number("synapses of a unit"));
            if (to > synapses) throw new IOException("more synapses than the " + synapses + " announced");
            readGaps(in, sources, from, to);
            for (int k = from; k < to; k++) weights[k] = coded ? in.signedByte("weights") * steps[y] : in.single("weights");
            starts[y + 1] = to;
        }
        Checks.size("synapses", starts[units], synapses);
        return new CompactLayer(inputs, starts, sources, weights, biases, steps, activation);
    }

    private static CompactLayer readPacked(BinaryFormat.Input in, int inputs, boolean coded) throws IOException {
        Activation activation = activation(in);
        int units = in.number("units", Float.BYTES);
        int synapses = in.number("synapses", coded ? 1 : Float.BYTES);
        float[] biases = in.floats("biases", units);
        float[] steps = in.floats("steps", coded ? units : 0);
        int[] starts = new int[units + 1];
        int[] sources = new int[synapses];
        int[] at = {0};
        PackedList.read(in, "synapses", synapses, (long) units * inputs, place -> {
            starts[(int) (place / inputs) + 1]++;
            sources[at[0]++] = (int) (place % inputs);
        });
        for (int y = 0; y < units; y++) starts[y + 1] += starts[y];
        float[] weights = coded ? new float[synapses] : in.floats("weights", synapses);
        for (int y = 0; coded && y < units; y++)
            for (int k = starts[y]; k < starts[y + 1]; k++) weights[k] = in.signedByte("weights") * steps[y];
        return new CompactLayer(inputs, starts, sources, weights, biases, steps, activation);
    }

    static Activation activation(BinaryFormat.Input in) throws IOException {
        int kind = in.signedByte("activation");
        if (kind < 0 || kind >= Activation.values().length) throw new IOException("activation " + kind + ": does not exist");
        return Activation.values()[kind];
    }

    /** How many indexes each of an ascending list leaves out. */
    static void writeGaps(DataOutputStream out, int[] ascending, int from, int to) throws IOException {
        for (int k = from, next = 0; k < to; k++) {
            writeNumber(out, ascending[k] - next);
            next = ascending[k] + 1;
        }
    }

    static void readGaps(BinaryFormat.Input in, int[] ascending, int from, int to) throws IOException {
        for (int k = from, next = 0; k < to; k++) {
            ascending[k] = Math.addExact(next, in.number("gaps"));
            next = Math.addExact(ascending[k], 1);
        }
    }
}

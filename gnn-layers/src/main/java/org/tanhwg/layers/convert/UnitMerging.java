package org.tanhwg.layers.convert;

import static org.tanhwg.layers.conf.SynapticParameters.AMPLITUDE;
import static org.tanhwg.layers.conf.SynapticParameters.BIAS;
import static org.tanhwg.layers.conf.SynapticParameters.MASS;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.tanhwg.core.Checks;
import org.tanhwg.core.transport.UnitGeometry;
import org.tanhwg.core.transport.UnitGeometry.InputMetric;
import org.tanhwg.core.transport.UnitGeometry.UnitMeasure;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;

/**
 * Merges units whose measures are nearly the same (Rem 1.3): what the next layer hears of both it then hears of one. The measures of the next layer are pushed forward under
 * the map of its inputs that takes one to the other, so that masses and observable weights add up.
 *
 * <p>The distance is W₂ for inputs that are all 1 apart, amplitudes in units of their root mean square in the layer. Units whose biases differ by more than the same
 * share of that unit stay apart, and so do units without living synapses, which are constants.
 */
public final class UnitMerging {
    private UnitMerging() {}

    /**
     * The network without its duplicates.
     *
     * @param network a copy; a merged unit keeps its place, without living synapses and without a reader
     * @param merges in the order of the layers
     * @param bound how much an output can change before its activation, whatever the inputs, if none is larger than 1 in size; rounding aside
     */
    public record Merged(MultiLayerNetwork network, List<Merge> merges, double bound) {
        public Merged { merges = List.copyOf(merges); }
    }

    /** A unit of a layer that was merged into another one, and how far apart their measures were. */
    public record Merge(int layer, int unit, int into, double distance) {}

    /**
     * Merges within the layers that are followed by another fully connected one.
     *
     * @param within greatest distance of two units that are one, ≥ 0
     * @throws IllegalArgumentException if the network is not a chain of generalized fully connected layers of real synapses without widths; names the layer
     */
    public static Merged of(MultiLayerNetwork network, double within) {
        Checks.nonNegative("within", within);
        MultiLayerNetwork copy = network.clone();
        List<Units> layers = IntStream.range(0, copy.getnLayers()).mapToObj(l -> Units.of(copy, l)).toList();
        List<Merge> merges = new ArrayList<>();
        double[] largest = new double[layers.get(0).mass[0].length];
        Arrays.fill(largest, 1);
        double[] error = new double[largest.length]; // |a'_(r(x)) − a_x|, r(x) the one that speaks for x
        for (int l = 0; l < layers.size(); l++) {
            Units units = layers.get(l);
            int[] into = l < layers.size() - 1 ? duplicates(units, l, within, merges) : identity(units.mass.length);
            double[] nextError = new double[into.length], nextLargest = new double[into.length];
            for (int y = 0; y < into.length; y++) {
                double apart = Math.abs(units.bias[y] - units.bias[into[y]]), carried = 0, reach = Math.abs(units.bias[y]);
                for (int x = 0; x < largest.length; x++) {
                    apart += Math.abs(units.observable(y, x) - units.observable(into[y], x)) * largest[x];
                    carried += Math.abs(units.before[y][x]) * error[x];
                    reach += Math.abs(units.observable(y, x)) * largest[x];
                }
                nextError[y] = units.slope * (apart + carried);
                nextLargest[y] = units.largest(reach);
            }
            error = nextError;
            largest = nextLargest;
            if (l < layers.size() - 1) redirect(layers.get(l), layers.get(l + 1), into);
        }
        for (Units units : layers) units.write();
        return new Merged(copy, merges, Arrays.stream(error).max().orElse(0));
    }

    /** For each unit the one that speaks for it: itself, or an earlier one that is near. */
    private static int[] duplicates(Units units, int layer, double within, List<Merge> merges) {
        int[] into = identity(units.mass.length);
        double scale = units.scale();
        List<UnitMeasure> measures = IntStream.range(0, into.length).mapToObj(y -> units.measure(y, scale)).toList();
        InputMetric apart = InputMetric.equal(1);
        for (int y = 0; y < into.length; y++) {
            if (!units.lives(y)) continue;
            for (int other = 0; other < y && into[y] == y; other++) {
                if (into[other] != other || !units.lives(other) || Math.abs(units.bias[y] - units.bias[other]) > within * scale
                        || units.mustMove(y, other) > within * within)
                    continue;
                double distance = UnitGeometry.distance(measures.get(y), measures.get(other), apart);
                if (distance > within) continue;
                into[y] = other;
                merges.add(new Merge(layer, y, other, distance));
            }
        }
        return into;
    }

    /** Has the next layer read the units that are left. */
    private static void redirect(Units units, Units next, int[] into) {
        for (int x = 0; x < into.length; x++) {
            if (into[x] == x) continue;
            for (int y = 0; y < next.mass.length; y++) next.move(y, x, into[x]);
            units.silence(x);
        }
    }

    private static int[] identity(int n) { return IntStream.range(0, n).toArray(); }

    /**
     * The parameters of a layer, unit after unit.
     *
     * @param before O as it was
     * @param slope the steepest of the activation
     */
    private record Units(Layer layer, double[][] mass, double[][] amplitude, double[] bias, double[][] before, double slope,
            IActivation activation) {

        static Units of(MultiLayerNetwork network, int l) {
            Layer layer = network.getLayer(l);
            var conf = layer.conf().getLayer();
            boolean last = l == network.getnLayers() - 1;
            String name = "layer " + l + " (" + conf.getClass().getSimpleName() + ")";
            if (!(conf instanceof GeneralizedDense || conf instanceof GeneralizedOutput) || layer.paramTable().size() != 3
                    || network.getLayerWiseConfigurations().getInputPreProcess(l) != null)
                throw new IllegalArgumentException(
                        name + ": units are merged in chains of generalized fully connected layers of real synapses without widths");
            IActivation activation = ((FeedForwardLayer) conf).getActivationFn();
            OptionalDouble slope = last ? OptionalDouble.of(1) : slope(activation);
            if (slope.isEmpty())
                throw new IllegalArgumentException(name + " has activation " + activation
                        + "; units are merged under identity, ReLU, tanh and sigmoid");
            double[][] w = Synaptic.units(layer.getParam(MASS)), m = Synaptic.units(layer.getParam(AMPLITUDE));
            double[][] o = new double[w.length][w[0].length];
            for (int y = 0; y < o.length; y++) for (int x = 0; x < o[y].length; x++) o[y][x] = w[y][x] * m[y][x];
            return new Units(layer, w, m, layer.getParam(BIAS).castTo(DataType.DOUBLE).dup().data().asDouble(), o,
                    slope.getAsDouble(), activation);
        }

        private static OptionalDouble slope(IActivation function) {
            if (function instanceof ActivationSigmoid) return OptionalDouble.of(.25);
            boolean simple = function instanceof ActivationIdentity || function instanceof ActivationTanH
                    || function instanceof ActivationReLU relu && zero(relu.getThreshold()) && zero(relu.getNegativeSlope());
            return simple ? OptionalDouble.of(1) : OptionalDouble.empty();
        }

        private static boolean zero(Double value) {
            return value == null || value == 0;
        }

        /** Share of the mass that no plan leaves at its input; W₂² is no less, since inputs are 1 apart. */
        double mustMove(int unit, int other) {
            double sum = 0;
            for (int x = 0; x < mass[unit].length; x++) sum += Math.abs(mass[unit][x] - mass[other][x]);
            return sum / 2;
        }

        double observable(int unit, int input) { return mass[unit][input] * amplitude[unit][input]; }

        boolean lives(int unit) {
            return IntStream.range(0, mass[unit].length).anyMatch(x -> observable(unit, x) != 0);
        }

        /** Root mean square of the amplitudes, by mass; 1 where all are silent. */
        double scale() {
            double sum = 0;
            for (int y = 0; y < mass.length; y++)
                for (int x = 0; x < mass[y].length; x++) sum += mass[y][x] * amplitude[y][x] * amplitude[y][x];
            return sum == 0 ? 1 : Math.sqrt(sum / mass.length);
        }

        UnitMeasure measure(int unit, double scale) {
            int[] with = IntStream.range(0, mass[unit].length).filter(x -> mass[unit][x] > 0).toArray();
            return new UnitMeasure(with, Arrays.stream(with).mapToDouble(x -> mass[unit][x]).toArray(),
                    Arrays.stream(with).mapToDouble(x -> amplitude[unit][x] / scale).toArray());
        }

        /** Greatest size of an activation below a pre-activation of that size. */
        double largest(double reach) {
            return activation instanceof ActivationTanH || activation instanceof ActivationSigmoid ? 1 : reach;
        }

        /** Pushes the mass of a synapse to another input; the observable weights add up. */
        void move(int unit, int from, int to) {
            double o = observable(unit, from) + observable(unit, to), w = mass[unit][from] + mass[unit][to];
            mass[unit][to] = w;
            amplitude[unit][to] = w == 0 ? 0 : o / w;
            mass[unit][from] = 0;
            amplitude[unit][from] = 0;
        }

        /** Leaves nothing of a unit but the mass of one synapse. */
        void silence(int unit) {
            Arrays.fill(mass[unit], 0);
            Arrays.fill(amplitude[unit], 0);
            mass[unit][0] = 1;
        }

        void write() {
            Synaptic.assign(mass, layer.getParam(MASS));
            Synaptic.assign(amplitude, layer.getParam(AMPLITUDE));
        }
    }
}

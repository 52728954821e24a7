package org.tanhwg.training.stability;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tanhwg.core.transport.UnitGeometry;
import org.tanhwg.core.transport.UnitGeometry.InputMetric;
import org.tanhwg.core.transport.UnitGeometry.UnitMeasure;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.training.run.StabilityResult.UnitsOfLayer;

/**
 * The geometry that a trained network induces on its units (Rem 1.3): W₂ of their measures. Inputs of the first layer are pixels on their grid, or all equally far apart; those of
 * another layer are the units below, with the distances found there.
 *
 * <p>A convention makes lengths and amplitudes comparable: the mean distance of two inputs is 1, and so is the root mean square of a layer's amplitudes.
 */
final class UnitMap {
    /** Distance up to which two units count as one. */
    static final double DUPLICATE = 1e-3;
    /** Numbers in the cost matrices of a layer: half a minute. */
    private static final double LIMIT = 3e7;

    private UnitMap() {}

    /** A map of each layer; empty from where one has no mass, or too many synapses to be compared. */
    static List<Optional<UnitsOfLayer>> of(List<ChainLayer> layers, Optional<ImageShape> pictures) {
        List<Optional<UnitsOfLayer>> maps = new ArrayList<>();
        Optional<ImageShape> shape = pictures.filter(its -> its.size() == layers.get(0).inputs() && its.size() > 1);
        InputMetric metric = shape.map(UnitMap::pixels).orElse(InputMetric.equal(1));
        String named = shape.isPresent() ? "pixels on their grid" : "all inputs equally far apart";
        for (ChainLayer layer : layers) {
            int[] living = IntStream.range(0, layer.units()).filter(y -> lives(layer, y)).toArray();
            if (!layer.massive() || cost(layer, living) > LIMIT) {
                while (maps.size() < layers.size()) maps.add(Optional.empty());
                return maps;
            }
            double[][] distances = distances(layer, living, metric);
            maps.add(Optional.of(summary(named, living, distances)));
            metric = induced(layer.units(), living, distances);
            named = "units of " + layer.name();
        }
        return maps;
    }

    private static boolean lives(ChainLayer layer, int unit) {
        return IntStream.range(layer.first()[unit], layer.first()[unit + 1]).anyMatch(k -> layer.weights()[k] != 0);
    }

    private static double cost(ChainLayer layer, int[] living) {
        double all = Arrays.stream(living).mapToDouble(y -> layer.first()[y + 1] - layer.first()[y]).sum();
        return all * all / 2;
    }

    private static InputMetric pixels(ImageShape shape) {
        InputMetric grid = InputMetric.grid(shape.height(), shape.width(), 1);
        double scale = meanDistance((int) shape.size(), grid);
        return (x, other) -> grid.distance(x, other) / scale;
    }

    /** Units without living synapses are constants: the mean distance from all others. */
    private static InputMetric induced(int units, int[] living, double[][] distances) {
        int[] place = new int[units];
        Arrays.fill(place, -1);
        for (int i = 0; i < living.length; i++) place[living[i]] = i;
        double mean = meanDistance(living.length, (i, j) -> distances[i][j]);
        return (x, other) -> {
            if (x == other) return 0;
            if (place[x] < 0 || place[other] < 0 || mean == 0) return 1;
            return distances[place[x]][place[other]] / mean;
        };
    }

    private static double meanDistance(int count, InputMetric metric) {
        double sum = 0;
        for (int i = 0; i < count; i++) for (int j = 0; j < i; j++) sum += metric.distance(i, j);
        return count < 2 ? 0 : 2 * sum / ((double) count * (count - 1));
    }

    static double[][] distances(ChainLayer layer, int[] living, InputMetric metric) {
        double squares = 0;
        for (int y : living) squares += measure(layer, y, 1).secondMoment();
        double scale = Math.sqrt(squares / Math.max(1, living.length));
        List<UnitMeasure> measures = Arrays.stream(living).mapToObj(y -> measure(layer, y, scale)).toList();
        double[][] distances = new double[living.length][living.length];
        for (int i = 0; i < living.length; i++)
            for (int j = 0; j < i; j++)
                distances[i][j] = distances[j][i] = UnitGeometry.distance(measures.get(i), measures.get(j), metric);
        return distances;
    }

    private static UnitMeasure measure(ChainLayer layer, int unit, double scale) {
        int first = layer.first()[unit], last = layer.first()[unit + 1];
        double[] masses = Arrays.copyOfRange(layer.speed(), first, last), amplitudes = new double[last - first];
        for (int k = first; k < last; k++)
            amplitudes[k - first] = layer.weights()[k] / (layer.speed()[k] / layer.inputs()) / scale;
        return new UnitMeasure(Arrays.copyOfRange(layer.from(), first, last), masses, amplitudes);
    }

    private static UnitsOfLayer summary(String metric, int[] living, double[][] distances) {
        List<Double> nearest = new ArrayList<>();
        int duplicates = 0;
        for (int i = 0; i < living.length; i++) {
            double least = Double.POSITIVE_INFINITY;
            boolean repeats = false;
            for (int j = 0; j < living.length; j++) {
                if (i == j) continue;
                least = Math.min(least, distances[i][j]);
                repeats |= j < i && distances[i][j] <= DUPLICATE;
            }
            nearest.add(living.length < 2 ? 0 : least);
            if (repeats) duplicates++;
        }
        double[][] points = UnitGeometry.embedding(distances, 2);
        return new UnitsOfLayer(metric, Arrays.stream(living).boxed().toList(), nearest,
                meanDistance(living.length, (i, j) -> distances[i][j]), duplicates,
                Arrays.stream(points).map(p -> List.of(p[0], p[1])).toList());
    }
}

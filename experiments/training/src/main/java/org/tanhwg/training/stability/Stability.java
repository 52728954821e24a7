package org.tanhwg.training.stability;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.api.Model;
import org.tanhwg.core.stability.Lanczos;
import org.tanhwg.core.stability.Lanczos.Leading;
import org.tanhwg.core.stability.SpectralDensity;
import org.tanhwg.core.stability.SpectralDensity.Mean;
import org.tanhwg.datasets.Examples;
import org.tanhwg.training.run.StabilityResult;
import org.tanhwg.training.run.StabilityResult.LayerStability;
import org.tanhwg.training.run.StabilityResult.UnitsOfLayer;
import org.tanhwg.training.run.UserError;

/** Measures how a network rests: the spectrum of each layer's Hessian on a frozen sample. The same network and sample, the same numbers. */
public final class Stability {
    /** Eigenvalues of a layer that are found. */
    static final int LEADING = 20;
    /** |λ| up to this share of the greatest is neutral: what so many directions of a probe resolve at the ends of a spectrum. */
    static final double NEUTRAL = 1e-3;

    private static final double TOLERANCE = 1e-7;
    /** A picture of units needs no more. */
    private static final double UNIT_TOLERANCE = 1e-4;
    /** Directions of a round; each holds a number for each synapse. */
    private static final int LIMIT = 400;
    /** Up to as many synapses the whole spectrum is computed. */
    private static final int SMALL = 400;
    private static final int PROBE_STEPS = 80;
    private static final int PROBES = 3;
    private static final long SEED = 1;

    private final SampledChain chain;
    private final List<ChainLayer> layers;

    /** @param features examples × inputs @param labels class of each example */
    Stability(List<ChainLayer> layers, float[] features, int[] labels) {
        this.layers = layers;
        chain = new SampledChain(layers, features, labels);
    }

    /**
     * Measures a classifier.
     *
     * @param name what messages call the network
     * @param training its training examples
     * @param count how many of them make the sample, at least 1; all where there are fewer
     * @throws UserError unless it is a chain of fully connected layers of real synapses that ends with softmax
     */
    public static StabilityResult of(Model network, String name, Examples training, int count) {
        Examples sample = training.sample(Math.min(count, training.count()), SEED);
        var stability = new Stability(ChainLayer.of(network, name), sample.rows(0, sample.count()), sample.labels());
        var pressures = new PressureMeter(stability.layers, training);
        List<Optional<UnitsOfLayer>> maps = UnitMap.of(stability.layers, training.shape());
        List<LayerStability> measured = new ArrayList<>();
        for (int l = 0; l < stability.layers.size(); l++)
            measured.add(stability.layer(l).with(stability.layers.get(l).massive() ? pressures.layer(l) : null,
                    maps.get(l).orElse(null)));
        return new StabilityResult(sample.count(), stability.chain.loss(), NEUTRAL, measured);
    }

    LayerStability layer(int l) {
        ChainLayer layer = layers.get(l);
        int n = layer.synapses();
        if (n == 0) return new LayerStability(layer.name(), 0, 0, List.of(), 0, true, 0, 0, 0, 0, 0, 0, 0, List.of(), null, null);
        var random = new SplittableRandom(SEED + l);
        int[] products = new int[1];
        UnaryOperator<double[]> hessian = v -> {
            products[0]++;
            return chain.product(l, v);
        };
        Leading leading = Lanczos.leading(n, hessian, LEADING, TOLERANCE, LIMIT, random);
        SpectralDensity density = n <= SMALL ? SpectralDensity.exact(n, hessian)
                : SpectralDensity.estimated(n, hessian, PROBE_STEPS, PROBES, random);
        double width = NEUTRAL * Math.abs(leading.values()[0]);
        double time = width == 0 ? 0 : 1 / width;
        Mean stable = density.share(width, Double.POSITIVE_INFINITY);
        Mean neutral = density.mean(v -> Math.abs(v) <= width ? 1 : 0);
        Mean unstable = density.mean(v -> v < -width ? 1 : 0);
        double error = Math.max(stable.standardError(), Math.max(neutral.standardError(), unstable.standardError()));
        double norm = Math.sqrt(Arrays.stream(chain.gradient(l)).map(g -> g * g).sum());
        return new LayerStability(layer.name(), n, norm, boxed(leading.values()), Arrays.stream(leading.bounds()).max().orElse(0),
                leading.converged(), products[0], stable.value(), neutral.value(), unstable.value(),
                time, n * density.mean(v -> Math.exp(-Math.max(0, v) * time)).value(), error, units(l, random), null, null);
    }

    /** The paper's energy is a sum over units, each with its own signal: what the Hessian of one unit's synapses says. */
    private List<Double> units(int l, SplittableRandom random) {
        ChainLayer layer = layers.get(l);
        List<Double> leading = new ArrayList<>();
        for (int unit = 0; unit < layer.units(); unit++) {
            int y = unit, n = layer.first()[y + 1] - layer.first()[y];
            if (n == 0) continue;
            double[][] curvature = chain.curvature(l, y);
            leading.add(Lanczos.leading(n, v -> chain.unitProduct(l, y, curvature, v), 1, UNIT_TOLERANCE, LIMIT, random)
                    .values()[0]);
        }
        return leading;
    }

    private static List<Double> boxed(double[] values) { return Arrays.stream(values).boxed().toList(); }
}

package org.tanhwg.core.diffusion;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.tanhwg.core.Checks;
import org.tanhwg.core.step.SlowRegime;

/**
 * A readout most of whose weights are exactly 0, by the two regimes of Tan–HWG in turn, one row b of B at a time. The fast one, run to rest,
 * minimises the alignment and the maintenance energy with q = 2 (theory §4.2),
 *
 * <pre>|Xb − y|²/(2n) + (λ/2) Σ_x (b_x/ŵ_x)²;</pre>
 *
 * the slow one moves mass toward |b|^⅔, the minimiser of that energy for this b. A synapse that has lost nearly all its mass is dead. λ
 * doubles every few consolidations until few enough live; at last it is withdrawn, and they take the closed form of {@link Ridge}.
 *
 * @param kept largest share of the weights of a row that stay
 * @param regularization λ of the closed form
 */
public record ConsolidatedReadout(double kept, double regularization) implements ReadoutSolver {
    private static final SlowRegime SLOW = new SlowRegime(0.3, 2.0 / 3, Double.POSITIVE_INFINITY);
    private static final double FIRST_LAMBDA = 1e-9;
    private static final int EVERY = 5;
    /** Doublings of λ after which only ties are left. */
    private static final int MOST_DOUBLINGS = 60;
    /** Share of the mean mass below which a synapse is dead. */
    private static final double DEAD = 0.1;

    public ConsolidatedReadout {
        Checks.inHalfOpen("kept", kept, 0, 1);
        Checks.positive("regularization", regularization);
    }

    @Override public Readout solve(LatentMap map, double[][] latent, double[][] targets) {
        Samples samples = Samples.of(map, latent, targets);
        DMatrixRMaj gram = samples.gram(), normal = Ridge.normal(samples, regularization);
        DMatrixRMaj moments = CommonOps_DDRM.multTransA(samples.features(), samples.targets(), null);
        DMatrixRMaj weights = moments.createLike();
        int most = (int) (kept * gram.numRows);
        for (int o = 0; o < moments.numCols && most > 0; o++) {
            double[] row = CommonOps_DDRM.extractColumn(moments, o, null).data;
            int[] support = support(gram, row, most);
            double[] solution = ReadoutSolver.restricted(normal, row, support);
            for (int s = 0; s < support.length; s++) weights.set(support[s], o, solution[s]);
        }
        return samples.readout(weights);
    }

    private static int[] support(DMatrixRMaj gram, double[] moments, int most) {
        int n = moments.length;
        double[] mass = new double[n];
        Arrays.fill(mass, 1.0 / n);
        double lambda = FIRST_LAMBDA * CommonOps_DDRM.trace(gram) / n;
        int[] living = living(mass);
        for (int step = 1; living.length > most && step <= EVERY * MOST_DOUBLINGS; step++) {
            mass = SLOW.step(mass, fast(gram, moments, mass, living, lambda));
            for (int x : living) if (mass[x] < DEAD / n) mass[x] = 0;
            living = living(mass);
            if (step % EVERY == 0) lambda *= 2;
        }
        double[] last = mass;
        return Arrays.stream(living).boxed().sorted(Comparator.comparingDouble(x -> -last[x])).limit(most).mapToInt(x -> x)
                .sorted()
                .toArray();
    }

    private static int[] living(double[] mass) {
        return IntStream.range(0, mass.length).filter(x -> mass[x] > 0).toArray();
    }

    /** The fast regime at rest: with m = b/ŵ a ridge regression on features ŵx. */
    private static double[] fast(DMatrixRMaj gram, double[] moments, double[] mass, int[] living, double lambda) {
        int n = mass.length;
        DMatrixRMaj system = new DMatrixRMaj(living.length, living.length), right = new DMatrixRMaj(living.length, 1);
        for (int i = 0; i < living.length; i++) {
            double own = n * mass[living[i]];
            for (int j = 0; j < living.length; j++) system.set(i, j, own * gram.get(living[i], living[j]) * n * mass[living[j]]);
            system.add(i, i, lambda);
            right.set(i, 0, own * moments[living[i]]);
        }
        double[] means = ReadoutSolver.solve(system, right).data, observable = new double[n];
        for (int i = 0; i < living.length; i++) observable[living[i]] = n * mass[living[i]] * means[i];
        return observable;
    }
}

package org.tanhwg.studies.drift;

import java.util.ArrayList;
import java.util.List;
import org.tanhwg.core.diffusion.ItoProcess;
import org.tanhwg.report.Scatter.PhasePortrait.Arrow;

/** Histograms of visited states over the box of the examples, and the probability current that they and the equation imply. */
final class Densities {
    private static final int BINS = 60;
    private static final int CELLS = 16;

    private Densities() {}

    /** The density of each coordinate: middle of a bin and density there, bin by bin. */
    static List<double[][]> marginals(Simulation simulation, DriftExamples box) {
        List<double[][]> marginals = new ArrayList<>();
        for (int j = 0; j < box.low().length; j++) {
            double width = (box.high()[j] - box.low()[j]) / BINS;
            double[][] bins = new double[BINS][2];
            for (int b = 0; b < BINS; b++) bins[b][0] = box.low()[j] + (b + 0.5) * width;
            for (double[] z : simulation.states()) {
                int b = (int) Math.floor((z[j] - box.low()[j]) / width);
                if (b >= 0 && b < BINS) bins[b][1] += 1 / (width * simulation.states().length);
            }
            marginals.add(bins);
        }
        return marginals;
    }

    /**
     * The probability current pf − ½ Σ_j ∂_j(p (GGᵀ)_·j) in the first two coordinates, by central differences of a histogram; other coordinates are
     * averaged over.
     */
    static List<Arrow> current(Simulation simulation, ItoProcess process, DriftExamples box) {
        double[] width = new double[2];
        for (int j = 0; j < 2; j++) width[j] = (box.high()[j] - box.low()[j]) / CELLS;
        int k = process.dimension(), m = process.noises();
        double[][][] flow = new double[CELLS][CELLS][2], spread = new double[CELLS][CELLS][4];
        double[] drift = new double[k], noise = new double[k * m];
        for (double[] z : simulation.states()) {
            int a = (int) Math.floor((z[0] - box.low()[0]) / width[0]), b = (int) Math.floor((z[1] - box.low()[1]) / width[1]);
            if (a < 0 || b < 0 || a >= CELLS || b >= CELLS) continue;
            double share = 1 / (width[0] * width[1] * simulation.states().length);
            process.drift(z, drift);
            process.diffusion(z, noise);
            for (int i = 0; i < 2; i++) {
                flow[a][b][i] += share * drift[i];
                for (int j = 0; j < 2; j++)
                    for (int q = 0; q < m; q++) spread[a][b][2 * i + j] += share * noise[i * m + q] * noise[j * m + q];
            }
        }
        List<Arrow> arrows = new ArrayList<>();
        for (int a = 1; a < CELLS - 1; a++) {
            for (int b = 1; b < CELLS - 1; b++) {
                double[] current = new double[2];
                for (int i = 0; i < 2; i++)
                    current[i] = flow[a][b][i] - (spread[a + 1][b][2 * i] - spread[a - 1][b][2 * i]) / (4 * width[0])
                            - (spread[a][b + 1][2 * i + 1] - spread[a][b - 1][2 * i + 1]) / (4 * width[1]);
                arrows.add(new Arrow(box.low()[0] + (a + 0.5) * width[0], box.low()[1] + (b + 0.5) * width[1], current[0],
                        current[1]));
            }
        }
        return arrows;
    }
}

package org.tanhwg.core.step;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import org.tanhwg.core.Checks;

/**
 * What the structural mass of a unit tends to in the slow regime, a point s of the simplex, and the energy that a move toward it never raises
 * (theory §4.2, §4.6, §4.8).
 */
public sealed interface MassTarget {

    /**
     * The target where the unit is at masses {@code w} with observables {@code o} and signal {@code g} = ∂L/∂O.
     *
     * @return s, or empty where nothing draws mass: it then stays
     */
    Optional<double[]> at(double[] w, double[] o, double[] g);

    /**
     * The energy of the mass alone with everything else frozen as it is there. Whatever γ in [0, 1], (1−γ)w + γs has no more of it than w.
     *
     * @return a function of points of the simplex, +∞ where it is not finite; empty where no energy is known to fall
     */
    Optional<ToDoubleFunction<double[]>> energy(double[] w, double[] o, double[] g);

    /**
     * s ∝ |O|^p, the minimiser of Σ_x |O_x|^2p / ŵ_x, ŵ = n w: of the normalised maintenance energy Σ|m_x|/n for p = ½, of twice the silence energy, times 1/n, for p = 1.
     *
     * @param power p in [0, 1]
     */
    record Observable(double power) implements MassTarget {
        public Observable { Checks.inRange("power", power, 0, 1); }

        @Override public Optional<double[]> at(double[] w, double[] o, double[] g) {
            return normalised(w.length, x -> o[x] == 0 ? 0 : Math.pow(Math.abs(o[x]), power));
        }

        @Override public Optional<ToDoubleFunction<double[]>> energy(double[] w, double[] o, double[] g) {
            double[] size = o.clone();
            return Optional.of(mass -> {
                double sum = 0;
                for (int x = 0; x < size.length; x++)
                    if (size[x] != 0) sum += Math.pow(Math.abs(size[x]), 2 * power) / (size.length * mass[x]);
                return sum;
            });
        }
    }

    /**
     * s ∝ w (−p)₊^α with the measured pressures p_x = m_x G_x: mass leaves synapses that do not pay. Its energy is ⟨p, w⟩, which falls by Chebyshev's sum
     * inequality, and stays iff pressures are equal on the support where none is positive.
     *
     * @param power α in [0, 1]
     */
    record Pressure(double power) implements MassTarget {
        public Pressure { Checks.inRange("power", power, 0, 1); }

        @Override public Optional<double[]> at(double[] w, double[] o, double[] g) {
            return normalised(w.length, x -> {
                double gain = w[x] == 0 ? 0 : -o[x] * g[x] / w[x];
                return gain > 0 ? w[x] * Math.pow(gain, power) : 0;
            });
        }

        @Override public Optional<ToDoubleFunction<double[]>> energy(double[] w, double[] o, double[] g) {
            double[] pressure = new double[w.length];
            for (int x = 0; x < w.length; x++) pressure[x] = w[x] == 0 ? 0 : o[x] * g[x] / w[x];
            return Optional.of(mass -> {
                double sum = 0;
                for (int x = 0; x < pressure.length; x++) sum += pressure[x] * mass[x];
                return sum;
            });
        }
    }

    /**
     * A share of pressure, the rest of |O|^p: a heuristic between two targets that agree at rest, with no energy of its own.
     *
     * @param power p = α in [0, 1]
     * @param share of pressure, in (0, 1)
     */
    record Mixed(double power, double share) implements MassTarget {
        public Mixed { Checks.inRange("share", share, 0, 1); }

        @Override public Optional<double[]> at(double[] w, double[] o, double[] g) {
            Optional<double[]> steady = new Observable(power).at(w, o, g), measured = new Pressure(power).at(w, o, g);
            if (steady.isEmpty() || measured.isEmpty()) return steady;
            double[] s = new double[w.length];
            Arrays.setAll(s, x -> (1 - share) * steady.get()[x] + share * measured.get()[x]);
            return Optional.of(s);
        }

        @Override public Optional<ToDoubleFunction<double[]>> energy(double[] w, double[] o, double[] g) {
            return Optional.empty();
        }
    }

    private static Optional<double[]> normalised(int n, IntToDoubleFunction weight) {
        double[] s = new double[n];
        Arrays.setAll(s, weight);
        double total = Arrays.stream(s).sum();
        if (total == 0) return Optional.empty();
        for (int x = 0; x < n; x++) s[x] /= total;
        return Optional.of(s);
    }
}

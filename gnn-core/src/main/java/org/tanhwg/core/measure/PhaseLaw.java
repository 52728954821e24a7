package org.tanhwg.core.measure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.tanhwg.core.Checks;
import org.tanhwg.core.measure.Law.VectorLaw;
import org.tanhwg.core.space.Complex;

/** Law of the phase arg A ∈ (−π, π] of a complex amplitude: the spectral memory of a synapse (Def 6.15). */
public sealed interface PhaseLaw permits PhaseLaw.Atoms, PhaseLaw.ProjectedNormal, StretchedPhase {

    /** E e^{i arg A}, a point of the closed unit disc. */
    Complex resultant();

    /** Circular mean, the preferred phase, in [−π, π]; without meaning when the resultant length is 0. */
    default double circularMean() {
        return resultant().phase();
    }

    /** Modulus of the resultant, in [0, 1]: 1 for one phase, 0 for phases that cancel. */
    default double resultantLength() {
        return resultant().modulus();
    }

    /**
     * Mass on each of {@code bins ≥ 1} equal arcs of [−π, π), the first beginning at −π; sums to 1.
     *
     * @throws IllegalArgumentException if there is no bin
     */
    double[] histogram(int bins);

    /**
     * The phases that stand out, the heaviest first: maxima of the density, smoothed over about .2 radians where the law has atoms, each with the mass that climbs to
     * it and the median of the phases that do.
     *
     * <p>Empty where no phase is preferred.
     */
    List<Mode> modes();

    /**
     * A preferred phase.
     *
     * @param phase in [−π, π]
     * @param mass in (0, 1]
     */
    record Mode(double phase, double mass) {}

    /** Phase law of an amplitude of any complex family; all phases alike for a silent synapse, the one at 0. */
    static PhaseLaw of(VectorLaw<Complex> amplitude) {
        if (amplitude instanceof ComplexGaussian gaussian) return of(gaussian);
        if (amplitude instanceof PlaneGaussian gaussian) return StretchedPhase.of(gaussian);
        if (amplitude.secondMoment() == 0) return new ProjectedNormal(0, 0);
        return of(((ComplexAtoms) amplitude).measure());
    }

    /** Phase law of a discrete amplitude law; an atom at 0 counts as phase 0. */
    static Atoms of(DiscreteMeasure<Complex> amplitude) {
        return new Atoms(amplitude.pushforward(Complex::phase));
    }

    /** Phase law of an isotropic Gaussian amplitude: one phase for a Dirac law, and all alike for a silent synapse, the one at 0. */
    static PhaseLaw of(ComplexGaussian amplitude) {
        double modulus = amplitude.mean().modulus();
        double phase = amplitude.mean().phase();
        if (modulus == 0) return new ProjectedNormal(phase, 0);
        return amplitude.sigma() == 0 ? new Atoms(DiscreteMeasure.dirac(phase))
                : new ProjectedNormal(phase, modulus / amplitude.sigma());
    }

    /** Finitely many phases. */
    record Atoms(DiscreteMeasure<Double> phases) implements PhaseLaw {
        /** Concentration of the smoothing kernel: a standard deviation of .2 radians. */
        private static final double SHARPNESS = 25;
        private static final double SAME_MODE = 0.05;
        private static final int CLIMBS = 500;

        @Override public Complex resultant() {
            return new Complex(phases.expectation(Math::cos), phases.expectation(Math::sin));
        }

        @Override public double[] histogram(int bins) {
            double[] histogram = new double[Checks.atLeast("bins", bins, 1)];
            double[] weights = phases.weights();
            for (int i = 0; i < weights.length; i++) {
                double turns = phases.points().get(i) / (2 * Math.PI) + 0.5; // 0 at −π, 1 at π, the same place
                histogram[Math.floorMod((int) Math.floor(turns * bins), bins)] += weights[i];
            }
            return histogram;
        }

        /**
         * Each atom climbs by mean shift, which follows the gradient of a sum of von Mises kernels (Comaniciu and Meer 2002). The phase of a mode is the median of those that
         * reach its summit: where a law of few atoms has a share between two modes, one atom strays, and would pull a mean along or, left out, take the tail with it.
         */
        @Override public List<Mode> modes() {
            List<Double> summits = new ArrayList<>();
            List<List<Integer>> climbers = new ArrayList<>();
            double[] weights = phases.weights();
            for (int i = 0; i < weights.length; i++) {
                double summit = climbed(phases.points().get(i), weights);
                int known = 0;
                while (known < summits.size()
                        && Math.abs(Math.IEEEremainder(summits.get(known) - summit, 2 * Math.PI)) > SAME_MODE)
                    known++;
                if (known == summits.size()) {
                    summits.add(summit);
                    climbers.add(new ArrayList<>());
                }
                climbers.get(known).add(i);
            }
            return IntStream.range(0, summits.size()).mapToObj(m -> mode(summits.get(m), climbers.get(m), weights))
                    .sorted(Comparator.comparingDouble(Mode::mass).reversed()).toList();
        }

        private Mode mode(double summit, List<Integer> climbers, double[] weights) {
            List<Integer> sorted = climbers.stream()
                    .sorted(Comparator.comparingDouble(i -> Math.IEEEremainder(phases.points().get(i) - summit, 2 * Math.PI)))
                    .toList();
            double mass = climbers.stream().mapToDouble(i -> weights[i]).sum();
            double below = 0;
            int k = 0;
            while (below + weights[sorted.get(k)] < mass * (0.5 - 1e-12)) below += weights[sorted.get(k++)];
            boolean between = below + weights[sorted.get(k)] <= mass * (0.5 + 1e-12) && k + 1 < sorted.size();
            double first = Math.IEEEremainder(phases.points().get(sorted.get(k)) - summit, 2 * Math.PI);
            double last = Math.IEEEremainder(phases.points().get(sorted.get(between ? k + 1 : k)) - summit, 2 * Math.PI);
            return new Mode(Math.IEEEremainder(summit + (first + last) / 2, 2 * Math.PI), mass);
        }

        private double climbed(double start, double[] weights) {
            double at = start;
            for (int climb = 0; climb < CLIMBS; climb++) {
                double re = 0, im = 0;
                for (int i = 0; i < weights.length; i++) {
                    double away = phases.points().get(i) - at;
                    double near = weights[i] * Math.exp(SHARPNESS * (Math.cos(away) - 1));
                    re += near * Math.cos(away);
                    im += near * Math.sin(away);
                }
                double shift = Math.atan2(im, re);
                at = Math.IEEEremainder(at + shift, 2 * Math.PI);
                if (Math.abs(shift) < 1e-9) break;
            }
            return at;
        }
    }

    /**
     * Phase of N(m, σ²I) on C, with preferred phase arg m and ratio ρ = |m|/σ ≥ 0 (0: uniform).
     *
     * @param preferred in [−π, π]
     */
    record ProjectedNormal(double preferred, double ratio) implements PhaseLaw {
        private static final double NARROW = 1000, CERTAIN = 9;
        private static final int NODES = 32;

        public ProjectedNormal {
            Checks.inRange("preferred", preferred, -Math.PI, Math.PI);
            Checks.nonNegative("ratio", ratio);
        }

        @Override public List<Mode> modes() { return ratio == 0 ? List.of() : List.of(new Mode(preferred, 1)); }

        /** Density per radian: (1/2π) ∫₀^∞ r exp(−½|r e^{iθ} − ρ e^{i·preferred}|²) dr; absolute error about 1e-16·(1 + ρ). */
        public double density(double theta) {
            double along = ratio * Math.cos(theta - preferred), across = ratio * Math.sin(theta - preferred);
            double near = Math.exp(-0.5 * ratio * ratio) / (2 * Math.PI);
            return Math.max(0, near + along * Math.exp(-0.5 * across * across) * normalCdf(along) / Math.sqrt(2 * Math.PI));
        }

        @Override public Complex resultant() {
            if (ratio == 0) return Complex.ZERO;
            if (ratio > NARROW) return Complex.polar(1 - 0.5 / (ratio * ratio), preferred);
            // the trapezoidal rule on a full period converges faster than any power once the nodes resolve the peak
            int nodes = 64 + (int) Math.ceil(16 * ratio);
            double sum = 0;
            for (int k = 0; k < nodes; k++) {
                double delta = 2 * Math.PI * k / nodes;
                sum += Math.cos(delta) * density(preferred + delta);
            }
            return Complex.polar(2 * Math.PI * sum / nodes, preferred);
        }

        @Override public double[] histogram(int bins) {
            double[] histogram = new double[Checks.atLeast("bins", bins, 1)];
            double from = mass(-Math.PI - preferred);
            for (int k = 0; k < bins; k++) {
                double to = mass(2 * Math.PI * (k + 1) / bins - Math.PI - preferred);
                histogram[k] = Math.max(0, to - from);
                from = to;
            }
            return histogram;
        }

        /** Mass of the arc from the preferred phase to δ radians from it, δ in [−2π, 2π]; odd in δ. */
        double mass(double delta) {
            double d = Math.abs(delta);
            double mass = d > Math.PI ? 1 - front(2 * Math.PI - d) : front(d);
            return Math.copySign(mass, delta);
        }

        /**
         * Mass of the arc from the preferred phase to δ ∈ [0, π]. The half-plane of phases in (δ − π, δ) has mass Φ(ρ sin δ), so that an arc in front outweighs
         * the one opposite by Φ(ρ sin δ) − ½; the density opposite is smooth however narrow the law.
         */
        private double front(double delta) {
            if (delta > Math.PI / 2) return 0.5 - opposite(Math.PI - delta);
            return normalCdf(ratio * Math.sin(delta)) - 0.5 + opposite(delta);
        }

        /** Mass of the arc of δ ∈ [0, π/2] radians beside the phase opposite the preferred one, by Simpson's rule. */
        private double opposite(double delta) {
            double h = delta / (2 * NODES);
            double sum = density(preferred + Math.PI) + density(preferred + Math.PI + delta);
            for (int k = 1; k < 2 * NODES; k++) sum += (k % 2 == 0 ? 2 : 4) * density(preferred + Math.PI + k * h);
            return sum * h / 3;
        }

        /** Φ(x) = ½ + φ(x) Σ x^{2k+1}/(2k+1)!!; all terms have one sign. */
        private static double normalCdf(double x) {
            if (Math.abs(x) > CERTAIN) return x > 0 ? 1 : 0;
            double term = x, sum = 0;
            for (int k = 1; sum + term != sum; k++) {
                sum += term;
                term *= x * x / (2 * k + 1);
            }
            return 0.5 + sum * Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
        }
    }
}

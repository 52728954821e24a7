package org.tanhwg.core.energy;

import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.tanhwg.core.Checks;
import org.tanhwg.core.space.Complex;
import org.tanhwg.core.space.Complex.ComplexPlane;
import org.tanhwg.core.transport.AmplitudeSpace;

/**
 * The generalized quadratic energy (λ/2)|Φ(μ) − g|² of a linear map into C^B (Def 7.3): Φ(μ)_b = Σ_x w_x m_x a_bx, one row per
 * example.
 *
 * <p>Implicit step (theory §4.1, with λ = h/B): (I + λτ A D_w A*) r = Φ(μ) − g, then m⁺ = m − λτ A* r: stable for every τ. Memory
 * and time grow as B² and B³.
 *
 * @param rows a_bx: B ≥ 1 rows of n activations
 * @param targets g_b
 * @param lambda λ > 0
 */
public record GeneralizedQuadratic(AmplitudeSpace space, List<List<Complex>> rows, List<Complex> targets,
        double lambda) implements Energy<List<Complex>> {

    /** @throws IllegalArgumentException if a size does not match, a number is not finite or λ is not positive */
    public GeneralizedQuadratic {
        Checks.atLeast("rows.size()", rows.size(), 1);
        Checks.size("targets.size()", targets.size(), rows.size());
        for (int b = 0; b < rows.size(); b++) {
            space.member("rows[" + b + "]", rows.get(b));
            new ComplexPlane().member("targets[" + b + "]", targets.get(b));
        }
        rows = rows.stream().map(List::copyOf).toList();
        targets = List.copyOf(targets);
        Checks.positive("lambda", lambda);
    }

    /** Φ(μ) − g. */
    public List<Complex> residual(List<Complex> means) {
        space.member("means", means);
        double[] w = space.weights();
        List<Complex> residual = new ArrayList<>();
        for (int b = 0; b < rows.size(); b++) {
            Complex z = targets.get(b).times(-1);
            for (int x = 0; x < w.length; x++) z = z.plus(rows.get(b).get(x).times(means.get(x)).times(w[x]));
            residual.add(z);
        }
        return residual;
    }

    @Override public double value(List<Complex> means) {
        double sum = 0;
        for (Complex r : residual(means)) sum += r.squaredModulus();
        return lambda / 2 * sum;
    }

    @Override public Prox<List<Complex>> prox(List<Complex> from, double tau) {
        Checks.positive("tau", tau);
        List<Complex> residual = implicit(residual(from), lambda * tau);
        return Prox.exact(space.mapped(from, (x, m) -> {
            Complex pull = Complex.ZERO;
            for (int b = 0; b < rows.size(); b++) pull = pull.plus(rows.get(b).get(x).conjugate().times(residual.get(b)));
            return m.minus(pull.times(lambda * tau));
        }));
    }

    /** Solves (I + t A D_w A*) r = residual as a real system of twice the size. */
    private List<Complex> implicit(List<Complex> residual, double t) {
        int size = rows.size();
        double[] w = space.weights();
        DMatrixRMaj matrix = CommonOps_DDRM.identity(2 * size);
        DMatrixRMaj side = new DMatrixRMaj(2 * size, 1);
        for (int b = 0; b < size; b++) {
            side.set(b, 0, residual.get(b).re());
            side.set(size + b, 0, residual.get(b).im());
            for (int c = 0; c < size; c++) {
                Complex gram = Complex.ZERO;
                for (int x = 0; x < w.length; x++) {
                    gram = gram.plus(rows.get(b).get(x).times(rows.get(c).get(x).conjugate()).times(t * w[x]));
                }
                matrix.add(b, c, gram.re());
                matrix.add(size + b, size + c, gram.re());
                matrix.add(b, size + c, -gram.im());
                matrix.add(size + b, c, gram.im());
            }
        }
        DMatrixRMaj solution = new DMatrixRMaj(2 * size, 1);
        if (!CommonOps_DDRM.solve(matrix, side, solution)) {
            throw new IllegalArgumentException("tau·lambda = " + t + ": must be small enough for I + τλAD_wA* to be finite");
        }
        List<Complex> solved = new ArrayList<>();
        for (int b = 0; b < size; b++) solved.add(new Complex(solution.get(b, 0), solution.get(size + b, 0)));
        return solved;
    }
}

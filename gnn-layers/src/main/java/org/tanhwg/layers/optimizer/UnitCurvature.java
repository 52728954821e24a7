package org.tanhwg.layers.optimizer;

import static org.bytedeco.openblas.global.openblas.CblasColMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemv;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.OptionalDouble;
import org.tanhwg.layers.impl.Curvature;
import org.tanhwg.layers.impl.Pass;

/**
 * The curvature H_y of the loss that each unit of a layer sees, as a moving average (theory §4.1, majorised form).
 *
 * <pre>h_y = q √(e_y Σ_y' e_y'),   e_y = mean_b ε_y², at least a hundredth of its mean over the layer,
 *   s_y = Σ_x ŵ_x mean_b a_x² + 1,   H_y = average of h_y s_y</pre>
 * A convolution meets each example at P positions: it is a dense layer of P Y units whose copies share their synapses, so its moments are sums over positions,
 * 1 becomes P and h_y = q √(e_y Σ_y' e_y' / P), as if it were that of one copy.
 * Where errors are those of each unit's own energy, h_y = mean_b ∂ε_y/∂z_y instead, with the same least share.
 * q = (curvature that the model expects of its loss) / (squared error that it met), both traces at the output: it turns moments of the
 * errors met, which vanish as the fit improves, into moments of the errors that the model itself deems possible (Gauss–Newton).
 */
final class UnitCurvature {
    /** Share of the layer's mean: a unit that is hardly ever active must not wake up to a step as large as η. */
    private static final double LEAST_SHARE = 0.01;
    private static final float DECAY = 0.99f;
    /** Every how many steps moments are gathered. */
    static final int EVERY = 4;

    private final LayerViews views;
    private final Curvature moments;
    private final List<Curvature> outputs;
    /** mean_b a_x² and s_y − 1 where BLAS reads and writes them. */
    private final FloatBuffer squares;
    private final FloatBuffer weighted;
    private final float[] inputs;
    private final float[] units;

    /** @param outputs moments of the network's output layers; empty when none is generalized, then q = 1 */
    UnitCurvature(LayerViews views, Curvature moments, List<Curvature> outputs) {
        this.views = views;
        this.moments = moments;
        this.outputs = outputs;
        this.squares = direct(views.n());
        this.weighted = direct(views.units());
        this.inputs = new float[views.units()];
        this.units = new float[views.units()];
    }

    /** Takes in the moments of the last backward pass, if it gathered any. @return whether it did */
    boolean refresh(Pass pass) {
        if (!moments.takeFresh()) return false;
        double q = expectedOverMet();
        float[] errors = moments.errorSquares();
        double total = sum(errors);
        float[] slopes = moments.unitSlopes().orElse(null);
        double slopeTotal = slopes == null ? 0 : sum(slopes);
        pass.support().ifPresentOrElse(few -> few.massWeighted(moments.inputSquares(), inputs),
                this::massWeighted);
        FloatBuffer sum = views.curvatureSum();
        FloatBuffer weight = views.curvatureWeight();
        for (int unit = 0; unit < inputs.length; unit++) {
            this.units[unit] = (float) (slopes == null
                    ? q * Math.sqrt(atLeast(errors[unit], total) * (total / moments.positions()))
                    : atLeast(slopes[unit], slopeTotal));
            double h = this.units[unit] * (inputs[unit] + (double) moments.positions());
            if (!Double.isFinite(h)) continue;
            sum.put(unit, DECAY * sum.get(unit) + (1 - DECAY) * (float) h);
            weight.put(unit, DECAY * weight.get(unit) + (1 - DECAY));
        }
        return true;
    }

    /** Σ_x ŵ_x mean_b a_x² over all synapses of each unit. */
    private void massWeighted() {
        int n = views.n();
        squares.put(0, moments.inputSquares());
        cblas_sgemv(CblasColMajor, CblasTrans, n, views.units(), n, views.mass(), n, squares, 1, 0, weighted, 1);
        weighted.get(0, inputs);
    }

    private static FloatBuffer direct(int length) {
        return ByteBuffer.allocateDirect(Float.BYTES * length).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    private double atLeast(double value, double total) { return Math.max(value, LEAST_SHARE * total / units.length); }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) sum += value;
        return sum;
    }

    /** h_y of the moments last taken in. */
    float unit(int unit) { return units[unit]; }

    /** mean_b a_x² of the same. */
    float inputSquare(int x) { return moments.inputSquares()[x]; }

    /** Steps of a sequence, whose losses and so whose curvatures add up. */
    int steps() { return moments.steps(); }

    /** r_y = η / (1 + η κ H_y). */
    double relax(int unit, double eta, double kappa) {
        float weight = views.curvatureWeight().get(unit);
        double h = weight > 0 ? views.curvatureSum().get(unit) / weight : 0;
        return eta / (1 + eta * kappa * h);
    }

    /** P, at how many positions each unit meets each example. */
    int positions() { return moments.positions(); }

    private double expectedOverMet() {
        double sum = 0;
        int known = 0;
        for (Curvature output : outputs) {
            OptionalDouble ratio = output.expectedOverMet();
            if (ratio.isEmpty()) continue;
            sum += ratio.getAsDouble();
            known++;
        }
        return known == 0 ? 1 : sum / known;
    }
}

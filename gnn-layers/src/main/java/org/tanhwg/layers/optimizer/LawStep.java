package org.tanhwg.layers.optimizer;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.layers.arrays.FloatViews;
import org.tanhwg.layers.conf.SynapticEmbedding;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.conf.Transmission;
import org.tanhwg.layers.impl.Pass;
import org.tanhwg.layers.kernel.sparse.Support;
import org.tanhwg.layers.kernel.step.AtomStep;
import org.tanhwg.layers.kernel.step.CovarianceStep;
import org.tanhwg.layers.kernel.step.LawScaling;
import org.tanhwg.layers.kernel.step.PlaneAtomStep;
import org.tanhwg.layers.kernel.step.SpreadStep;

/**
 * How the laws of a layer move besides their means: the spreads or covariances of Gaussian laws, the centred atoms of others (theory §4.4, §5).
 *
 * <p>Where training samples, the gradient brings the batch's own estimate. Where it takes expectations, the curvature that the layer's units
 * see stands in, C_xy = h_y mean_b a_x², of sequences the sum over their steps, at the steps that gather it; it tells no direction of the plane from another, B = 0.
 */
final class LawStep {
    private static final float CURVATURE_DECAY = 0.99f;
    /** Longest clock of sampled atoms, that of the means: their step is explicit in linear signals and overshoots beyond; in curvatures steps are implicit, at any clock. */
    private static final double LONGEST_EXPLICIT = 1;

    private final LayerViews views;
    private final UnitCurvature curvature;
    @SuppressWarnings("unused") private final List<INDArray> alive;
    private final FloatBuffer values;
    private final FloatBuffer state;
    private final SynapticLaw.Kind kind;
    private final boolean normal;
    private final boolean sampled;
    private final float decay;
    private final StepSettings settings;
    private final float[] rate;
    private final SpreadStep spreadStep = new SpreadStep();
    private final CovarianceStep covarianceStep = new CovarianceStep();
    private final AtomStep atomStep;
    private final PlaneAtomStep planeAtomStep;
    private final LawScaling scaling = new LawScaling();
    private final float[] column;

    /**
     * @param law spreads n × units, of covariances 2n × units more behind them, or centred atoms, Kn × units or twice as many in the plane
     * @param lawState as many numbers
     */
    LawStep(LayerViews views, INDArray law, INDArray lawState, SynapticEmbedding embedding, StepSettings settings,
            UnitCurvature curvature) {
        this.views = views;
        this.curvature = curvature;
        alive = List.of(law, lawState);
        values = FloatViews.of(law);
        state = FloatViews.of(lawState);
        kind = embedding.law().kind();
        normal = kind == SynapticLaw.Kind.GAUSSIAN || kind == SynapticLaw.Kind.COVARIANCE;
        sampled = embedding.training() == Transmission.SAMPLED;
        decay = sampled && !normal ? (float) settings.momentum : CURVATURE_DECAY;
        this.settings = settings;
        rate = new float[views.units()];
        atomStep = new AtomStep(embedding.law().atoms());
        planeAtomStep = new PlaneAtomStep(embedding.law().atoms());
        column = new float[views.n()];
    }

    /**
     * One step of all laws.
     *
     * @param pass whose gradient is taken
     * @param update on entry what the layer left in the gradient, on return what is to be subtracted
     * @param unitRate step size of each unit's means
     * @param cosine ρ, by which these have fallen; the temperature of Gaussian laws is T(1 − ρ)
     * @param fresh whether the curvature of the units was gathered in this step
     */
    void step(Pass pass, FloatBuffer update, float[] unitRate, double cosine, boolean fresh) {
        Optional<Support> few = pass.support();
        float clock = (float) (sampled && !normal ? Math.min(settings.widthStepFactor, LONGEST_EXPLICIT)
                : settings.widthStepFactor);
        for (int unit = 0; unit < rate.length; unit++) rate[unit] = clock * unitRate[unit];
        if (!sampled && fresh) expectCurvature(update, few);
        // atoms have T throughout: in the cold nothing holds them together against the noise of their own signals
        double temperature = settings.temperature * (normal ? 1 - cosine : 1);
        var k = new SpreadStep.Coefficients(sampled || fresh ? decay : 1, rate, (float) temperature,
                (float) (1 / (settings.confinement * settings.confinement)));
        if (few.isPresent()) {
            spreadStep.apply(few.get(), values, update, state, k);
            return;
        }
        switch (kind) {
            case DIRAC -> throw new IllegalStateException("layer " + views.name() + ": numbers have no width to step");
            case GAUSSIAN -> spreadStep.apply(views.n(), views.units(), views.mass(), values, update, state, k);
            case COVARIANCE -> covarianceStep.apply(views.n(), views.units(), views.mass(), values, update, state, k);
            case QUANTILES -> atomStep.apply(views.n(), views.units(), views.mass(), values, update, state, sampled, k);
            case ATOMS -> planeAtomStep.apply(views.n(), views.units(), views.mass(), values, update, state, sampled, k);
        }
    }

    /** After the mass moved: the law of w A stays. */
    void rescale(Pass pass, FloatBuffer massUpdate, FloatBuffer update) {
        int first = kind == SynapticLaw.Kind.COVARIANCE ? views.n() * views.units() : values.limit();
        pass.support().ifPresentOrElse(few -> scaling.apply(few, massUpdate, values, update), () -> {
            rescale(massUpdate, values.slice(0, first), update.slice(0, first));
            if (first < values.limit()) {
                int rest = values.limit() - first;
                rescale(massUpdate, values.slice(first, rest), update.slice(first, rest));
            }
        });
    }

    private void rescale(FloatBuffer massUpdate, FloatBuffer law, FloatBuffer update) {
        scaling.apply(views.n(), views.units(), views.mass(), massUpdate, law, update);
    }

    /** Puts h_y mean_b a_x², of complex synapses the mean of both parts, into the first n rows of every unit. */
    private void expectCurvature(FloatBuffer update, Optional<Support> few) {
        if (few.isPresent()) {
            Support list = few.get();
            for (int unit = 0; unit < list.units(); unit++) {
                for (int k = list.start(unit); k < list.start(unit + 1); k++)
                    update.put(list.at(k), curvature.unit(unit) * curvature.inputSquare(list.input(k)));
            }
            return;
        }
        int stride = kind == SynapticLaw.Kind.COVARIANCE ? views.n() : update.limit() / views.units();
        for (int unit = 0; unit < views.units(); unit++) {
            float each = curvature.unit(unit) * curvature.steps() / views.parts();
            for (int x = 0; x < column.length; x++) column[x] = each * curvature.inputSquare(x);
            update.put(unit * stride, column);
        }
    }
}

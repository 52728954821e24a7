package org.tanhwg.layers.impl;

import static org.tanhwg.layers.conf.SynapticParameters.AMPLITUDE;
import static org.tanhwg.layers.conf.SynapticParameters.BIAS;
import static org.tanhwg.layers.conf.SynapticParameters.MASS;

import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.kernel.picture.SlidingWindow;
import org.tanhwg.layers.kernel.sparse.ConvolvedLines;

/**
 * The synapses of a kernel that slides over pictures (theory §6b), without their patches: few of them take pictures or maps as they are, all of them maps, by
 * {@link SlidingProducts}. Where there are patches, each is a row like any other and {@link Synapses} does them.
 */
final class SlidingSynapses extends Synapses {
    private final SlidingProducts products = new SlidingProducts();

    SlidingSynapses(Layer owner, NeuralNetConfiguration conf, DataType type) {
        super(owner, conf, type);
    }

    /** Whether maps may lie example innermost: nothing but real Dirac synapses in single precision asks for all patches at once. */
    boolean takesMaps() {
        return sparse().isPresent() && embedding().law().kind() == SynapticLaw.Kind.DIRAC && !sketch().requested();
    }

    /** The few synapses that have mass, if the coming pass goes through these alone. */
    Optional<SparseSynapses> few(SlidingWindow window, long examples, Map<String, INDArray> parameters, boolean training) {
        if (sparse().isEmpty() || sketch().requested()) return Optional.empty();
        sparse().get().slide(window);
        return few(examples, parameters, training) ? sparse() : Optional.empty();
    }

    /**
     * z = aO + b, if few synapses are left: then into {@code z}, and the answer is true.
     *
     * @param pictures flat, [batch, inputs], row-major
     * @param z flat, [batch, outputs], row-major
     */
    boolean transmitFew(SlidingWindow window, INDArray pictures, Map<String, INDArray> parameters, boolean training, INDArray z) {
        boolean few = few(window, pictures.size(0), parameters, training).isPresent();
        if (few) transmitFew(pictures, parameters, z);
        return few;
    }

    /** z = aO + b over maps, both as features. */
    void transmit(SlidingWindow window, INDArray a, Map<String, INDArray> parameters, boolean training, INDArray z) {
        if (transmitFew(window, a.transpose(), parameters, training, z.transpose())) return;
        products.forward(window, observed(parameters).observable(), parameters.get(BIAS), a, z, shared());
    }

    /** Fills the gradient views after {@link #transmit}. @param error ∂L/∂z @param below receives ∂L/∂a; null if it is not asked for */
    Gradient gradient(INDArray a, INDArray error, Map<String, INDArray> parameters, Map<String, INDArray> views, INDArray below) {
        if (pass() instanceof Pass.Sparse few) {
            Gradient gradient = gradient(a.transpose(), error.transpose(), parameters, views);
            if (below != null) few.synapses().inputGradient(false, below.transpose());
            return gradient;
        }
        double scale = gradients().scale(a.size(1));
        gradients().begin(pass(), views);
        sparse().ifPresent(SparseSynapses::overwritten);
        products.backward(a, error, scale, views.get(AMPLITUDE), below, shared());
        long units = parameters.get(MASS).size(1);
        operations().positionSums(error.reshape('c', units, error.length() / units).transpose(), scale, views.get(BIAS));
        gradients().convert(parameters, views);
        return GradientViews.gradient(views);
    }

    /**
     * Fills the gradient views after a pass of few synapses, a rectifier and a pool.
     *
     * @param below receives ∂L/∂a; null if it is not asked for
     * @param squares whether those of the errors are asked for
     */
    Gradient gradient(ConvolvedLines lines, INDArray error, Map<String, INDArray> views, INDArray below, boolean squares) {
        gradients().begin(pass(), views);
        sparse().orElseThrow().gradient(lines, error, gradients().scale(error.size(1)), views.get(AMPLITUDE), views.get(BIAS),
                below, squares, shared());
        return GradientViews.gradient(views);
    }

    /** Gathers the curvature's moments of the last pass over few synapses; after {@link #gradient}. */
    void gatherFew() {
        sparse().orElseThrow().gather(curvature());
    }
}

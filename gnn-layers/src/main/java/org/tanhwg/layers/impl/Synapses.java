package org.tanhwg.layers.impl;

import static org.tanhwg.layers.conf.SynapticParameters.BIAS;
import static org.tanhwg.layers.conf.SynapticParameters.MASS;
import static org.tanhwg.layers.conf.SynapticParameters.SPREAD;
import static org.tanhwg.layers.conf.SynapticParameters.WIDTHS;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.core.SplitMix;
import org.tanhwg.layers.arrays.FloatViews;
import org.tanhwg.layers.conf.Generalized;
import org.tanhwg.layers.conf.GeneralizedHidden;
import org.tanhwg.layers.conf.SynapticEmbedding;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.conf.Transmission;
import org.tanhwg.layers.kernel.sparse.Halves;
import org.tanhwg.layers.signal.BackPropagation;

/**
 * The synapses of one layer: transmission z = aO + b with O = w m, in expectation or sampled, and its gradients (theory §1, §4).
 *
 * <p>A {@link Pass} goes through all synapses ({@link DenseProducts}), through those of the inputs that are not 0 ({@link NonZeroInputs}) or through
 * those that have mass ({@link SparseSynapses}), whichever is least work.
 */
public sealed class Synapses permits SlidingSynapses {
    private final Layer owner;
    private final GradientViews gradients;
    private final Curvature curvature;
    private final ActivationSketch sketch = new ActivationSketch();
    private final LayerOperations operations;
    private final List<String> amplitudes;
    private final DenseProducts dense;
    private final SynapticEmbedding embedding;
    private final Sampling sampling;
    /** For real Dirac and Gaussian laws in single precision under back-propagation. */
    private final Optional<SparseSynapses> sparse;
    /** For such layers too, where the gradient of the input is not asked for. */
    private final Optional<NonZeroInputs> nonZero;
    private final boolean prunesForGood;
    private final DataType type;
    private boolean first;
    private final long seed;
    private Inference inference;
    private Halves halves = Halves.WHOLE;
    private Halves shared = Halves.WHOLE;
    /** The last forward pass. */
    private Pass pass = Pass.ALL;

    /** The synapses of a fully connected layer as its configuration says. */
    Synapses(Layer owner, NeuralNetConfiguration conf, DataType type) {
        this.owner = owner;
        FeedForwardLayer layer = (FeedForwardLayer) conf.getLayer();
        prunesForGood = layer.getIUpdater() instanceof Generalized.Updater updater && updater.prunesForGood();
        this.type = type;
        int n = (int) ((Generalized) layer).synapses(layer.getNIn(), layer.getNOut());
        curvature = new Curvature(n, layer.getNOut());
        operations = LayerOperations.of(type);
        amplitudes = ((Generalized) layer).amplitudeKeys();
        gradients = new GradientViews(conf, amplitudes);
        dense = new DenseProducts(operations, amplitudes, type);
        embedding = ((Generalized) layer).getEmbedding();
        sampling = Sampling.of(layer, embedding.law(), type);
        boolean plain = type == DataType.FLOAT && amplitudes.size() == 1 && embedding.law().kind() != SynapticLaw.Kind.QUANTILES
                && ((Generalized) layer).getSignal() instanceof BackPropagation;
        sparse = plain ? Optional.of(new SparseSynapses(n, (int) layer.getNOut())) : Optional.empty();
        nonZero = sparse.filter(those -> layer instanceof GeneralizedHidden hidden && !hidden.isInputGradient())
                .map(those -> new NonZeroInputs(n, (int) layer.getNOut(), false));
        seed = conf.getSeed();
        inference = Inference.of(embedding.inference(), ~seed);
    }

    LayerOperations operations() { return operations; }

    /** The way over few synapses, where the layer has one. */
    Optional<SparseSynapses> sparse() { return sparse; }

    GradientViews gradients() { return gradients; }

    /** Curvature statistics of the last backward pass. */
    public Curvature curvature() { return curvature; }

    /** Activation patterns of the inputs over recent batches. */
    public ActivationSketch sketch() { return sketch; }

    /** The pass whose gradient the views hold. */
    public Pass filled() { return gradients.filled(); }

    /** Tells that the gradient views hold what others wrote, or that the parameters may not be those of the last pass. */
    public void overwritten() {
        gradients.overwritten();
        sparse.ifPresent(SparseSynapses::overwritten);
    }

    /** Forgets what the backward pass of a refused batch gathered, as if it had not come. */
    public void takeBack() {
        curvature.takeBack();
        sketch.takeBack();
    }

    /** Tells that the gradient view of w holds an update, for listeners to see until the next gradient comes. */
    public void massUpdated() {
        gradients.massUpdated();
    }

    /** Tells that structural mass has moved. */
    public void massMoved() { sparse.ifPresent(SparseSynapses::massMoved); }

    /** From now on all synapses take part in every pass, as those do that a comparison needs. */
    public void neverSparse() {
        sparse.ifPresent(SparseSynapses::never);
    }

    /** From now on has the units of every pass and step over all synapses done so, if they are many. */
    public void share(Halves halves) {
        shared = halves;
        if (!StepCost.divisible(curvature.inputSquares().length, curvature.errorSquares().length)) return;
        this.halves = halves;
        sparse.ifPresent(few -> few.share(halves));
    }

    /** Tells that the input comes from outside of the network. */
    public void first() { first = true; }

    /** A minibatch in the type of the layer and, where it comes from outside, row after row: neither may change a result. */
    INDArray accept(INDArray input, LayerWorkspaceMgr workspaces) {
        return FloatViews.accept(input, type, first || owner.getIndex() == 0, workspaces);
    }

    /** How the units of a pass or step are done. */
    public Halves halves() { return halves; }

    /** How work is done that grows with the positions of a kernel, however few its synapses. */
    Halves shared() { return shared; }

    /** Laws of the amplitudes and what of them is transmitted. */
    public SynapticEmbedding embedding() { return embedding; }

    /** From now on transmits this at inference; answers what it was until now. */
    public Inference transmit(Inference next) {
        Inference before = inference;
        inference = next;
        return before;
    }

    /**
     * z = aO + b, [batch, Y], and the deviation of the draws where the transmission is sampled; without biases that are fewer
     * than the columns of z, as those of modReLU.
     *
     * @param sparseOrder layout of z if few synapses are left; otherwise it is row-major
     * @param training whether the pass belongs to a training step, which draws the same numbers however often it is run
     */
    INDArray preActivation(INDArray a, Map<String, INDArray> parameters, boolean training, char sparseOrder,
            Supplier<String> layerId, LayerWorkspaceMgr workspaces) {
        INDArray w = parameters.get(MASS);
        int parts = amplitudes.size();
        if (a.rank() != 2 || a.size(1) != parts * w.size(0)) {
            throw new DL4JInvalidInputException("input of shape " + Arrays.toString(a.shape()) + ": layer " + layerId.get()
                    + " takes [batch, " + parts * w.size(0) + "]" + (parts == 1 ? "" : ", real parts before imaginary ones"));
        }
        INDArray input = a.castTo(w.dataType());
        boolean few = few(a.size(0), parameters, training);
        INDArray z = workspaces.createUninitialized(ArrayType.ACTIVATIONS, w.dataType(),
                new long[] {a.size(0), parts * w.size(1)}, few ? sparseOrder : 'c');
        if (few) transmitFew(input, parameters, z);
        else all(dense.parts(input), parameters, training, z);
        return z;
    }

    /** Whether the coming pass goes through the synapses that have mass alone. */
    boolean few(long examples, Map<String, INDArray> parameters, boolean training) {
        boolean draws = sampled(training) && parameters.containsKey(SPREAD);
        boolean few = sparse.isPresent() && (training ? prunesForGood : !draws)
                && sparse.get().choose(parameters.get(MASS), examples, training);
        if (few) pass = new Pass.Sparse(sparse.get(), draws);
        return few;
    }

    /** z = aO + b of few synapses, [batch, outputs] in either layout, and the deviation of the draws where the pass samples. */
    void transmitFew(INDArray a, Map<String, INDArray> parameters, INDArray z) {
        boolean draws = pass.sampled();
        sparse.orElseThrow().transmit(a, parameters.get(amplitudes.get(0)), parameters.get(BIAS),
                draws ? parameters.get(SPREAD) : null, draws ? trainingStream() : 0, z);
    }

    private boolean sampled(boolean training) {
        return training ? embedding.training() == Transmission.SAMPLED : inference.samples();
    }

    /**
     * z = aO + b over all synapses, and the deviation of the draws where the transmission is sampled.
     *
     * @param input {@link DenseProducts#parts} of a
     * @param z receives it; contiguous
     */
    void all(INDArray input, Map<String, INDArray> parameters, boolean training, INDArray z) {
        INDArray w = parameters.get(MASS);
        boolean sampled = sampled(training);
        INDArray into = dense.parts(z);
        if (!training && inference.knowsMoments()) {
            inference.recall(z);
            sampling.redraw(input, parameters, into, inference.nextStream(owner.getIndex()));
            return;
        }
        INDArray bias = parameters.get(BIAS);
        if (additive(bias, z)) operations.broadcast(bias, z);
        if (nonZero.isPresent() && nonZero.get().choose(input)) {
            pass = new Pass.Packed(nonZero.get(), sampled);
            nonZero.get().transmit(w, parameters.get(amplitudes.get(0)), additive(bias, z) ? 1 : 0, z, halves);
        } else {
            pass = new Pass.Dense(sampled);
            dense.transmit(input, parameters, additive(bias, z), into, halves);
        }
        if (!training) inference.remember(z);
        if (sampled) {
            long stream = training ? trainingStream() : inference.nextStream(owner.getIndex());
            sampling.draw(input, pass, parameters, into, stream, halves);
        }
    }

    /** The products of a layer that goes through its synapses step by step or by position; good until the next pass. */
    DenseProducts observed(Map<String, INDArray> parameters) {
        pass = Pass.ALL;
        return dense.observe(parameters);
    }

    /** What the draws of a pass step by step add to it, if it samples; after {@link #observed}. @param batch rows of a step, two for each complex example */
    Optional<Sampling> begin(long steps, long batch, Map<String, INDArray> parameters, boolean training) {
        if (!sampled(training)) return Optional.empty();
        pass = new Pass.Dense(true);
        sampling.begin(steps, batch, parameters, training ? trainingStream() : inference.nextStream(owner.getIndex()));
        return Optional.of(sampling);
    }

    private long trainingStream() { return SplitMix.seed(SplitMix.seed(seed, owner.getIndex()), owner.getIterationCount()); }

    private static boolean additive(INDArray bias, INDArray z) { return bias.length() == z.size(1); }

    /**
     * Fills the gradient views from the error signal; that of biases which are not part of z is left to the layer.
     *
     * @param a input of the forward pass, [batch, n]
     * @param error ε = ∂L/∂z, [batch, Y]; of complex z, ∂L/∂Re z + i ∂L/∂Im z
     */
    Gradient gradient(INDArray a, INDArray error, Map<String, INDArray> parameters, Map<String, INDArray> views) {
        return gradient(a, error, a.size(0), parameters, views);
    }

    /** Does so where each example has several rows in a, whose gradients add up. */
    Gradient gradient(INDArray a, INDArray error, long examples, Map<String, INDArray> parameters, Map<String, INDArray> views) {
        double scale = gradients.scale(examples);
        INDArray input = dense.parts(a.castTo(error.dataType()));
        INDArray signal = dense.parts(error);
        sketch.gather(input, owner.getIterationCount());
        gradients.begin(pass, views);
        if (pass instanceof Pass.Sparse sparse) {
            sparse.synapses().gradient(input, error, scale, views.get(amplitudes.get(0)), views.get(BIAS), views.get(SPREAD),
                    sparse.sampled());
            return GradientViews.gradient(views);
        }
        sparse.ifPresent(SparseSynapses::overwritten);
        if (pass instanceof Pass.Packed packed) packed.inputs().gradient(error, scale, views.get(amplitudes.get(0)), halves);
        else dense.gradient(input, signal, scale, views, halves);
        if (a.size(0) != examples) operations.positionSums(error, scale, views.get(BIAS));
        else if (additive(parameters.get(BIAS), error)) operations.columnSums(error, scale, views.get(BIAS));
        gradients.convert(parameters, views);
        for (String width : WIDTHS) if (!pass.sampled() && views.containsKey(width)) views.get(width).assign(0);
        if (pass.sampled()) sampling.gradient(input, signal, pass, parameters, views, scale, gradients.proximal(), halves);
        return GradientViews.gradient(views);
    }

    /** ∂L/∂a = ε Oᵀ, [batch, n], in the layout of a real a, and what came through the draws, with the observable of the last forward pass; after {@link #gradient}. */
    INDArray inputGradient(INDArray a, INDArray error, LayerWorkspaceMgr workspaces) {
        char order = sparse.isPresent() && FloatViews.columnMajor(a) ? 'f' : 'c';
        INDArray gradient = workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, error.dataType(),
                new long[] {error.size(0), a.size(1)}, order);
        if (pass instanceof Pass.Sparse sparse) sparse.synapses().inputGradient(sparse.sampled(), gradient);
        else inputGradientOfAll(a, error, gradient);
        return gradient;
    }

    /** Does so into a given array after a pass over all synapses. */
    void inputGradientOfAll(INDArray a, INDArray error, INDArray gradient) {
        INDArray into = dense.parts(gradient);
        dense.inputGradient(dense.parts(error), into);
        if (pass.sampled()) sampling.inputGradient(dense.parts(a.castTo(error.dataType())), into);
    }

    /** The last forward pass. */
    Pass pass() { return pass; }
}

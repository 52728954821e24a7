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
import org.deeplearning4j.nn.gradient.DefaultGradient;
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
import org.tanhwg.layers.kernel.ConvolvedLines;
import org.tanhwg.layers.kernel.Halves;
import org.tanhwg.layers.kernel.Pointwise;
import org.tanhwg.layers.kernel.SlidingWindow;
import org.tanhwg.layers.signal.BackPropagation;

/**
 * The synapses of one layer: transmission z = aO + b with O = w m, in expectation or sampled, and its gradients (theory §1, §4).
 *
 * <p>Under a synaptic updater such as Tan–HWG the gradient view of m receives ∂L/∂O as the minibatch mean, which is what its step takes; under any
 * other updater the views receive the plain gradients ∂L/∂w = m ∂L/∂O and ∂L/∂m = w ∂L/∂O, summed as Deeplearning4j expects.
 *
 * <p>A {@link Pass} goes through all synapses ({@link DenseProducts}), through those of the inputs that are not 0 ({@link NonZeroInputs}) or through
 * those that have mass ({@link SparseSynapses}), whichever is least work.
 */
public final class Synapses {
    private final Layer owner;
    private final boolean proximal;
    private final boolean averaged;
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
    /** The pass whose gradient the views hold. */
    private Pass filled = Pass.ALL;
    /** Whether the gradient view of w still holds the update of the last step, for listeners to see. */
    private boolean massUpdated;

    /** The synapses of a fully connected layer as its configuration says. */
    Synapses(Layer owner, NeuralNetConfiguration conf, DataType type) {
        this.owner = owner;
        FeedForwardLayer layer = (FeedForwardLayer) conf.getLayer();
        proximal = layer.getIUpdater() instanceof Generalized.Updater;
        prunesForGood = layer.getIUpdater() instanceof Generalized.Updater updater && updater.prunesForGood();
        averaged = conf.isMiniBatch();
        this.type = type;
        int n = (int) ((Generalized) layer).synapses(layer.getNIn(), layer.getNOut());
        curvature = new Curvature(n, layer.getNOut());
        operations = LayerOperations.of(type);
        amplitudes = ((Generalized) layer).amplitudeKeys();
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

    /** Curvature statistics of the last backward pass. */
    public Curvature curvature() { return curvature; }

    /** Activation patterns of the inputs over recent batches. */
    public ActivationSketch sketch() { return sketch; }

    /** The pass whose gradient the views hold. */
    public Pass filled() { return filled; }

    /** Tells that the gradient views hold what others wrote, or that the parameters may not be those of the last pass. */
    public void overwritten() {
        filled = Pass.ALL;
        sparse.ifPresent(SparseSynapses::overwritten);
    }

    /** Forgets what the backward pass of a refused batch gathered, as if it had not come. */
    public void takeBack() {
        curvature.takeBack();
        sketch.takeBack();
    }

    /** Tells that the gradient view of w holds an update, which is to go before the next gradient comes: whoever normalises that would count it. */
    public void massUpdated() {
        massUpdated = true;
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

    /** After a step of an updater that knows nothing of measures: see {@link ForeignStep}. */
    void project(Map<String, INDArray> parameters) {
        if (!proximal) ForeignStep.project(parameters);
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

    /** Whether the network itself shall divide the gradients by the size of the minibatch. */
    boolean dividedByMinibatch() {
        return !proximal;
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
        if (few(a.size(0), parameters, training)) {
            boolean draws = pass.sampled();
            return sparse.get().transmit(input, parameters.get(amplitudes.get(0)), parameters.get(BIAS),
                    draws ? parameters.get(SPREAD) : null, draws ? trainingStream() : 0, sparseOrder, workspaces);
        }
        INDArray z = workspaces.createUninitialized(ArrayType.ACTIVATIONS, w.dataType(),
                new long[] {a.size(0), parts * w.size(1)}, 'c');
        all(dense.parts(input), parameters, training, z);
        return z;
    }

    /** Whether the coming pass goes through the synapses that have mass alone. */
    private boolean few(long examples, Map<String, INDArray> parameters, boolean training) {
        boolean draws = sampled(training) && parameters.containsKey(SPREAD);
        boolean few = sparse.isPresent() && (training ? prunesForGood : !draws)
                && sparse.get().choose(parameters.get(MASS), examples, training);
        if (few) pass = new Pass.Sparse(sparse.get(), draws);
        return few;
    }

    private boolean sampled(boolean training) {
        return training ? embedding.training() == Transmission.SAMPLED : inference.samples();
    }

    /** The few synapses of a kernel that slides over pictures, if the coming pass goes through these alone. */
    Optional<SparseSynapses> slideFew(SlidingWindow window, long examples, Map<String, INDArray> parameters, boolean training) {
        if (sparse.isEmpty() || sketch.requested()) return Optional.empty();
        sparse.get().slide(window);
        return few(examples, parameters, training) ? sparse : Optional.empty();
    }

    /**
     * z of a kernel that slides over pictures, if few synapses are left: then into {@code z}, and the answer is true.
     *
     * @param pictures flat, [batch, inputs], row-major
     * @param z flat, [batch, outputs], row-major
     */
    boolean convolveFew(SlidingWindow window, INDArray pictures, Map<String, INDArray> parameters, boolean training, INDArray z) {
        if (slideFew(window, pictures.size(0), parameters, training).isEmpty()) return false;
        boolean draws = pass.sampled();
        sparse.get().transmit(pictures, parameters.get(amplitudes.get(0)), parameters.get(BIAS),
                draws ? parameters.get(SPREAD) : null, draws ? trainingStream() : 0, z);
        return true;
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

    /** Whether a kernel's maps may lie example innermost: nothing but real Dirac synapses in single precision asks for all patches at once. */
    boolean takesMaps() {
        return sparse.isPresent() && embedding.law().kind() == SynapticLaw.Kind.DIRAC && !sketch.requested();
    }

    /** z = aO + b of a kernel over maps, both as features. */
    void slide(SlidingProducts products, SlidingWindow window, INDArray a, Map<String, INDArray> parameters, boolean training,
            INDArray z) {
        if (convolveFew(window, a.transpose(), parameters, training, z.transpose())) return;
        products.forward(window, observed(parameters).observable(), parameters.get(BIAS), a, z, shared);
    }

    /** Fills the gradient views after a pass of few synapses, a rectifier and a pool. @param below receives ∂L/∂a; null if it is not asked for */
    Gradient gradient(ConvolvedLines lines, INDArray error, Map<String, INDArray> views, INDArray below) {
        beginGradient(views);
        sparse.orElseThrow().gradient(lines, error, scale(error.size(1)), views.get(amplitudes.get(0)), views.get(BIAS), below,
                curvature.due(owner.getIterationCount()), shared);
        return gradient(views);
    }

    /** Fills the gradient views after {@link #slide}. @param below receives ∂L/∂a; null if it is not asked for */
    Gradient slideBack(SlidingProducts products, INDArray a, INDArray error, Map<String, INDArray> parameters,
            Map<String, INDArray> views, INDArray below) {
        if (pass instanceof Pass.Sparse few) {
            Gradient gradient = gradient(a.transpose(), error.transpose(), parameters, views);
            if (below != null) few.synapses().inputGradient(false, below.transpose());
            return gradient;
        }
        double scale = scale(a.size(1));
        beginGradient(views);
        sparse.ifPresent(SparseSynapses::overwritten);
        products.backward(a, error, scale, views.get(amplitudes.get(0)), below, shared);
        long units = parameters.get(MASS).size(1);
        operations.positionSums(error.reshape('c', units, error.length() / units).transpose(), scale, views.get(BIAS));
        if (!proximal) ForeignStep.gradients(amplitudes, parameters, views);
        return gradient(views);
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
        double scale = scale(examples);
        INDArray input = dense.parts(a.castTo(error.dataType()));
        INDArray signal = dense.parts(error);
        sketch.gather(input, owner.getIterationCount());
        beginGradient(views);
        if (pass instanceof Pass.Sparse sparse) {
            sparse.synapses().gradient(input, error, scale, views.get(amplitudes.get(0)), views.get(BIAS), views.get(SPREAD),
                    sparse.sampled());
            return gradient(views);
        }
        sparse.ifPresent(SparseSynapses::overwritten);
        if (pass instanceof Pass.Packed packed) packed.inputs().gradient(error, scale, views.get(amplitudes.get(0)), halves);
        else dense.gradient(input, signal, scale, views, halves);
        if (a.size(0) != examples) operations.positionSums(error, scale, views.get(BIAS));
        else if (additive(parameters.get(BIAS), error)) operations.columnSums(error, scale, views.get(BIAS));
        if (!proximal) ForeignStep.gradients(amplitudes, parameters, views);
        for (String width : WIDTHS) if (!pass.sampled() && views.containsKey(width)) views.get(width).assign(0);
        if (pass.sampled()) sampling.gradient(input, signal, pass, parameters, views, scale, proximal, halves);
        return gradient(views);
    }

    private void beginGradient(Map<String, INDArray> views) {
        filled = pass;
        if (massUpdated) Pointwise.clear(FloatViews.of(views.get(MASS)));
        massUpdated = false;
    }

    private static Gradient gradient(Map<String, INDArray> views) {
        Gradient gradient = new DefaultGradient();
        gradient.gradientForVariable().putAll(views);
        return gradient;
    }

    /** Factor of every sum over a batch of that size that goes into a gradient view. */
    double scale(long examples) {
        return proximal && averaged ? 1.0 / examples : 1;
    }

    /** ∂L/∂a = ε Oᵀ, [batch, n], in the layout of a real a, and what came through the draws, with the observable of the last forward pass; after {@link #gradient}. */
    INDArray inputGradient(INDArray a, INDArray error, LayerWorkspaceMgr workspaces) {
        char order = sparse.isPresent() && FloatViews.columnMajor(a) ? 'f' : 'c';
        if (pass instanceof Pass.Sparse sparse) return sparse.synapses().inputGradient(order, sparse.sampled(), workspaces);
        INDArray gradient = workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, error.dataType(),
                new long[] {error.size(0), a.size(1)}, order);
        inputGradientOfAll(a, error, gradient);
        return gradient;
    }

    /** Does so into a given array after a pass over all synapses. */
    void inputGradientOfAll(INDArray a, INDArray error, INDArray gradient) {
        INDArray into = dense.parts(gradient);
        dense.inputGradient(dense.parts(error), into);
        if (pass.sampled()) sampling.inputGradient(dense.parts(a.castTo(error.dataType())), into);
    }

    /** Gathers the curvature's moments of the last pass of a kernel over few synapses; after {@link #gradient}. */
    void gatherFew() {
        sparse.orElseThrow().gather(curvature);
    }

    /** The last forward pass. */
    Pass pass() { return pass; }
}

package org.tanhwg.core.compact;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tanhwg.core.Checks;

/**
 * A chain of layers in which only living synapses, inputs and units are left: convolutions, poolings and sums with what came earlier, if there are any, then fully connected ones,
 * a' = σ(Σ O a + b), theory §1 and §6b.
 *
 * <p>Immutable and safe for any number of threads, each with a {@link Workspace} of its own, or together as a {@link CompactTeam}; no call of {@code apply} allocates. What an
 * example is answered does not depend, to the bit, on the others it comes with.
 */
public final class CompactNetwork {
    private final int inputs;
    private final int[] live;
    private final List<CompactPicture> pictures;
    private final List<CompactLayer> layers;
    private final int widest;

    /** @param live ascending */
    CompactNetwork(int inputs, int[] live, List<CompactPicture> pictures, List<CompactLayer> layers) {
        this.inputs = Checks.atLeast("inputs", inputs, 1);
        this.live = live;
        this.pictures = List.copyOf(pictures);
        this.layers = List.copyOf(layers);
        Checks.atLeast("layers", layers.size(), 1);
        for (int i = 0; i < live.length; i++) {
            Checks.index("live input", live[i], inputs);
            if (i > 0 && live[i] <= live[i - 1]) throw new IllegalArgumentException("live inputs do not ascend");
        }
        int width = mapsOf(live.length, pictures);
        int most = width;
        for (CompactLayer layer : layers) {
            Checks.size("inputs of a layer", layer.inputs(), width);
            if (layer.activation() == Activation.SOFTMAX && layer != layers.get(layers.size() - 1))
                throw new IllegalArgumentException("a hidden layer has softmax: only the last may");
            width = layer.units();
            most = Math.max(most, width);
        }
        widest = most;
    }

    /** How many numbers the maps hold that the fully connected layers take. */
    private static int mapsOf(int live, List<CompactPicture> pictures) {
        if (pictures.isEmpty()) return live;
        if (pictures.get(0).junction().isPresent())
            throw new IllegalArgumentException("the first layer is a junction: must be a convolution or a pooling");
        Checks.size("inputs of a layer", pictures.get(0).window().inputs(), live);
        for (int l = 1; l < pictures.size(); l++) {
            PictureWindow window = pictures.get(l).window();
            for (int source : pictures.get(l).sources(l)) {
                if (source > l)
                    throw new IllegalArgumentException(
                            "layer " + (l + 1) + " takes what layer " + source + " gives: must come before");
                CompactPicture below = pictures.get(Math.max(0, source - 1));
                PictureWindow its = below.window();
                Checks.size("channels of a layer", window.channels(), source == 0 ? its.channels() : below.units());
                Checks.size("height of a layer", window.height(), source == 0 ? its.height() : its.outHeight());
                Checks.size("width of a layer", window.width(), source == 0 ? its.width() : its.outWidth());
            }
        }
        return pictures.get(pictures.size() - 1).outputs();
    }

    /**
     * What is left of a network: synapses whose weight is not exactly 0, and inputs and units through which some of them lead from an
     * input to the output. Units that no input reaches are constants and go into the biases of the next layer.
     *
     * @param layers input to output, each with as many inputs as the one before has units
     * @throws IllegalArgumentException if they do not fit together, there is none, or one before the last has softmax
     */
    public static CompactNetwork of(List<LayerWeights> layers) { return of(List.of(), layers); }

    /**
     * What is left of a network that begins with convolutions and poolings. Channels go as units do; one that is a constant stays where a kernel reads it beyond the border,
     * since it is 0 there.
     *
     * @param pictures each over as many maps as the one before makes, or for a junction as the earlier one made, of their size; the first over examples that lie channel after channel, in each row by row
     * @param layers the first of which takes the last maps in the same order
     * @throws IllegalArgumentException as {@link #of(List)}
     */
    public static CompactNetwork of(List<PictureLayer> pictures, List<LayerWeights> layers) {
        return new Compaction(pictures, layers).compact();
    }

    /** This network with amplitudes of 8 bits: each weight becomes the nearest of 255 multiples of a 127th of its unit's largest. */
    public CompactNetwork coded8() {
        return bits() == 8 ? this : new CompactNetwork(inputs, live, pictures.stream().map(CompactPicture::coded8).toList(),
                layers.stream().map(CompactLayer::coded8).toList());
    }

    /** Numbers in an example, those that nothing listens to included. */
    public int inputs() { return inputs; }

    /** Numbers in an answer. */
    public int outputs() { return layers.get(layers.size() - 1).units(); }

    /** The inputs that are listened to, ascending; a copy. */
    public int[] liveInputs() { return live.clone(); }

    /** Living channels of each convolution, then living units of each layer. */
    public List<Integer> units() {
        return Stream.concat(pictures.stream().map(CompactPicture::kernel).flatMap(Optional::stream), layers.stream())
                .map(CompactLayer::units).toList();
    }

    /** Number of synapses. */
    public int synapses() {
        return layers.stream().mapToInt(CompactLayer::synapses).sum()
                + pictures.stream().mapToInt(CompactPicture::synapses).sum();
    }

    /** Multiplications with a weight for one example: a synapse of a kernel has one at each position. */
    public long multiplyAdds() {
        return layers.stream().mapToLong(CompactLayer::synapses).sum()
                + pictures.stream().mapToLong(its -> (long) its.synapses() * its.window().positions()).sum();
    }

    /** Bits of an amplitude in a file: 32 or 8. */
    public int bits() { return layers.get(0).coded() ? 8 : 32; }

    /** Convolutions and poolings with their zeros; the first takes the channels of the live inputs only. Copies. */
    public Stream<PictureLayer> pictures() {
        return pictures.stream().map(CompactPicture::full);
    }

    /** The fully connected layers with their zeros; the first takes the live inputs only, or the last maps. Copies. */
    public Stream<LayerWeights> layers() {
        return layers.stream().map(CompactLayer::full);
    }

    List<CompactLayer> compactLayers() { return layers; }

    List<CompactPicture> compactPictures() { return pictures; }

    /**
     * Memory for one thread.
     *
     * @param examples that go through the network together, at least 1; about 100 make the best of the processor, 1 is smallest
     */
    public Workspace workspace(int examples) {
        return new Workspace(this, widest, Checks.atLeast("examples", examples, 1));
    }

    /**
     * Answers one example; NaN and infinite numbers go through as they would through the sums.
     *
     * @param example its first {@link #inputs()} numbers
     * @param answer receives {@link #outputs()} numbers
     * @throws IllegalArgumentException if an array is too short or the workspace is another network's
     */
    public void apply(float[] example, float[] answer, Workspace workspace) {
        apply(example, 1, answer, workspace);
    }

    /**
     * Answers examples.
     *
     * @param examples {@code count} × {@link #inputs()} numbers, example after example
     * @param count any number ≥ 0; more than the workspace holds go through it in turn
     * @param answers receives {@code count} × {@link #outputs()} numbers, answer after answer
     * @throws IllegalArgumentException if an array is too short or the workspace is another network's
     */
    public void apply(float[] examples, int count, float[] answers, Workspace workspace) {
        if (workspace.network != this) throw new IllegalArgumentException("workspace: is of another network");
        requireRoom(examples, count, answers);
        answer(examples, 0, count, answers, workspace);
    }

    void requireRoom(float[] examples, int count, float[] answers) {
        Checks.atLeast("count", count, 0);
        requireLength("examples", examples, (long) count * inputs);
        requireLength("answers", answers, (long) count * outputs());
    }

    /** Answers the examples in [from, to). */
    void answer(float[] examples, int from, int to, float[] answers, Workspace workspace) {
        for (int first = from; first < to; first += workspace.examples) {
            int together = Math.min(workspace.examples, to - first);
            if (together == 1) one(examples, first, answers, workspace);
            else several(examples, first, together, answers, workspace);
        }
    }

    private static void requireLength(String name, float[] array, long needed) {
        if (array.length < needed)
            throw new IllegalArgumentException(name + ".length = " + array.length + ": must be at least " + needed);
    }

    private void one(float[] examples, int at, float[] answers, Workspace space) {
        begin(examples, at, space);
        for (int l = 0; l < layers.size(); l++) {
            CompactLayer layer = layers.get(l);
            layer.sums(space.from, space.to);
            layer.activation().apply(space.to, 0, layer.units());
            space.swap();
        }
        System.arraycopy(space.from, 0, answers, at * outputs(), outputs());
    }

    /** What the first fully connected layer takes. */
    private void begin(float[] examples, int at, Workspace space) {
        int offset = at * inputs;
        if (space.pictures == null) for (int j = 0; j < live.length; j++) space.from[j] = examples[offset + live[j]];
        else space.pictures.run(examples, offset, space.from);
    }

    private void several(float[] examples, int first, int count, float[] answers, Workspace space) {
        if (space.pictures == null) gather(examples, first, space.fromRows, count);
        else if (space.pictureRows != null) maps(examples, first, count, space);
        else
            for (int i = 0; i < count; i++) {
                begin(examples, first + i, space);
                for (int j = 0; j < layers.get(0).inputs(); j++) space.fromRows[j][i] = space.from[j];
            }
        for (int l = 0; l < layers.size(); l++) {
            CompactLayer layer = layers.get(l);
            layer.sums(space.fromRows, space.toRows, count);
            if (l < layers.size() - 1)
                for (int y = 0; y < layer.units(); y++) layer.activation().apply(space.toRows[y], 0, count);
            space.swapRows();
        }
        int width = outputs();
        Activation last = layers.get(layers.size() - 1).activation();
        for (int i = 0; i < count; i++) {
            int offset = (first + i) * width;
            for (int y = 0; y < width; y++) answers[offset + y] = space.fromRows[y][i];
            last.apply(answers, offset, offset + width);
        }
    }

    /** What the first fully connected layer takes of several examples. */
    private void maps(float[] examples, int first, int count, Workspace space) {
        PictureRows rows = space.pictureRows;
        for (int done = 0; done < count; done += rows.together()) {
            int together = Math.min(rows.together(), count - done);
            gather(examples, first + done, rows.start(), together);
            rows.run(together);
            for (int j = 0; j < rows.end().length; j++) System.arraycopy(rows.end()[j], 0, space.fromRows[j], done, together);
        }
    }

    private void gather(float[] examples, int first, float[][] rows, int count) {
        for (int j = 0; j < live.length; j++) gather(examples, first * inputs + live[j], inputs, rows[j], count);
    }

    private static void gather(float[] from, int at, int stride, float[] to, int count) {
        for (int i = 0; i < count; i++) to[i] = from[at + i * stride];
    }

    /** Where the activations of a {@link CompactNetwork} stand while it answers. One for each thread; made by the network it serves. */
    public static final class Workspace {
        final CompactNetwork network;
        final int examples;
        float[] from;
        float[] to;
        float[][] fromRows;
        float[][] toRows;
        /** Null without convolutions and poolings. */
        final PicturePass pictures;
        /** Null where examples go through these one by one. */
        final PictureRows pictureRows;

        /** @param examples that go through the network together; one needs no rows */
        Workspace(CompactNetwork network, int widest, int examples) {
            this.network = network;
            this.examples = examples;
            from = new float[widest];
            to = new float[widest];
            int rows = examples == 1 ? 0 : widest;
            fromRows = new float[rows][examples];
            toRows = new float[rows][examples];
            pictures = network.pictures.isEmpty() ? null : new PicturePass(network.live, network.pictures);
            pictureRows = pictures == null || examples == 1 ? null : PictureRows.of(network.pictures, examples);
        }

        void swap() {
            float[] was = from;
            from = to;
            to = was;
        }

        void swapRows() {
            float[][] was = fromRows;
            fromRows = toRows;
            toRows = was;
        }
    }
}

package org.tanhwg.datasets;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.tanhwg.core.Checks;

/**
 * Examples in one array: features, targets, and optionally a weight for each.
 *
 * <p>Pixels stay bytes until they are a batch; {@link #copy} and {@link #rows} make numbers of them. The arrays are shared, not copied:
 * whoever gets them must not write to them.
 */
public final class Examples {
    private final Object storage; // byte[] or float[]
    private final float[] numberOf; // of each byte; unused where numbers are stored
    private final int width;
    private final Targets targets;
    private final Optional<ImageShape> shape;
    private final Optional<float[]> weights;
    private volatile float[] numbers;

    private Examples(Object storage, float[] numberOf, int width, Targets targets, Optional<ImageShape> shape,
            Optional<float[]> weights) {
        this.storage = storage;
        this.numberOf = numberOf;
        this.width = Checks.atLeast("width", width, 1);
        this.targets = targets;
        this.shape = shape;
        this.weights = weights;
        int length = storage instanceof byte[] bytes ? bytes.length : ((float[]) storage).length;
        if (length != (long) targets.count() * width)
            throw new IllegalArgumentException("features has length " + length + ": must be " + targets.count() + " x " + width);
        shape.filter(s -> s.size() != width).ifPresent(s -> {
            throw new IllegalArgumentException("shape " + s + " does not hold " + width + " features");
        });
        weights.filter(w -> w.length != targets.count()).ifPresent(w -> {
            throw new IllegalArgumentException("weights has length " + w.length + ": must be " + targets.count());
        });
    }

    /**
     * Examples of classes.
     *
     * @param features n × width numbers, example after example; pixels lie in [0, 1]
     * @param labels   n class numbers in [0, classes)
     * @param shape    channels × height × width = the number of features, where the features are pixels
     * @throws IllegalArgumentException if lengths, labels or the shape do not fit together
     */
    public Examples(float[] features, int width, int[] labels, int classes, Optional<ImageShape> shape) {
        this(features, null, width, new Targets.Classes(labels, classes), shape, Optional.empty());
    }

    /** Examples whose features are the n × width numbers given. @throws IllegalArgumentException if lengths or the shape do not fit together */
    public static Examples ofNumbers(float[] features, int width, Targets targets, Optional<ImageShape> shape) {
        return new Examples(features, null, width, targets, shape, Optional.empty());
    }

    /**
     * Examples whose features are unsigned bytes divided by {@code scale}.
     *
     * @param pixels n × the size of the shape
     * @param scale  what white is as a byte, usually 255
     * @throws IllegalArgumentException if lengths do not fit together
     */
    public static Examples ofPixels(byte[] pixels, float scale, ImageShape shape, Targets targets) {
        float[] numberOf = new float[256];
        for (int i = 0; i < numberOf.length; i++) numberOf[i] = i / scale;
        return new Examples(pixels, numberOf, Math.toIntExact(shape.size()), targets, Optional.of(shape), Optional.empty());
    }

    /** These examples, weighted. @param weights one number ≥ 0 for each example */
    public Examples weighted(float[] weights) {
        for (int i = 0; i < weights.length; i++)
            if (!(weights[i] >= 0 && weights[i] < Float.POSITIVE_INFINITY))
                throw new IllegalArgumentException("weights[" + i + "] = " + weights[i] + ": must be finite and at least 0");
        return new Examples(storage, numberOf, width, targets, shape, Optional.of(weights));
    }

    /**
     * All features, n × width numbers, example after example; pixels lie in [0, 1].
     *
     * <p>Where pixels are stored as bytes, the first call makes them numbers, which are kept: four times the memory. {@link #rows} does not.
     */
    public float[] features() {
        if (storage instanceof float[] all) return all;
        float[] all = numbers;
        if (all == null) numbers = all = rows(0, count());
        return all;
    }

    /** Number of features of an example. */
    public int width() {
        return width;
    }

    /** Number of examples. */
    public int count() {
        return targets.count();
    }

    /** What the examples are to be answered with. */
    public Targets targets() {
        return targets;
    }

    /** Class numbers in [0, {@link #classes()}). @throws IllegalStateException unless the targets are classes */
    public int[] labels() {
        if (targets instanceof Targets.Classes classes) return classes.labels();
        throw new IllegalStateException("the targets are numbers; only classes have labels");
    }

    /** Number of classes, or of targets. */
    public int classes() {
        return targets.outputs();
    }

    /** Shape of each example where the features are pixels. */
    public Optional<ImageShape> shape() {
        return shape;
    }

    /** A weight for each example, where they have one. */
    public Optional<float[]> weights() {
        return weights;
    }

    /** Bytes of memory that the features take. */
    public long bytes() {
        return storage instanceof byte[] bytes ? bytes.length : 4L * ((float[]) storage).length;
    }

    /** Writes the features of an example to {@code into}, from place {@code at}. */
    public void copy(int example, float[] into, int at) {
        if (storage instanceof byte[] bytes) {
            for (int i = 0, from = example * width; i < width; i++) into[at + i] = numberOf[bytes[from + i] & 0xff];
        } else {
            System.arraycopy(storage, example * width, into, at, width);
        }
    }

    /** As above into a buffer. @param scratch {@link #width()} numbers that may be written */
    void copy(int example, FloatBuffer into, int at, float[] scratch) {
        if (storage instanceof float[] all) {
            into.put(at, all, example * width, width);
        } else {
            copy(example, scratch, 0);
            into.put(at, scratch, 0, width);
        }
    }

    /** A copy of the features of the examples in [from, to), as numbers. */
    public float[] rows(int from, int to) {
        float[] rows = new float[Math.multiplyExact(to - from, width)];
        for (int i = from; i < to; i++) copy(i, rows, (i - from) * width);
        return rows;
    }

    /** The two sides of a hold-out. */
    public record Split(Examples train, Examples validation) {}

    /**
     * Holds out the last {@code validationSize} examples of the order that {@code seed} shuffles: the same seed, the same ones.
     *
     * @throws IllegalArgumentException unless both sides keep at least one example
     */
    public Split split(int validationSize, long seed) {
        if (validationSize < 1 || validationSize >= count())
            throw new IllegalArgumentException("validationSize = " + validationSize + ": must be in [1, " + (count() - 1) + "]");
        int[] order = order(count(), seed);
        int kept = count() - validationSize;
        return new Split(select(order, 0, kept), select(order, kept, count()));
    }

    /**
     * The first {@code size} examples of the order that {@code seed} shuffles: the same seed, the same ones.
     *
     * @throws IllegalArgumentException unless {@code size} is in [1, {@link #count()}]
     */
    public Examples sample(int size, long seed) {
        if (size < 1 || size > count())
            throw new IllegalArgumentException("size = " + size + ": must be in [1, " + count() + "]");
        return select(order(count(), seed), 0, size);
    }

    /** The order of so many examples in which {@link #sample} takes the first and {@link #split} holds out the last. */
    public static int[] order(int count, long seed) {
        int[] order = new int[count];
        shuffle(order, seed, 0);
        return order;
    }

    /**
     * Fills {@code order} with a uniformly random permutation of 0 … length − 1: a pure function of (seed, epoch), so that a resumed run sees what the first
     * one would have seen.
     */
    static void shuffle(int[] order, long seed, int epoch) {
        for (int i = 0; i < order.length; i++) order[i] = i;
        // the seed is hashed before the epoch is added, or (seed, epoch + 1) and (seed + 1, epoch) would be one order
        var random = new SplittableRandom(new SplittableRandom(seed).nextLong() + epoch);
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int held = order[i];
            order[i] = order[j];
            order[j] = held;
        }
    }

    /** These examples, weighted so that all classes that occur weigh the same and the sum of the weights stays. @throws IllegalStateException unless the targets are classes */
    public Examples balanced() {
        int[] labels = labels();
        double[] byClass = new double[classes()];
        double all = 0;
        for (int i = 0; i < labels.length; i++) {
            double weight = weights.isPresent() ? weights.get()[i] : 1;
            byClass[labels[i]] += weight;
            all += weight;
        }
        long present = Arrays.stream(byClass).filter(sum -> sum > 0).count();
        float[] balanced = new float[labels.length];
        for (int i = 0; i < labels.length; i++) {
            double weight = weights.isPresent() ? weights.get()[i] : 1;
            balanced[i] = weight == 0 ? 0 : (float) (weight * all / (present * byClass[labels[i]]));
        }
        return weighted(balanced);
    }

    /** The examples {@code order[from]} … {@code order[to − 1]}. */
    public Examples select(int[] order, int from, int to) {
        Object chosen = room(to - from);
        for (int i = from; i < to; i++) System.arraycopy(storage, order[i] * width, chosen, (i - from) * width, width);
        Optional<float[]> itsWeights = weights.map(all -> {
            float[] some = new float[to - from];
            for (int i = from; i < to; i++) some[i - from] = all[order[i]];
            return some;
        });
        return new Examples(chosen, numberOf, width, targets.select(order, from, to), shape, itsWeights);
    }

    /** These examples, to be answered otherwise. @throws IllegalArgumentException unless there are as many targets */
    public Examples answered(Targets otherwise) {
        return new Examples(storage, numberOf, width, otherwise, shape, weights);
    }

    /** These examples and then others of the same data set. */
    public Examples and(Examples others) {
        Object all = room(count() + others.count());
        System.arraycopy(storage, 0, all, 0, count() * width);
        System.arraycopy(others.storage, 0, all, count() * width, others.count() * width);
        return new Examples(all, numberOf, width, targets.and(others.targets), shape, Optional.empty());
    }

    /** These examples with other features of the same kind. @param features what {@link #room} gave */
    Examples with(Object features) {
        return new Examples(features, numberOf, width, targets, shape, weights);
    }

    /** The features as they are stored, bytes or numbers. */
    Object storage() {
        return storage;
    }

    /** An array of the stored kind for the features of {@code examples}, all 0. */
    Object room(int examples) {
        int length = Math.multiplyExact(examples, width);
        return storage instanceof byte[] ? new byte[length] : new float[length];
    }
}

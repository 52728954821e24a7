package org.tanhwg.datasets;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.core.Checks;

/**
 * Batches of examples without an allocation: features [B, width] and labels [B, outputs], one-hot where the targets are classes, all float and in c order.
 * Weighted examples carry their weights as the mask [B, 1] of the labels, by which Deeplearning4j's losses multiply.
 *
 * <p>Every batch is the <em>same</em> {@link DataSet}, filled anew: copy one to keep it across a call of {@link #next()}, and let
 * no second thread read ahead ({@link #asyncSupported()} is false). The last batch of an epoch holds what is left, in arrays of its
 * own; so there are two such objects where the batch size does not divide the number of examples.
 *
 * <p>The order is a pure function of (seed, epoch): {@link #start} takes up a run anywhere, {@link #reset()} begins the next
 * epoch.
 */
public final class ExamplesIterator implements DataSetIterator, AutoCloseable {
    private final Examples examples;
    private final int batch;
    private final boolean shuffled;
    private final long seed;
    private final Optional<Augmentation> augmentation;
    private final int[] order;
    private final Batch whole;
    private final Batch last;
    private int epoch;
    private int position;
    private DataSetPreProcessor preProcessor;
    private Ahead ahead;

    private ExamplesIterator(Examples examples, int batch, boolean shuffled, long seed, Optional<Augmentation> augmentation) {
        this.augmentation = augmentation;
        this.examples = examples;
        this.batch = Checks.atLeast("batch", batch, 1);
        this.shuffled = shuffled;
        this.seed = seed;
        order = new int[Checks.atLeast("number of examples", examples.count(), 1)];
        whole = new Batch(Math.min(batch, order.length));
        last = order.length % batch == 0 ? whole : new Batch(order.length % batch);
        start(0, 0);
    }

    /** Batches in another order in each epoch. */
    public static ExamplesIterator shuffled(Examples examples, int batch, long seed) {
        return new ExamplesIterator(examples, batch, true, seed, Optional.empty());
    }

    /**
     * Likewise, and each picture is changed anew in each epoch: by draws that are a function of seed, epoch and its place in the order.
     *
     * @throws IllegalArgumentException if the examples are not pictures, or too small
     */
    public static ExamplesIterator shuffled(Examples examples, int batch, long seed, Augmentation augmentation) {
        augmentation.requireFit(examples.shape()
                .orElseThrow(() -> new IllegalArgumentException(
                        "augmentation: takes pictures; these examples are not the pixels of one")));
        return new ExamplesIterator(examples, batch, true, seed, Optional.of(augmentation));
    }

    /** Batches in the order of the examples, as evaluation wants them. */
    public static ExamplesIterator inOrder(Examples examples, int batch) {
        return new ExamplesIterator(examples, batch, false, 0, Optional.empty());
    }

    /** Goes to {@code epoch} (counted from 0), after its first {@code batches} batches. */
    public void start(int epoch, int batches) {
        this.epoch = Checks.atLeast("epoch", epoch, 0);
        if (batches < 0 || batches > batchesPerEpoch())
            throw new IllegalArgumentException("batches = " + batches + ": must be in [0, " + batchesPerEpoch() + "]");
        if (ahead != null) ahead.forget();
        position = (int) Math.min((long) batches * batch, order.length);
        if (shuffled) Examples.shuffle(order, seed, epoch);
        else Arrays.setAll(order, i -> i);
    }

    /** Number of batches in an epoch, the smaller last one included. */
    public int batchesPerEpoch() {
        return 1 + (order.length - 1) / batch;
    }

    /** The epoch of the next batch, or of the last one when none is left; counted from 0. */
    public int epoch() {
        return epoch;
    }

    @Override public boolean hasNext() {
        return position < order.length;
    }

    @Override public DataSet next() {
        if (!hasNext()) throw new NoSuchElementException("epoch " + epoch + " is over; reset() begins the next");
        Batch filled;
        if (ahead != null) {
            filled = ahead.take();
        } else {
            filled = order.length - position < whole.size ? last : whole;
            filled.fill(order, position);
        }
        position += filled.size;
        if (preProcessor != null) preProcessor.preProcess(filled.dataSet);
        return filled.dataSet;
    }

    /** @throws IllegalArgumentException unless {@code num} is the batch size: other batches would have to be allocated */
    @Override public DataSet next(int num) {
        if (num != batch) throw new IllegalArgumentException("num = " + num + ": must be the batch size, " + batch);
        return next();
    }

    /** Begins the next epoch; does nothing when no batch of this one has been passed. */
    @Override public void reset() {
        if (position > 0) start(epoch + 1, 0);
    }

    @Override public boolean resetSupported() {
        return true;
    }

    @Override public boolean asyncSupported() {
        return false;
    }

    @Override public int inputColumns() {
        return examples.width();
    }

    @Override public int totalOutcomes() {
        return examples.classes();
    }

    @Override public int batch() {
        return batch;
    }

    @Override public void setPreProcessor(DataSetPreProcessor preProcessor) { this.preProcessor = preProcessor; }

    @Override public DataSetPreProcessor getPreProcessor() { return preProcessor; }

    /** The class numbers as text. */
    @Override public List<String> getLabels() {
        return IntStream.range(0, examples.classes()).mapToObj(Integer::toString).toList();
    }

    /** From now on fills batches on a thread of its own while those before are in use; they are the same, in eight objects that take turns. Does nothing where it is on. */
    public void readAhead() {
        if (ahead == null) ahead = new Ahead();
    }

    /** Ends {@link #readAhead}: batches are filled when they are asked for again. */
    @Override public void close() {
        if (ahead != null) ahead.end();
        ahead = null;
    }

    /** Fills a group of batches while the group before is in use: waking a thread for each would take a tenth of the time that is won. */
    private final class Ahead {
        private static final int GROUP = 4;

        private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
            var daemon = new Thread(work, "batches");
            daemon.setDaemon(true);
            return daemon;
        });
        private Batch[] group = group();
        private Batch[] coming = group();
        private Future<?> filling;
        private int taken = GROUP;

        private Batch[] group() {
            var batches = new Batch[GROUP];
            Arrays.setAll(batches, i -> new Batch(whole.size));
            return batches;
        }

        private Batch take() {
            if (taken == GROUP) {
                if (filling == null) fill(position);
                await();
                Batch[] used = group;
                group = coming;
                coming = used;
                taken = 0;
                long after = position + (long) GROUP * whole.size;
                if (after < order.length) fill((int) after);
            }
            Batch batch = group[taken++];
            return order.length - position < whole.size ? last : batch;
        }

        private void fill(int first) {
            Batch[] into = coming;
            filling = thread.submit(() -> {
                for (int i = 0; i < GROUP && i * whole.size < order.length - first; i++) {
                    int from = first + i * whole.size;
                    (order.length - from < whole.size ? last : into[i]).fill(order, from);
                }
            });
        }

        private void forget() {
            await();
            taken = GROUP;
        }

        private void await() {
            try {
                if (filling != null) filling.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while a batch was read", e);
            } finally {
                filling = null;
            }
        }

        private void end() {
            await();
            thread.shutdown();
        }
    }

    /** Arrays for one size of batch and the buffers that write through to them. */
    private final class Batch {
        private final int size;
        private final INDArray features;
        private final INDArray labels;
        private final FloatBuffer featureBuffer;
        private final FloatBuffer labelBuffer;
        private final float[] rows;
        private final float[] scratch;
        private final float[] changed;
        private final float[] weights;
        private final FloatBuffer weightBuffer;
        private final INDArray mask;
        private final DataSet dataSet;

        Batch(int size) {
            this.size = size;
            // detached and not a view: the buffer starts at the array's first element and outlives any workspace
            features = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', size, examples.width());
            labels = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', size, examples.classes());
            featureBuffer = features.data().asNioFloat();
            labelBuffer = labels.data().asNioFloat();
            rows = new float[size * examples.classes()];
            scratch = new float[examples.width()];
            changed = new float[augmentation.isPresent() ? scratch.length : 0];
            weights = examples.weights().isPresent() ? new float[size] : null;
            mask = weights == null ? null : Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', size, 1);
            weightBuffer = weights == null ? null : mask.data().asNioFloat();
            dataSet = new DataSet(features, labels, null, mask);
        }

        void fill(int[] order, int from) {
            int width = examples.width();
            Arrays.fill(rows, 0);
            for (int i = 0; i < size; i++) {
                if (augmentation.isEmpty()) {
                    examples.copy(order[from + i], featureBuffer, i * width, scratch);
                } else {
                    examples.copy(order[from + i], scratch, 0);
                    augmentation.get().apply(scratch, examples.shape().orElseThrow(), Augmentation.at(seed, epoch, from + i),
                            changed);
                    featureBuffer.put(i * width, changed);
                }
                examples.targets().write(order[from + i], rows, i * examples.classes());
            }
            labelBuffer.put(0, rows);
            if (weights != null) {
                for (int i = 0; i < size; i++) weights[i] = examples.weights().get()[order[from + i]];
                weightBuffer.put(0, weights);
                dataSet.setLabelsMaskArray(mask);
            }
            // a preprocessor may have replaced them
            dataSet.setFeatures(features);
            dataSet.setLabels(labels);
        }
    }
}

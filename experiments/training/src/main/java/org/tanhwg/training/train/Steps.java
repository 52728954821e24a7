package org.tanhwg.training.train;

import java.util.function.IntConsumer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;
import org.tanhwg.datasets.ExamplesIterator;
import org.tanhwg.layers.optimizer.TanHwg;

/** Training steps, wherever they are taken, and the account of them. */
public final class Steps {
    /** Every how many steps the loss of the minibatch is compared before and after the step, as the optimizer checks its energy. */
    private static final int CHECK_EVERY = 100;

    private final MultiLayerNetwork network;
    private final ExamplesIterator batches;
    private final String remedy;

    /** @param remedy what a message says against numbers that cease to be finite */
    public Steps(MultiLayerNetwork network, ExamplesIterator batches, String remedy) {
        this.network = network;
        this.batches = batches;
        this.remedy = remedy;
    }

    /** Hears of each step. */
    public interface Listener {
        /** @param account of the epoch so far, this step of {@code examples} included */
        void stepped(StepAccount account, int examples);
    }

    /**
     * Goes on from where the batches are, until none is left in the epoch or {@code most} steps are done.
     *
     * @param account of the steps before
     * @return that of these too
     * @throws Divergence when the numbers cease to be finite
     */
    public StepAccount take(int most, StepAccount account, Listener listener) {
        StepAccount now = account;
        for (int i = 0; i < most && batches.hasNext(); i++) {
            DataSet batch = batches.next();
            boolean check = network.getIterationCount() % CHECK_EVERY == 0;
            double before = check ? network.score(batch, false) : 0;
            long start = System.nanoTime();
            fit(batch);
            now = now.step(network.score() * batch.numExamples(), (System.nanoTime() - start) * 1e-9);
            if (check) now = now.checked(TanHwg.takeEnergyDescent(network), network.score(batch, false) < before);
            listener.stepped(now, batch.numExamples());
        }
        return now;
    }

    private void fit(DataSet batch) {
        try {
            network.fit(batch);
        } catch (ArithmeticException e) {
            throw new Divergence(e.getMessage(), e);
        }
        requireNumber(network, "the loss", network.score(), remedy);
    }

    static void requireNumber(MultiLayerNetwork network, String name, double value, String remedy) {
        if (Double.isNaN(value)) throw new Divergence(after(network, name + " is NaN", remedy), null);
    }

    static String after(MultiLayerNetwork network, String message, String remedy) {
        return "after step " + network.getIterationCount() + ": " + message + "; " + remedy;
    }
}

package org.tanhwg.studies.speed;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;
import org.tanhwg.datasets.ExamplesIterator;
import org.tanhwg.layers.optimizer.SecondThread;

/** Something that trains in this process, and whose speed is measured in rounds. Not for several threads. */
interface Contestant extends AutoCloseable {
    String name();

    /** Trains for at least {@code seconds} and one step; returns examples per second. */
    double round(double seconds);

    @Override default void close() {}

    /** A network of Deeplearning4j that is trained by its own {@code fit}; filling the batches counts. */
    record Fit(String name, MultiLayerNetwork network, ExamplesIterator batches) implements Contestant {
        @Override public double round(double seconds) {
            long start = System.nanoTime();
            long examples = 0;
            double passed;
            do {
                if (!batches.hasNext()) batches.reset();
                DataSet batch = batches.next();
                network.fit(batch);
                examples += batch.numExamples();
                passed = (System.nanoTime() - start) * 1e-9;
            } while (passed < seconds);
            return examples / passed;
        }
    }

    /** One whose network a second thread helps to train. */
    record Shared(Fit contestant, SecondThread second) implements Contestant {
        @Override public String name() { return contestant.name(); }

        @Override public double round(double seconds) { return contestant.round(seconds); }

        @Override public void close() { second.close(); }
    }

    /**
     * Examples per second by contestant and round; all are timed in turn in short rounds, so that whatever else the machine does meets them alike.
     *
     * @param seconds of each contestant in each round
     * @param warmUp rounds before those that count: Java compiles meanwhile
     * @param log gets a line for each round
     */
    static double[][] measure(List<Contestant> contestants, double seconds, int warmUp, int rounds, PrintStream log) {
        double[][] speeds = new double[contestants.size()][rounds];
        for (int round = -warmUp; round < rounds; round++) {
            var line = new StringBuilder(round < 0 ? "warming up" : "round " + (round + 1) + "/" + rounds)
                    .append("  examples/s:");
            for (int c = 0; c < speeds.length; c++) {
                double speed = contestants.get(c).round(seconds);
                if (round >= 0) speeds[c][round] = speed;
                line.append(String.format(Locale.ROOT, "  %.0f", speed));
            }
            log.println(line);
        }
        return speeds;
    }
}

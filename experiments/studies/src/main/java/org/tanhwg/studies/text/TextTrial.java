package org.tanhwg.studies.text;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.tanhwg.datasets.TextBatch;
import org.tanhwg.datasets.TextData;
import org.tanhwg.studies.text.HeldOutText.Doubt;
import org.tanhwg.studies.text.TextResult.Point;
import org.tanhwg.studies.text.TextResult.Run;
import org.tanhwg.studies.text.TextSettings.TextRule;
import org.tanhwg.training.evaluate.SparsityStats;
import org.tanhwg.training.train.Steps.Divergence;

/**
 * One network trained by one rule. Every rule sees the same excerpts in the same order: their places are a function of the seed.
 *
 * <p>Time is that of the processor in the training thread, so that other work on the machine does not count; {@code gnn} gives the
 * native libraries no thread of their own.
 */
final class TextTrial {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int POINTS = 15;
    /** Characters of each held-out stream that a point of the curve is measured on. */
    private static final int GLANCE = 300;
    /** Passes that draw the synapses, and the characters of each held-out stream that they read at most: all of a text of a million. */
    private static final int SAMPLES = 20;
    private static final int ASKED = 5000;
    private static final int WARM_UP_STEPS = 10;
    private static final double MEASURED_SHARE = 0.05;

    private final TextRule rule;
    private final TextSettings settings;
    private final TextData text;
    private final Optional<TextData> other;
    private final TextBatch batch;

    /** @param other of another author, in the letters of the text */
    TextTrial(TextRule rule, TextSettings settings, TextData text, Optional<TextData> other) {
        this.other = other;
        this.rule = rule;
        this.settings = settings;
        this.text = text;
        batch = TextNetworks.batch(rule, text, settings.batch(), settings.length());
    }

    /**
     * How many steps of training take the seconds of the settings, by a short training of a network that is then forgotten.
     *
     * @throws Divergence when the numbers cease to be finite
     */
    long affordableSteps() {
        MultiLayerNetwork network = TextNetworks.of(rule, settings, text.alphabet().length, Integer.MAX_VALUE, 1);
        var random = new SplittableRandom(1);
        for (int i = 0; i < WARM_UP_STEPS; i++) step(network, random);
        double start = processorSeconds();
        long steps = 0;
        while (steps == 0 || processorSeconds() - start < MEASURED_SHARE * settings.seconds()) {
            step(network, random);
            steps++;
        }
        return Math.max(1, Math.round(steps * settings.seconds() / (processorSeconds() - start)));
    }

    /**
     * Trains a network and tells how that went.
     *
     * @param good gets the network at each point of the curve, the end included
     * @throws Divergence when the numbers cease to be finite
     */
    Run train(long steps, long seed, Consumer<MultiLayerNetwork> good) {
        var heldOut = new HeldOutText(text);
        MultiLayerNetwork network = TextNetworks.of(rule, settings, text.alphabet().length, steps, seed);
        var random = new SplittableRandom(seed);
        List<Point> curve = new ArrayList<>();
        double processor = 0;
        double wall = 0;
        long done = 0;
        for (int point = 1; point <= POINTS; point++) {
            double processorStart = processorSeconds();
            long wallStart = System.nanoTime();
            for (; done < steps * point / POINTS; done++) step(network, random);
            processor += processorSeconds() - processorStart;
            wall += (System.nanoTime() - wallStart) * 1e-9;
            double bits = heldOut.bitsPerCharacter(network, rule, GLANCE);
            requireFinite(network, bits);
            curve.add(new Point(characters(done), processor, bits));
            good.accept(network);
        }
        SparsityStats stats = SparsityStats.of(network);
        long weights = stats.weights().stream().mapToLong(Long::longValue).sum();
        Optional<Doubt> doubt = rule != TextRule.GAUSSIAN ? Optional.empty()
                : Optional.of(heldOut.doubt(network, rule, SAMPLES, seed, ASKED));
        Optional<Doubt> elsewhere = doubt.flatMap(own -> other)
                .map(text -> new HeldOutText(text).doubt(network, rule, SAMPLES, seed, ASKED));
        return new Run(rule.toString(), seed, steps, heldOut.bitsPerCharacter(network, rule, Integer.MAX_VALUE),
                stats.keptFraction(), keptRecurrent(network), weights, processor, wall, characters(steps) / processor,
                curve, doubt.map(Doubt::bits).orElse(null), doubt.map(Doubt::epistemic).orElse(null),
                elsewhere.map(Doubt::epistemic).orElse(null));
    }

    private void step(MultiLayerNetwork network, SplittableRandom random) {
        int places = TextSettings.heldOutFrom(text.symbols().length) - settings.length();
        try {
            network.fit(batch.fill(excerpt -> random.nextInt(places)));
        } catch (ArithmeticException e) {
            throw new Divergence(e.getMessage(), e);
        }
        requireFinite(network, network.score());
    }

    private void requireFinite(MultiLayerNetwork network, double loss) {
        if (Double.isFinite(loss)) return;
        String layer = Stream.of(network.getLayers()).filter(l -> !Double.isFinite(l.params().sumNumber().doubleValue()))
                .findFirst().map(l -> "layer " + l.conf().getLayer().getLayerName() + ", ").orElse("");
        throw new Divergence(layer + "step " + network.getIterationCount() + ": the loss is " + loss + ". A smaller "
                + (rule == TextRule.ADAM ? "rate" : "eta") + " keeps the step in bounds", null);
    }

    private long characters(long steps) { return steps * settings.batch() * settings.length(); }

    /** Share of the weights from the previous state that are not exactly 0. */
    private double keptRecurrent(MultiLayerNetwork network) {
        INDArray alive = SparsityStats.alive(network.getLayer(0)).get(rule == TextRule.ADAM ? 1 : 0);
        INDArray recurrent = alive.get(NDArrayIndex.interval(alive.size(0) - settings.units(), alive.size(0)),
                NDArrayIndex.all());
        return recurrent.sumNumber().doubleValue() / recurrent.length();
    }

    private static double processorSeconds() { return THREADS.getCurrentThreadCpuTime() * 1e-9; }
}

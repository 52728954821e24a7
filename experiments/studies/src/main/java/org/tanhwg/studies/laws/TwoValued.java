package org.tanhwg.studies.laws;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.core.SplitMix;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.SynapticLaw;
import org.tanhwg.layers.conf.Transmission;
import org.tanhwg.layers.impl.GeneralizedLayer;
import org.tanhwg.layers.impl.Inference;
import org.tanhwg.layers.optimizer.SteppingUpdater;
import org.tanhwg.layers.optimizer.TanHwg;

/** Regression whose answer is one of two numbers, and nothing in the input says which. */
final class TwoValued implements LawsCase {
    private static final String CATEGORIES = "categories";
    private static final String CURVE = "curve";
    private static final int COUNT = 20;
    private static final double NOISE = 0.1;
    private static final int TRAIN = 2000;
    private static final int ASKED = 1000;
    private static final int STEPS = 2000;
    private static final int BATCH = 25;
    /** Draws of an example in a step. */
    private static final int DRAWS = 8;
    /** Width of a draw while training. */
    private static final double SIGMA = 0.3;
    /** Draws behind a predictive density. */
    private static final int PASSES = 100;
    private static final int HIDDEN = 32;
    private static final int SEEDS_APART = 100;

    /** Inputs and answers. */
    private record Rows(INDArray inputs, double[] answers) {}

    @Override public String name() { return "TWO-VALUED"; }

    @Override public String title() { return "Regression with two-valued answers"; }

    @Override public String note() {
        return "2,000 rows. The answer is centre + distance or centre − distance, half and half, with a noise of .1; both depend on one of 20 categories (one layer on its"
                + " one-hot code), or the distance is 1 + sin(3x)/2 on [−1, 1] (32 hidden tanh units). All contestants train on the mixture of eight draws"
                + " (for points: the squared error); the predictive density is the mean of normal densities about 100 draws, or about each network of an ensemble, whose one width was"
                + " fitted on 1,000 other rows. NLL in nats; knowing everything would give log 2 − .884 = −.190 where the two values do not overlap.";
    }

    @Override public List<String> parts() { return List.of(CATEGORIES, CURVE); }

    @Override public List<View> views() {
        return List.of(new View("20 categories", CATEGORIES, COLUMNS), new View("A curve", CURVE, COLUMNS));
    }

    private static final List<Column> COLUMNS = List.of(new Column("NLL", "nll", 3, 1), new Column("width", "width", 2, 1),
            new Column("RMSE of the mean", "rmse", 3, 1), COST);

    @Override public List<Row> rows() { return Method.rows(); }

    @Override public Map<String, Double> measure(String part, String row, long seed, Setup setup) {
        Method contestant = Method.of(row);
        Rows train = rows(part, TRAIN, seed, 0);
        Rows fitted = rows(part, ASKED, seed, 1);
        Rows asked = rows(part, ASKED, seed, setup.heldOut() ? 2 : 3);
        double before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() * 1e-9;
        List<MultiLayerNetwork> networks = IntStream.range(0, contestant.networks())
                .mapToObj(i -> trained(part, train, contestant,
                        contestant.networks() == 1 ? seed : SEEDS_APART * seed + i, setup.settings()))
                .toList();
        double seconds = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() * 1e-9 - before;
        double[][] draws = draws(networks, contestant, fitted.inputs, seed);
        double width = IntStream.rangeClosed(0, 60).mapToDouble(i -> 0.05 * Math.pow(60, i / 60.0)).boxed()
                .min((a, b) -> Double.compare(nll(draws, fitted.answers, a), nll(draws, fitted.answers, b))).orElseThrow();
        double[][] answers = draws(networks, contestant, asked.inputs, seed);
        var figures = new LinkedHashMap<String, Double>();
        figures.put("nll", nll(answers, asked.answers, width));
        figures.put("width", width);
        figures.put("rmse", Math.sqrt(IntStream.range(0, ASKED).mapToDouble(i -> {
            double mean = Stream.of(answers).mapToDouble(draw -> draw[i]).average().orElseThrow();
            return (mean - asked.answers[i]) * (mean - asked.answers[i]);
        }).average().orElseThrow()));
        figures.put(SECONDS, seconds);
        return figures;
    }

    private static Rows rows(String part, int count, long seed, int side) {
        var world = new SplittableRandom(seed); // the same categories on all sides
        double[] centre = world.doubles(COUNT, -1, 1).toArray();
        double[] distance = world.doubles(COUNT, 0.5, 1.5).toArray();
        var random = new SplittableRandom(SplitMix.seed(seed, side));
        boolean curve = part.equals(CURVE);
        float[] inputs = new float[curve ? count : count * COUNT];
        double[] answers = new double[count];
        for (int i = 0; i < count; i++) {
            double sign = random.nextBoolean() ? 1 : -1;
            if (curve) {
                double x = random.nextDouble(-1, 1);
                inputs[i] = (float) x;
                answers[i] = sign * (1 + Math.sin(3 * x) / 2);
            } else {
                int category = random.nextInt(COUNT);
                inputs[i * COUNT + category] = 1;
                answers[i] = centre[category] + sign * distance[category];
            }
            answers[i] += NOISE * random.nextGaussian();
        }
        return new Rows(Nd4j.create(inputs, new long[] {count, curve ? 1 : COUNT}, 'c'), answers);
    }

    private static MultiLayerNetwork trained(String part, Rows rows, Method contestant, long seed,
            Map<String, String> settings) {
        int steps = (int) Math.round(contestant.epochs() * number(settings, "steps", STEPS));
        MultiLayerNetwork network = network(part, contestant, seed, steps, settings);
        var random = new SplittableRandom(seed);
        int width = (int) rows.inputs.size(1);
        float[] all = rows.inputs.ravel().toFloatVector();
        for (int step = 0; step < steps; step++) {
            float[] inputs = new float[BATCH * DRAWS * width];
            float[] answers = new float[BATCH * DRAWS];
            for (int i = 0; i < BATCH; i++) {
                int row = random.nextInt(rows.answers.length);
                for (int k = i * DRAWS; k < (i + 1) * DRAWS; k++) {
                    System.arraycopy(all, row * width, inputs, k * width, width);
                    answers[k] = (float) rows.answers[row];
                }
            }
            network.fit(new DataSet(Nd4j.create(inputs, new long[] {answers.length, width}, 'c'),
                    Nd4j.create(answers, new long[] {answers.length, 1}, 'c')));
        }
        return network;
    }

    private static MultiLayerNetwork network(String part, Method contestant, long seed, int steps,
            Map<String, String> settings) {
        double each = 1.0 / TRAIN;
        double prior = contestant == Method.DIRAC ? 0 : number(settings, "prior", 1);
        TanHwg optimizer = new TanHwg.Builder(steps).eta(number(settings, "eta", 0.3)).kappa(0).beta(0)
                .lambda(prior * each).temperature(number(settings, "temperature", 0.01) * each)
                .confinement(number(settings, "confinement", 1)).widthStepFactor(number(settings, "law-clock", 1)).build();
        SynapticLaw law = switch (contestant) {
            case GAUSSIAN -> SynapticLaw.gaussian(number(settings, "spread", 0.3));
            case ATOMS -> SynapticLaw.quantiles(4, number(settings, "spread", 0.3));
            default -> SynapticLaw.dirac();
        };
        Transmission transmission = law.kind() == SynapticLaw.Kind.DIRAC ? Transmission.EXPECTED : Transmission.SAMPLED;
        var list = new NeuralNetConfiguration.Builder().seed(seed).updater(optimizer).list();
        if (part.equals(CURVE))
            list.layer(new GeneralizedDense.Builder().nOut(HIDDEN).activation(Activation.TANH).law(law).transmission(transmission)
                    .build());
        list.layer(new GeneralizedOutput.Builder(new MixtureLoss(DRAWS, SIGMA)).nOut(1).activation(Activation.IDENTITY).law(law)
                .transmission(transmission).build());
        var network = new MultiLayerNetwork(list.setInputType(InputType.feedForward(part.equals(CURVE) ? 1 : COUNT)).build());
        network.init();
        if (contestant.dropout() > 0) {
            var last = (FeedForwardLayer) network.getOutputLayer().conf().getLayer();
            last.setIDropout(new Dropped(contestant.dropout(), seed));
        }
        return SteppingUpdater.attach(network);
    }

    private static double number(Map<String, String> settings, String key, double otherwise) {
        return settings.containsKey(key) ? Double.parseDouble(settings.get(key)) : otherwise;
    }

    /** Answers of each draw to each row. */
    private static double[][] draws(List<MultiLayerNetwork> networks, Method contestant, INDArray inputs, long seed) {
        var draws = new ArrayList<double[]>();
        for (MultiLayerNetwork network : networks) {
            boolean sampled = contestant.wide();
            for (var layer : network.getLayers())
                ((GeneralizedLayer) layer).synapses().transmit(sampled ? Inference.sampled(seed) : Inference.expected());
            for (int pass = 0; pass < (sampled || contestant.dropout() > 0 ? PASSES : 1); pass++)
                draws.add(network.output(inputs, contestant.dropout() > 0).ravel().toDoubleVector());
        }
        return draws.toArray(double[][]::new);
    }

    /** Mean of −log of the mean of the normal densities of one width about the draws. */
    static double nll(double[][] draws, double[] answers, double width) {
        return IntStream.range(0, answers.length).mapToDouble(row -> {
            double least = Stream.of(draws).mapToDouble(draw -> Math.abs(draw[row] - answers[row])).min().orElseThrow();
            double sum = 0;
            for (double[] draw : draws) {
                double miss = draw[row] - answers[row];
                sum += Math.exp((least * least - miss * miss) / (2 * width * width));
            }
            return least * least / (2 * width * width) - Math.log(sum / draws.length) + Math.log(width * Math.sqrt(2 * Math.PI));
        }).average().orElseThrow();
    }
}

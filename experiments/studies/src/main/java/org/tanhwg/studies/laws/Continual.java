package org.tanhwg.studies.laws;

import static org.tanhwg.layers.conf.SynapticParameters.AMPLITUDE;
import static org.tanhwg.layers.conf.SynapticParameters.MASS;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.tanhwg.core.SplitMix;
import org.tanhwg.datasets.DataCatalog;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.Examples;
import org.tanhwg.layers.conf.GeneralizedDense;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.optimizer.SteppingUpdater;
import org.tanhwg.layers.optimizer.TanHwg;

/**
 * Tasks that follow each other: what is left of the first ones at the end.
 *
 * <p>An observable moves in proportion to its structural mass (theory §4.1), and mass may move where no observable does (§4.2). A sleep between two tasks
 * that takes mass from the synapses in use and gives it to the silent ones hence protects what was learned: w ∝ 1/(1 + c |O|/mean |O|).
 */
final class Continual implements LawsCase {
    private static final int TASKS = 5;
    private static final String SPLIT = "split";
    private static final String PERMUTED = "permuted";
    private static final int TRAIN = 5000;
    private static final int ASKED = 1000;
    private static final int STEPS = 500;
    private static final int BATCH = 50;
    private static final int HIDDEN = 100;
    private static final int INPUTS = 784;
    private static final int FISHER = 500;
    /** As many pictures of a byte a pixel as two numbers for each weight take, those that EWC keeps. */
    private static final int MEMORY = 800;

    private static final List<Row> ROWS = List.of(new Row("fine-tuning", "fine-tuning"),
            new Row("used", "sleep: mass to the synapses in use"), new Row("silent", "sleep: mass to the silent synapses"),
            new Row("ewc", "EWC"), new Row("replay", "replay of 800 pictures"), new Row("joint", "all tasks at once"));

    /** A task: examples to learn, and others to be asked about. */
    private record Task(Examples train, Examples asked) {}

    /** What EWC keeps: where the observables of each layer were, and how much each mattered. */
    private record Anchor(List<INDArray> observables, List<INDArray> importance) {}

    @Override public String name() { return "CONTINUAL"; }

    @Override public String title() { return "Tasks that follow each other"; }

    @Override public String note() {
        return "MNIST, 784-100-10 or -2, five tasks of 5,000 training examples and 500 steps of batch 50 each, asked about 1,000 test examples of each task after the last."
                + " Split: two digits a task, which is the greater one. Permuted: all digits, the pixels in another order in each task. No task is named at inference."
                + " Tan–HWG without a potential in all rows, mass uniform and at rest but for the sleep after each task. EWC: J. Kirkpatrick et al. 2017, a proximal step to"
                + " the weights of earlier tasks, diagonal Fisher information of 500 examples a task; replay: half of each batch, from a memory as large as what EWC keeps;"
                + " all tasks at once: the same number of steps.";
    }

    @Override public List<String> parts() { return List.of(SPLIT, PERMUTED); }

    @Override public List<View> views() {
        List<Column> columns = List.of(Column.percent("mean accuracy %", "mean"), Column.percent("first task %", "first"),
                Column.percent("last task %", "last"), COST);
        return List.of(new View("Split MNIST", SPLIT, columns), new View("Permuted MNIST", PERMUTED, columns));
    }

    @Override public List<Row> rows() { return ROWS; }

    @Override public Map<String, Double> measure(String part, String row, long seed, Setup setup) {
        List<Task> tasks = tasks(part, seed, setup.heldOut());
        double before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() * 1e-9;
        MultiLayerNetwork network = network(part.equals(SPLIT) ? 2 : 10, seed, number(setup, "eta", 0.3));
        var anchors = new ArrayList<Anchor>();
        var random = new SplittableRandom(SplitMix.seed(seed, 1));
        int steps = (int) number(setup, "steps", STEPS);
        double strength = number(setup, "ewc", 100);
        for (int t = 0; t < TASKS; t++) {
            int now = t;
            for (int step = 0; step < steps; step++) {
                boolean joint = row.equals("joint");
                boolean recall = row.equals("replay") && t > 0;
                network.fit(batch(IntStream
                        .range(0, BATCH).mapToObj(i -> joint ? any(tasks.get(random.nextInt(TASKS)).train, random)
                                : recall && i % 2 == 0 ? kept(tasks.get(random.nextInt(now)).train, random)
                                        : any(tasks.get(now).train, random))
                        .toList()));
                for (Anchor anchor : anchors) pull(network, anchor, strength);
            }
            if (row.equals("ewc")) anchors.add(anchor(network, tasks.get(t).train, random));
            if (row.equals("silent")) sleep(network, number(setup, "protection", 4));
            if (row.equals("used")) sleep(network, -number(setup, "protection", 4));
        }
        double seconds = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() * 1e-9 - before;
        double[] accuracies = tasks.stream().mapToDouble(task -> accuracy(network, task.asked)).toArray();
        var figures = new LinkedHashMap<String, Double>();
        figures.put("mean", IntStream.range(0, TASKS).mapToDouble(t -> accuracies[t]).average().orElseThrow());
        figures.put("first", accuracies[0]);
        figures.put("last", accuracies[TASKS - 1]);
        figures.put(SECONDS, seconds);
        return figures;
    }

    private static double number(Setup setup, String key, double otherwise) {
        return setup.settings().containsKey(key) ? Double.parseDouble(setup.settings().get(key)) : otherwise;
    }

    private static List<Task> tasks(String part, long seed, boolean heldOut) {
        Dataset data = DataCatalog.standard(Optional.empty()).load("mnist");
        Examples train = data.train();
        Examples asked = data.test();
        if (heldOut) {
            Examples.Split split = train.split(10_000, seed);
            train = split.train();
            asked = split.validation();
        }
        Examples learned = train;
        Examples others = asked;
        return IntStream.range(0, TASKS).mapToObj(task -> part.equals(SPLIT)
                ? new Task(pair(learned, task, TRAIN, seed), pair(others, task, ASKED, seed))
                : new Task(permuted(learned.sample(TRAIN, SplitMix.seed(seed, task)), task, seed),
                        permuted(others.sample(ASKED, SplitMix.seed(seed, task)), task, seed)))
                .toList();
    }

    /** Digits 2 task and 2 task + 1, at most so many. */
    private static Examples pair(Examples from, int task, int most, long seed) {
        int[] labels = from.labels();
        int[] order = IntStream.of(Examples.order(labels.length, seed)).filter(i -> labels[i] / 2 == task).limit(most).toArray();
        Examples chosen = from.select(order, 0, order.length);
        return new Examples(chosen.features(), chosen.width(), IntStream.of(chosen.labels()).map(label -> label % 2).toArray(), 2,
                chosen.shape());
    }

    private static Examples permuted(Examples from, int task, long seed) {
        int[] order = Examples.order(from.width(), SplitMix.seed(seed, 1000 + task));
        float[] before = from.features();
        float[] after = new float[before.length];
        for (int i = 0; i < after.length; i++) after[i] = before[i - i % from.width() + order[i % from.width()]];
        return new Examples(after, from.width(), from.labels(), from.classes(), from.shape());
    }

    private static MultiLayerNetwork network(int classes, long seed, double eta) {
        var optimizer = new TanHwg.Builder(Integer.MAX_VALUE).eta(eta).kappa(0).beta(0).gamma(0).build();
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(seed).updater(optimizer)
                .weightInit(WeightInit.RELU).list()
                .layer(new GeneralizedDense.Builder().nOut(HIDDEN).activation(Activation.RELU).build())
                .layer(new GeneralizedOutput.Builder().nOut(classes).build()).setInputType(InputType.feedForward(INPUTS))
                .build());
        network.init();
        return SteppingUpdater.attach(network);
    }

    /** One example of a task. */
    private record Drawn(Examples from, int example) {}

    private static Drawn any(Examples from, SplittableRandom random) { return new Drawn(from, random.nextInt(from.count())); }

    /** One of those in memory, the first of each task. */
    private static Drawn kept(Examples from, SplittableRandom random) {
        return new Drawn(from, random.nextInt(MEMORY / TASKS));
    }

    private static DataSet batch(List<Drawn> drawn) {
        int classes = drawn.get(0).from.classes();
        float[] inputs = new float[drawn.size() * INPUTS];
        float[] labels = new float[drawn.size() * classes];
        for (int i = 0; i < drawn.size(); i++) {
            drawn.get(i).from.copy(drawn.get(i).example, inputs, i * INPUTS);
            labels[i * classes + drawn.get(i).from.labels()[drawn.get(i).example]] = 1;
        }
        return new DataSet(Nd4j.create(inputs, new long[] {drawn.size(), INPUTS}, 'c'),
                Nd4j.create(labels, new long[] {drawn.size(), classes}, 'c'));
    }

    /**
     * Moves mass and no observable.
     *
     * @param protection c > 0: mass goes to w ∝ 1/(1 + c |O|/mean |O|); below 0 to 1 + |c| |O|/mean |O|
     */
    static void sleep(MultiLayerNetwork network, double protection) {
        for (Layer layer : network.getLayers()) {
            INDArray w = layer.getParam(MASS);
            INDArray m = layer.getParam(AMPLITUDE);
            INDArray observable = w.mul(m);
            INDArray use = Transforms.abs(observable, true);
            use.diviRowVector(use.mean(0).addi(1e-12)).muli(Math.abs(protection)).addi(1);
            INDArray mass = protection > 0 ? use.rdiv(1) : use;
            mass.diviRowVector(mass.sum(0));
            w.assign(mass);
            m.assign(observable.divi(mass));
        }
    }

    /** After a task: where its network is, and the squared gradients of its log-likelihood for labels that it draws itself. */
    private static Anchor anchor(MultiLayerNetwork network, Examples from, SplittableRandom random) {
        DataSet asked = batch(IntStream.range(0, FISHER).mapToObj(i -> any(from, random)).toList());
        List<INDArray> activations = network.feedForward(asked.getFeatures());
        List<INDArray> observables = new ArrayList<>();
        for (Layer layer : network.getLayers()) observables.add(layer.getParam(MASS).mul(layer.getParam(AMPLITUDE)));
        INDArray hidden = activations.get(1);
        INDArray error = activations.get(2).dup();
        for (int i = 0; i < FISHER; i++) {
            double left = random.nextDouble();
            int drawn = 0;
            while (drawn < error.size(1) - 1 && (left -= error.getDouble(i, drawn)) > 0) drawn++;
            error.putScalar(i, drawn, error.getDouble(i, drawn) - 1);
        }
        INDArray below = error.mmul(observables.get(1).transpose()).muli(hidden.gt(0).castTo(hidden.dataType()));
        return new Anchor(observables, List.of(fisher(asked.getFeatures(), below), fisher(hidden, error)));
    }

    private static INDArray fisher(INDArray inputs, INDArray error) {
        return inputs.mul(inputs).transpose().mmul(error.mul(error)).divi(FISHER);
    }

    /** The exact proximal step of strength/2 Σ F (O − O*)², of the size of an ordinary step. */
    private static void pull(MultiLayerNetwork network, Anchor anchor, double strength) {
        for (int l = 0; l < anchor.observables.size(); l++) {
            INDArray w = network.getLayer(l).getParam(MASS);
            INDArray m = network.getLayer(l).getParam(AMPLITUDE);
            INDArray pulled = anchor.importance.get(l).mul(strength);
            INDArray observable = w.mul(m).addi(pulled.mul(anchor.observables.get(l))).divi(pulled.addi(1));
            m.assign(observable.divi(w));
        }
    }

    private static double accuracy(MultiLayerNetwork network, Examples asked) {
        INDArray answers = network.output(Nd4j.create(asked.features(), new long[] {asked.count(), INPUTS}, 'c'));
        int[] found = answers.argMax(1).toIntVector();
        return IntStream.range(0, found.length).filter(i -> found[i] == asked.labels()[i]).count() / (double) found.length;
    }
}

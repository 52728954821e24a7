package org.tanhwg.studies.speed;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.tanhwg.core.compact.CompactFile;
import org.tanhwg.core.compact.CompactNetwork;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.layers.convert.Conversion;
import org.tanhwg.layers.io.OnnxFile;
import org.tanhwg.studies.speed.PeerProcess.Launch;
import org.tanhwg.studies.speed.ProductsPeer.Size;
import org.tanhwg.studies.speed.ProductsPeer.Way;
import org.tanhwg.studies.speed.Turns.Entrant;
import org.tanhwg.training.settings.SettingsReader;

/** Who meets whom in each part of {@link SpeedBench}; what they work on is written into a folder. */
final class SpeedParts {
    /** Examples of a problem: so many that none of them stays in a cache. */
    private static final int MOST = 10_000;
    private static final String ADAM = "optimizer=adam";
    private static final Map<String, String> PLAIN = Map.of("preset", "dense", "noise-input", "0", "noise-hidden", "0");

    private final Dataset data;
    private final Path folder;
    private final Launches launches;

    SpeedParts(Dataset data, Path folder, Launches launches) {
        this.data = data;
        this.folder = folder;
        this.launches = launches;
    }

    /** Contestants that do the same; the first is what the others are told beside. */
    record Group(String what, List<Entrant> entrants) {}

    /** Steps of the network of the dense preset. */
    List<Group> steps() throws IOException {
        String problem = write("steps", problem("300,100", 100));
        var entrants = new ArrayList<>(List.of(ours("generalized layers, Tan–HWG", problem, "1", "1"),
                ours("the same on two threads", problem, "1", "2"),
                ours("the same, pruned to 2 %", problem, ".02", "1"),
                ours("the same with release noise", problem, "1", "1", "noise-input=.3", "noise-hidden=.2"),
                ours("the same with Gaussian laws, in expectation", problem, "1", "1", "law=gaussian"),
                ours("the same with Gaussian laws, sampled", problem, "1", "1", "law=gaussian", "transmission=sampled"),
                ours("the same with Gaussian laws, sampled, pruned to 2 %", problem, ".02", "1", "law=gaussian",
                        "transmission=sampled"),
                products(problem)));
        entrants.addAll(others(problem));
        return List.of(new Group("784-300-100-10", entrants));
    }

    /** Steps of LeNet-5. */
    List<Group> kernels() throws IOException {
        String problem = write("kernels", problem("lenet5", 100));
        var entrants = new ArrayList<>(List.of(ours("generalized layers, Tan–HWG", problem, "1", "1"),
                ours("the same on two threads", problem, "1", "2"), ours("the same, pruned to .5 %", problem, ".005", "1"),
                products(problem), ours("Deeplearning4j's own layers, Adam", problem, "1", "1", ADAM)));
        add(entrants, "Adam", "step", launches.tensorFlow(1, problem));
        add(entrants, "Adam", "step", launches.libTorch(1, problem));
        return List.of(new Group("LeNet-5, batch 100", entrants));
    }

    /** Steps of one wide layer. */
    List<Group> wide() throws IOException {
        String middle = write("middle", random(1000, 100));
        String wide = write("wide", random(4096, 128));
        var entrants = new ArrayList<>(List.of(ours("generalized layers, Tan–HWG", wide, "1", "1"),
                ours("the same on two threads", wide, "1", "2"),
                ours("the same, 1 % kept", wide, ".01", "1"), products(wide)));
        entrants.addAll(others(wide));
        var small = new ArrayList<>(List.of(ours("generalized layers, Tan–HWG", middle, "1", "1"),
                ours("the same on two threads", middle, "1", "2"), ours("the same, 1 % kept", middle, ".01", "1"),
                products(middle)));
        add(small, "on one thread", "step", launches.tensorFlow(1, middle));
        add(small, "on two threads", "step", launches.tensorFlow(2, middle));
        return List.of(new Group("1000-1000-10, batch 100", small), new Group("4096-4096-10, batch 128", entrants));
    }

    /** A pruned network that answers. */
    List<Group> answers() throws IOException {
        String problem = write("answers", problem("300,100", 100));
        Path compact = folder.resolve("compact.gnnc"), pruned = folder.resolve("pruned.onnx"),
                dense = folder.resolve("dense.onnx");
        MultiLayerNetwork network = OurPeer.network(problem("300,100", 100), SettingsReader.read(PLAIN, Optional.empty()), 1);
        write(dense, out -> OnnxFile.write(Conversion.toCompact(network), out));
        write(compact, out -> CompactFile.write(pruned(), out));
        write(pruned, out -> OnnxFile.write(pruned(), out));
        return Arrays.stream(SpeedBench.ANSWERS).mapToObj(count -> {
            String task = "answer " + count;
            var entrants = new ArrayList<>(compact(compact, problem, count));
            add(entrants, "pruned file", task, launches.onnxRuntime(1, pruned.toString(), problem));
            add(entrants, "dense file", task, launches.onnxRuntime(1, dense.toString(), problem));
            entrants.add(new Entrant("Deeplearning4j, output", launches.ours(OurPeer.class, problem, "1", "1", ADAM), task));
            add(entrants, "", task, launches.tensorFlow(1, problem));
            add(entrants, "", task, launches.libTorch(1, problem));
            add(entrants, "", task, launches.pyTorch(1, problem));
            return new Group(count == 1 ? "1 example" : count + " examples", entrants);
        }).toList();
    }

    /** A pruned LeNet-5 that answers. */
    List<Group> pictures() throws IOException {
        String problem = write("pictures", problem("lenet5", 100));
        Path compact = folder.resolve("lenet5.gnnc"), pruned = folder.resolve("lenet5.onnx"),
                dense = folder.resolve("lenet5-dense.onnx");
        write(compact, out -> CompactFile.write(PrunedLeNet.pruned(1), out));
        write(pruned, out -> OnnxFile.write(PrunedLeNet.pruned(1), out));
        write(dense, out -> OnnxFile.write(PrunedLeNet.dense(1), out));
        return Arrays.stream(SpeedBench.ANSWERS).mapToObj(count -> {
            String task = "answer " + count;
            var entrants = new ArrayList<>(compact(compact, problem, count));
            add(entrants, "dense network", task, launches.onnxRuntime(1, dense.toString(), problem));
            add(entrants, "our file without dead channels", task, launches.onnxRuntime(1, pruned.toString(), problem));
            add(entrants, "dense network", task, launches.tensorFlow(1, problem));
            add(entrants, "dense network", task, launches.libTorch(1, problem));
            return new Group(count == 1 ? "1 picture" : count + " pictures", entrants);
        }).toList();
    }

    /** One thread, and two where there is something to share. */
    private List<Entrant> compact(Path file, String problem, int count) {
        return IntStream.rangeClosed(1, Math.min(count, 2))
                .mapToObj(threads -> new Entrant(threads == 1 ? "" : "two threads",
                        launches.ours(CompactPeer.class, file.toString(), problem, String.valueOf(threads)), "answer " + count))
                .toList();
    }

    /** Matrix products by themselves. */
    List<Group> products() {
        return ProductsPeer.SIZES.stream().map(size -> new Group(size.text(), List.of(
                product("the newest OpenBLAS, called alone", launches.ours(ProductsPeer.class, Way.NEWEST.name()), size),
                product("Nd4j.gemm", launches.ours(ProductsPeer.class, Way.ND4J.name()), size),
                product("the products of our layers", launches.ours(ProductsPeer.class, Way.GEMM.name()), size),
                product("the OpenBLAS that ND4J brings, core Haswell, called alone", launches.bundledBlas(), size)))).toList();
    }

    private static Entrant product(String label, Launch launch, Size size) { return new Entrant(label, launch, size.task()); }

    /** As many inputs, units and synapses as the default preset leaves on MNIST. */
    CompactNetwork pruned() {
        return Conversion.toCompact(OurPeer.network(problem("300,100", 100), SettingsReader.read(PLAIN, Optional.empty()), .02));
    }

    private Entrant ours(String label, String problem, String kept, String threads, String... settings) {
        var arguments = new ArrayList<>(List.of(problem, kept, threads));
        arguments.addAll(Arrays.asList(settings));
        return new Entrant(label, launches.ours(OurPeer.class, arguments.toArray(String[]::new)), "step");
    }

    private Entrant products(String problem) {
        return new Entrant("matrix products of the step alone", launches.ours(ProductsPeer.class, Way.NEWEST.name(), problem),
                "step");
    }

    private List<Entrant> others(String problem) {
        var entrants = new ArrayList<>(List.of(ours("Deeplearning4j's own layers, Adam", problem, "1", "1", ADAM)));
        add(entrants, "Adam", "step", launches.tensorFlow(1, problem));
        add(entrants, "Adam, two threads", "step", launches.tensorFlow(2, problem));
        add(entrants, "Adam", "step", launches.libTorch(1, problem));
        add(entrants, "Adam, two threads", "step", launches.libTorch(2, problem));
        add(entrants, "Adam", "step", launches.pyTorch(1, problem));
        return entrants;
    }

    private static void add(List<Entrant> entrants, String remark, String task, Optional<Launch> launch) {
        launch.ifPresent(there -> entrants.add(new Entrant(remark, there, task)));
    }

    private SpeedTask problem(String network, int batch) {
        int count = Math.min(MOST, data.train().count());
        int width = data.train().width();
        return new SpeedTask(Arrays.copyOf(data.train().features(), count * width), Arrays.copyOf(data.train().labels(), count),
                width, data.train().classes(), batch, network);
    }

    /** Examples of which a fifth of the numbers is not 0. */
    private static SpeedTask random(int width, int batch) {
        var random = new SplittableRandom(1);
        int count = 10 * batch;
        float[] features = new float[count * width];
        for (int i = 0; i < features.length; i++) features[i] = random.nextInt(5) == 0 ? (float) random.nextDouble() : 0;
        return new SpeedTask(features, random.ints(count, 0, 10).toArray(), width, 10, batch, String.valueOf(width));
    }

    private String write(String name, SpeedTask problem) throws IOException {
        Path file = folder.resolve(name + ".problem");
        problem.write(file);
        return file.toString();
    }

    private interface Content {
        void write(OutputStream out) throws IOException;
    }

    private static void write(Path file, Content content) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            content.write(out);
        }
    }
}

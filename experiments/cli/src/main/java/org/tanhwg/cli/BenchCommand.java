package org.tanhwg.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.tanhwg.datasets.DataCatalog;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.studies.bench.BenchReader;
import org.tanhwg.studies.bench.BenchTable;
import org.tanhwg.studies.bench.ClusterBench;
import org.tanhwg.studies.bench.DriftBench;
import org.tanhwg.studies.bench.RoundsBench;
import org.tanhwg.studies.bench.TableBench;
import org.tanhwg.studies.bench.TablesBench;
import org.tanhwg.studies.bench.TransitionsBench;
import org.tanhwg.studies.laws.LawsBench;
import org.tanhwg.studies.speed.DataBench;
import org.tanhwg.studies.speed.ScalingBench;
import org.tanhwg.studies.speed.SpeedBench;
import org.tanhwg.training.run.RunFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gnn bench}: tables that compare, and training speed. */
@Command(name = "bench", customSynopsis = {"gnn bench [OPTIONS] TABLE...", "       gnn bench speed [OPTIONS] [PART...]",
        "       gnn bench scaling [OPTIONS] [SERIES...]",
        "       gnn bench data [OPTIONS]", "       gnn bench drift [OPTIONS]", "       gnn bench tables [OPTIONS]",
        "       gnn bench transitions [OPTIONS]", "       gnn bench rounds --spark MASTER [OPTIONS]",
        "       gnn bench laws [OPTIONS] [CASE...]", "       gnn bench continual [OPTIONS]",
        "       gnn bench cluster [OPTIONS]"},
        description = {
                "Fill accuracy tables, or measure speed.", "",
                "Tables: default, balanced, sparse, dense, fashion, step-size, step-size-pruning, calibrated, calibrated-wide, calibrated-sparse, complex, signals, assemblies, lenet5, lenet5-fashion, lenet5-step-size, calibrated-lenet5, deep-fashion, pressure, slow-regime, target-kept, ablation (or one of its cases, such as ablation-mnist-1), or the path of a YAML file.",
                ""})
final class BenchCommand implements Callable<Integer> {
    private static final String SCALING = "Markdown page that gets the table [docs/scaling.md in the project's folder]";

    @Parameters(arity = "0..*", paramLabel = "TABLE",
            description = "table to fill; each cell is a whole training run") private List<String> tables = List.of();

    @Mixin private Folder folder;

    @Option(names = "--parallel", paramLabel = "N", defaultValue = "1",
            description = "runs at a time, each in a process of its own; their times then say little [${DEFAULT-VALUE}]") private int parallel;

    @Option(names = "--only", paramLabel = "CELL",
            description = "run one cell, such as default/default-3, and fill no table") private Optional<String> only;

    @Option(names = "--seeds", paramLabel = "N,N", split = ",",
            description = "seeds of each row [those of the table]") private List<Long> seeds = List.of();

    @Mixin private Page page;

    @Spec private CommandSpec spec;

    @Override public Integer call() {
        if (tables.isEmpty()) throw new ParameterException(spec.commandLine(), "no table given; try gnn bench --help");
        if (parallel < 1) throw new ParameterException(spec.commandLine(), "--parallel = " + parallel + ": must be at least 1");
        List<BenchTable> read = tables.stream().flatMap(table -> BenchReader.read(table).stream())
                .map(table -> seeds.isEmpty() ? table : table.withSeeds(seeds)).toList();
        var bench = new TableBench(read, folder.out, System.err, Gnn.terminal());
        if (only.isPresent()) {
            bench.run(only.get());
            return Gnn.DONE;
        }
        if (folder.out.isEmpty()) System.err.println("if interrupted, the same command with --out " + bench.path() + " goes on");
        if (parallel == 1) bench.run();
        else bench.run(parallel, CellCommand.PROGRAM);
        print(bench.finish(page.results()), bench.path());
        return Gnn.DONE;
    }

    @Command(name = "speed",
            description = "Measure how fast networks train and, pruned, answer, in turn with Deeplearning4j, TensorFlow, LibTorch, ONNX Runtime and BLAS alone.") int speed(
                    @Parameters(arity = "0..*", paramLabel = "PART",
                            description = "step, wide, kernels, answers, pictures, products [all]") List<String> parts,
                    @Option(names = "--data", paramLabel = "NAME", defaultValue = "mnist",
                            description = "data set, see gnn data list [${DEFAULT-VALUE}]") String data,
                    @Mixin Sets sets,
                    @Option(names = "--seconds", paramLabel = "S", defaultValue = "7",
                            description = "time that each contestant works [${DEFAULT-VALUE}]") double seconds,
                    @Mixin NewFolder folder,
                    @Option(names = "--peers", paramLabel = "DIR", defaultValue = "experiments/peers/target",
                            description = "where TensorFlow, LibTorch and ONNX Runtime were built [${DEFAULT-VALUE}]") Path peers,
                    @Mixin Page page) {
        Dataset examples = sets.load(data);
        var bench = new SpeedBench(examples, parts == null ? List.of() : parts, seconds, peers, System.err);
        RunFolder run = folder.create();
        print(bench.run(run, page.results()), run.path());
        return Gnn.DONE;
    }

    @Command(name = "scaling",
            description = "Measure how the time of a training step grows with parameters, batch and synapses left.") int scaling(
                    @Parameters(arity = "0..*", paramLabel = "SERIES",
                            description = "parameters, batch, kept, threads, wide [all]") List<String> series,
                    @Option(names = "--seconds", paramLabel = "S", defaultValue = "6",
                            description = "time that each network trains [${DEFAULT-VALUE}]") double seconds,
                    @Mixin NewFolder folder, @Mixin Page page) {
        var bench = new ScalingBench(series == null ? List.of() : series, seconds, System.err);
        RunFolder run = folder.create();
        print(bench.run(run, page.results()), run.path());
        return Gnn.DONE;
    }

    @Command(name = "data",
            description = "Measure how long pictures and a table of one's own take until they can be trained on; makes them first.") int data(
                    @Option(names = "--pictures", paramLabel = "N", defaultValue = "70000",
                            description = "pictures written as PNG and read [${DEFAULT-VALUE}]") int pictures,
                    @Option(names = "--rows", paramLabel = "N", defaultValue = "1000000",
                            description = "rows of the table [${DEFAULT-VALUE}]") int rows,
                    @Option(names = "--columns", paramLabel = "N", defaultValue = "30",
                            description = "columns of the table [${DEFAULT-VALUE}]") int columns,
                    @Option(names = "--data", paramLabel = "NAME", defaultValue = "fashion-mnist",
                            description = "data set of the pictures, see gnn data list [${DEFAULT-VALUE}]") String data,
                    @Mixin Sets sets,
                    @Mixin NewFolder folder, @Mixin Page page) {
        DataBench.Sizes sizes;
        try {
            sizes = new DataBench.Sizes(pictures, rows, columns);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
        var bench = new DataBench(sets.load(data), sizes, List.of(Gnn.class.getName()), System.err);
        RunFolder run = folder.create();
        print(bench.run(run, page.results()), run.path());
        return Gnn.DONE;
    }

    @Command(name = "drift",
            description = "Measure how well networks of gnn drift follow their equations, the worst of several seeds.") int drift(
                    @Option(names = "--seeds", paramLabel = "N,N", split = ",", defaultValue = "1,2,3",
                            description = "seeds of each row [${DEFAULT-VALUE}]") List<Long> seeds,
                    @Mixin Folder folder, @Mixin Page page) {
        var bench = new DriftBench(seeds, folder.out, System.err);
        print(bench.run(page.results()), bench.path());
        return Gnn.DONE;
    }

    @Command(name = "transitions",
            description = "Follow the units of a small network along the strength of the potential: when each leaves the interior of the simplex, becomes selective, falls silent.") int transitions(
                    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
                            description = "of network and examples [${DEFAULT-VALUE}]") long seed,
                    @Option(names = "--data", paramLabel = "NAME", defaultValue = "mnist",
                            description = "data set, see gnn data list [${DEFAULT-VALUE}]") String data,
                    @Mixin Sets sets,
                    @Mixin NewFolder folder, @Mixin Page page) {
        var bench = new TransitionsBench(sets.load(data), TransitionsBench.Sizes.STANDARD, seed,
                System.err);
        RunFolder run = folder.create();
        print(bench.run(run, data.equals("mnist") ? page.results() : page.given), run.path());
        return Gnn.DONE;
    }

    @Command(name = "tables",
            description = "Train on tables of scikit-learn with the preset for tables, beside scikit-learn's own models on the same folds.") int tables(
                    @Option(names = "--seeds", paramLabel = "N,N", split = ",", defaultValue = "1,2,3,4,5",
                            description = "seeds of each fold [${DEFAULT-VALUE}]") List<Long> seeds,
                    @Option(names = "--parallel", paramLabel = "N", defaultValue = "1",
                            description = "runs at a time, each in a process of its own [${DEFAULT-VALUE}]") int processes,
                    @Mixin Folder folder, @Mixin Page page) {
        if (processes < 1) throw new ParameterException(spec.commandLine(), "--parallel = " + processes + ": must be at least 1");
        var bench = new TablesBench(seeds, folder.out, System.err, Gnn.terminal());
        print(bench.run(processes, CellCommand.PROGRAM, page.results()), bench.path());
        return Gnn.DONE;
    }

    @Command(name = "laws",
            description = "Measure where laws of synapses pay, beside points, ensembles and dropout.") int laws(
                    @Parameters(arity = "0..*", paramLabel = "CASE",
                            description = "noise, blends, shift, few, two-valued, selective [all]") List<String> cases,
                    @Option(names = "--seeds", paramLabel = "N,N", split = ",", defaultValue = "1,2,3",
                            description = "seeds of each row [${DEFAULT-VALUE}]") List<Long> seeds,
                    @Mixin Trial trial,
                    @Mixin Folder folder, @Mixin Page page) {
        var bench = new LawsBench(cases == null ? List.of() : cases, seeds, trial.heldOut, trial.settings, folder.out,
                System.err);
        print(bench.run(page.results()), bench.path());
        return Gnn.DONE;
    }

    @Command(name = "continual",
            description = "Measure what is left of earlier tasks when others follow: structural mass that protects, beside fine-tuning, EWC and replay.") int continual(
                    @Option(names = "--seeds", paramLabel = "N,N", split = ",", defaultValue = "1,2,3",
                            description = "seeds of each row [${DEFAULT-VALUE}]") List<Long> seeds,
                    @Mixin Trial trial,
                    @Mixin Folder folder, @Mixin Page page) {
        var bench = LawsBench.continual(seeds, trial.heldOut, trial.settings, folder.out, System.err);
        print(bench.run(page.results()), bench.path());
        return Gnn.DONE;
    }

    @Command(name = "rounds",
            description = "Train on Spark with several partitions and in one process, for docs/scaling.md.") int rounds(
                    @Option(names = "--spark", paramLabel = "MASTER", required = true,
                            description = "a master such as local[2], see gnn train --help") String spark,
                    @Option(names = "--seeds", paramLabel = "N,N", split = ",", defaultValue = "1,2,3",
                            description = "seeds of each row [${DEFAULT-VALUE}]") List<Long> seeds,
                    @Option(names = "--epochs", paramLabel = "N",
                            description = "[those of the default preset]") Optional<Integer> epochs,
                    @Option(names = "--train-examples", paramLabel = "N",
                            description = "how many training examples [all]") Optional<Integer> examples,
                    @Mixin Folder folder,
                    @Option(names = "--results", paramLabel = "FILE", description = SCALING) Optional<Path> file) {
        var settings = new LinkedHashMap<String, String>();
        epochs.ifPresent(n -> settings.put("epochs", n.toString()));
        examples.ifPresent(n -> settings.put("train-examples", n.toString()));
        var bench = new RoundsBench(spark, settings, seeds, folder.out, System.err);
        print(bench.run(Page.inProject(file, "scaling.md")), bench.path());
        return Gnn.DONE;
    }

    @Command(name = "cluster",
            description = "Simulate training on up to 10,000 executors, for docs/scaling.md.") int cluster(
                    @Option(names = "--results", paramLabel = "FILE",
                            description = SCALING) Optional<Path> file) {
        spec.commandLine().getOut().print(ClusterBench.run(Page.inProject(file, "scaling.md")));
        spec.commandLine().getOut().flush();
        return Gnn.DONE;
    }

    private void print(String tables, Path folder) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(tables + "\n" + folder);
        out.flush();
    }

    /** The option {@code --out} of a bench that goes on where it was interrupted. */
    static final class Folder {
        @Option(names = "--out", paramLabel = "DIR",
                description = "folder of the bench; one that was interrupted goes on [runs/<time>-bench]") private Optional<Path> out;
    }

    /** The option {@code --out} of a bench that is measured at one go. */
    static final class NewFolder {
        @Option(names = "--out", paramLabel = "DIR",
                description = "folder of this run, new or empty [runs/<time>-bench]") private Optional<Path> out;

        private RunFolder create() { return RunFolder.create(out, "bench"); }
    }

    /** The option {@code --results}. */
    static final class Page {
        @Option(names = "--results", paramLabel = "FILE",
                description = "Markdown page that gets the table [docs/results.md in the project's folder]") private Optional<Path> given;

        private Optional<Path> results() { return inProject(given, "results.md"); }

        /** A page of this project when the command runs in its folder. */
        private static Optional<Path> inProject(Optional<Path> given, String name) {
            boolean here = Stream.of("gnn", "pom.xml", "docs/internals.md").allMatch(file -> Files.exists(Path.of(file)));
            return given.or(() -> here ? Optional.of(Path.of("docs", name)) : Optional.empty());
        }
    }

    /** The option {@code --data-dir}. */
    static final class Sets {
        @Option(names = "--data-dir", paramLabel = "DIR",
                description = "folder that holds the IDX files") private Optional<Path> folder;

        private Dataset load(String name) { return DataCatalog.standard(folder).load(name); }
    }

    /** Options under which settings are chosen. */
    static final class Trial {
        @Option(names = "--held-out",
                description = "measure on held-out training examples, as settings are chosen, and record nothing") private boolean heldOut;

        @Option(names = "--set", paramLabel = "KEY=VALUE",
                description = "with --held-out: a setting of gnn train in the place of the case's own") private Map<String, String> settings = Map
                        .of();
    }
}

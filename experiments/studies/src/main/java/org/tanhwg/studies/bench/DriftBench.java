package org.tanhwg.studies.bench;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tanhwg.core.diffusion.MapLearner.Connectivity;
import org.tanhwg.report.Table;
import org.tanhwg.studies.StudyProgress;
import org.tanhwg.studies.drift.DriftResult;
import org.tanhwg.studies.drift.DriftResult.Outcome;
import org.tanhwg.studies.drift.DriftResult.Pair;
import org.tanhwg.studies.drift.DriftSettings;
import org.tanhwg.studies.drift.DriftSettings.Embedding;
import org.tanhwg.studies.drift.DriftSettings.Solver;
import org.tanhwg.studies.drift.DriftStudy;
import org.tanhwg.studies.drift.Target;
import org.tanhwg.training.cells.CellRunner;
import org.tanhwg.training.run.Json;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.ResultsFile;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.settings.RecordSettings;

/** The table of drift-diffusion matching: each row is a setting of {@code gnn drift}, and shows the worst of its seeds. */
public final class DriftBench {
    private static final String NOTE = "Worst of the seeds in each column; seconds are the median. Drift and GGᵀ: relative error on a held-out"
            + " grid. W₂: sliced, in spreads, between states visited by the network and by the equation; chance: the same between two simulations of"
            + " the equation. Where not said otherwise the map is random, the readout B closed-form, the network asymmetric and all of B kept.";
    private static final int LONG = 200_000;
    private static final int SHORT = 40_000;

    private record Row(String label, Target system, int neurons, Embedding embedding, Connectivity connectivity, Solver solver,
            double keep, int steps) {
        DriftSettings settings(long seed) {
            return RecordSettings.read(DriftSettings.class,
                    Map.of("system", system.toString(), "neurons", "" + neurons, "embedding",
                            embedding.toString(), "connectivity", connectivity.toString(), "solver", solver.toString(), "keep",
                            "" + keep,
                            "steps", "" + steps, "seed", "" + seed),
                    Optional.empty());
        }
    }

    private static final List<Row> ROWS = Stream.of( //
            random("Ornstein–Uhlenbeck", Target.OU, Solver.RIDGE, 1, LONG),
            random("double well", Target.DOUBLE_WELL, Solver.RIDGE, 1, LONG),
            random("van der Pol", Target.VAN_DER_POL, Solver.RIDGE, 1, LONG),
            random("Lorenz", Target.LORENZ, Solver.RIDGE, 1, LONG),
            random("noise that depends on the state", Target.MULTIPLICATIVE, Solver.RIDGE, 1, LONG),
            learned("four wells", Target.WELLS, Connectivity.ASYMMETRIC, Solver.RIDGE, LONG),
            random("van der Pol, Tan–HWG block step", Target.VAN_DER_POL, Solver.TAN_HWG, 1, SHORT),
            random("van der Pol, Adam", Target.VAN_DER_POL, Solver.ADAM, 1, SHORT),
            random("Lorenz, Tan–HWG block step", Target.LORENZ, Solver.TAN_HWG, 1, SHORT),
            random("Lorenz, Adam", Target.LORENZ, Solver.ADAM, 1, SHORT),
            random("van der Pol, sparse by consolidation", Target.VAN_DER_POL, Solver.TAN_HWG, 0.2, LONG),
            random("van der Pol, sparse by optimal brain surgeon", Target.VAN_DER_POL, Solver.RIDGE, 0.2, LONG),
            learned("Ornstein–Uhlenbeck, asymmetric", Target.OU, Connectivity.ASYMMETRIC, Solver.LEARNED, SHORT),
            learned("Ornstein–Uhlenbeck, symmetric", Target.OU, Connectivity.SYMMETRIC, Solver.LEARNED, SHORT),
            learned("van der Pol, asymmetric", Target.VAN_DER_POL, Connectivity.ASYMMETRIC, Solver.LEARNED, SHORT),
            learned("van der Pol, symmetric", Target.VAN_DER_POL, Connectivity.SYMMETRIC, Solver.LEARNED, SHORT),
            learned("gradient, asymmetric", Target.GRADIENT, Connectivity.ASYMMETRIC, Solver.LEARNED, SHORT),
            learned("gradient, symmetric", Target.GRADIENT, Connectivity.SYMMETRIC, Solver.LEARNED, SHORT)).toList();

    private final List<Long> seeds;
    private final RunFolder folder;
    private final PrintStream log;

    /**
     * A bench in a new folder, or in that of the same bench that was interrupted.
     *
     * @param log gets a line for each run
     */
    public DriftBench(List<Long> seeds, Optional<Path> out, PrintStream log) {
        this.seeds = List.copyOf(seeds);
        this.log = log;
        folder = CellRunner.bench(out, config());
    }

    private static Row random(String label, Target system, Solver solver, double keep, int steps) {
        return new Row(label + ", N = 256", system, 256, Embedding.RANDOM, Connectivity.ASYMMETRIC, solver, keep, steps);
    }

    private static Row learned(String label, Target system, Connectivity connectivity, Solver solver, int steps) {
        return new Row(label + ", learned map, N = 64", system, 64, Embedding.LEARNED, connectivity, solver, 1, steps);
    }

    /** Where everything goes. */
    public Path path() { return folder.path(); }

    /** Runs what is not done yet, and fills folder and page; returns the table in Markdown. */
    public String run(Optional<Path> results) {
        var table = new ArrayList<List<String>>();
        var lines = new ArrayList<DriftBenchResult.Row>();
        List<DriftResult> all = new ArrayList<>();
        for (Row row : ROWS) {
            List<DriftResult> runs = seeds.stream().map(seed -> run(row, seed)).toList();
            all.addAll(runs);
            table.add(cells(row, runs));
            lines.add(new DriftBenchResult.Row(row.label, runs.stream().map(DriftResult::outcome).toList()));
        }
        String markdown = Table.markdown(
                List.of("", "drift", "GGᵀ", "W₂", "chance", "kept %", "dynamics, network of equation", "fit, s"),
                table);
        results.ifPresent(
                file -> ResultsFile.replace(file, "drift", ResultsFile.section("Drift–diffusion matching", NOTE, command(),
                        all.stream().map(DriftResult::provenance).toList(), markdown)));
        var result = new DriftBenchResult("bench", Provenance.collect(config(), seeds.get(0)), lines);
        folder.write(folder.result(), out -> out.write(Json.bytes(result)));
        return markdown;
    }

    private DriftResult run(Row row, long seed) {
        DriftSettings settings = row.settings(seed);
        String name = row.label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + "-" + seed;
        Path path = folder.path().resolve("cells").resolve(name);
        DriftResult result;
        if (Files.exists(path.resolve("config.yaml"))) {
            RunFolder begun = RunFolder.existing(path);
            CellRunner.requireSame(begun, RecordSettings.text(settings), "a run with other settings");
            result = Files.exists(begun.result()) ? begun.read(DriftResult.class)
                    : DriftStudy.STUDY.resume(begun, StudyProgress.none()).result();
        } else {
            result = DriftStudy.STUDY.run(settings, Optional.of(path), StudyProgress.none()).result();
        }
        log.printf(Locale.ROOT, "%s  drift error %.2g%n", name, result.outcome().driftError());
        return result;
    }

    private static List<String> cells(Row row, List<DriftResult> runs) {
        double[] seconds = runs.stream().map(run -> run.timing().fitSeconds()).filter(Objects::nonNull).mapToDouble(s -> s)
                .sorted()
                .toArray();
        boolean lost = runs.stream().anyMatch(run -> run.outcome().stationaryW2() == null);
        return List.of(row.label, worst(runs, "%.1e", Outcome::driftError), worst(runs, "%.1e", Outcome::diffusionError),
                lost ? "diverged" : worst(runs, "%.3f", Outcome::stationaryW2), worst(runs, "%.3f", Outcome::stationaryW2Floor),
                worst(runs, "%.1f", end -> 100 * end.kept()), dynamics(runs),
                seconds.length == 0 ? "" : String.format(Locale.ROOT, "%.1f", seconds[seconds.length / 2]));
    }

    private static String worst(List<DriftResult> runs, String format, ToDoubleFunction<Outcome> figure) {
        return String.format(Locale.ROOT, format,
                runs.stream().map(DriftResult::outcome).mapToDouble(figure).max().orElseThrow());
    }

    private static String dynamics(List<DriftResult> runs) {
        List<Outcome> ends = runs.stream().map(DriftResult::outcome).toList();
        String switches = ends.stream().map(Outcome::switches).filter(Objects::nonNull).mapToDouble(s -> s.share()).min().stream()
                .mapToObj(share -> String.format(Locale.ROOT, "%.1f %% of the switches", 100 * share)).findAny().orElse("");
        String turning = ends.get(0).imaginaryPart() == 0 && ends.get(0).circulation() != null ? "real spectrum" : "";
        return Stream.of(pair("passage time", ends, Outcome::passageTime), pair("Lyapunov", ends, Outcome::lyapunovExponent),
                ends.get(0).switches() == null ? pair("circulation", ends, Outcome::circulation) : "", switches, turning)
                .filter(text -> !text.isEmpty()).collect(Collectors.joining("; "));
    }

    /** That of the run whose ratio is furthest from 1. */
    private static String pair(String name, List<Outcome> ends, Function<Outcome, Pair> figure) {
        return ends.stream().map(figure).filter(Objects::nonNull).max(Comparator.comparingDouble(p -> Math.abs(p.ratio() - 1)))
                .map(p -> String.format(Locale.ROOT, "%s %.4g of %.4g", name, p.network(), p.equation())).orElse("");
    }

    private String command() {
        return "bench drift" + (seeds.equals(List.of(1L, 2L, 3L)) ? ""
                : " --seeds " + seeds.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }

    private String config() { return "drift-seeds: " + seeds + "\n"; }

    /** The whole of {@code result.json} of {@code gnn bench drift}. */
    public record DriftBenchResult(String command, Provenance provenance, List<Row> rows) {
        public DriftBenchResult { rows = List.copyOf(rows); }

        /** One setting: figures for each seed, in their order. */
        public record Row(String label, List<DriftResult.Outcome> runs) {
            public Row { runs = List.copyOf(runs); }
        }
    }
}

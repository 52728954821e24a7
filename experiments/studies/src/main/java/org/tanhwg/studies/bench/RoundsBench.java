package org.tanhwg.studies.bench;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tanhwg.report.Table;
import org.tanhwg.studies.bench.TableBench.BenchResult;
import org.tanhwg.training.cells.CellRunner;
import org.tanhwg.training.cluster.Cluster;
import org.tanhwg.training.cluster.Cluster.Sharing;
import org.tanhwg.training.cluster.RoundCosts;
import org.tanhwg.training.run.Json;
import org.tanhwg.training.run.Progress;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.ResultsFile;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.RunResult;
import org.tanhwg.training.run.RunResult.Reading;
import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;
import org.tanhwg.training.train.Trainer;
import org.tanhwg.training.train.TrainingData;

/** What becomes of a training that is shared out, beside the same in one process: accuracy, synapses kept, and what rounds cost. */
public final class RoundsBench {
    private static final String NOTE = "Mean ± standard deviation over seeds. Bytes: what an executor fetched and sent in the last round, beside the"
            + " round in which that was most. Beyond training: the time of all rounds without the training of the slowest partition, beside that; told"
            + " where rounds are long.";
    private static final int STEPS = 20;
    private static final List<Row> ROWS = List.of(new Row("one process", null, true),
            new Row("1 partition, rounds of an epoch", new Sharing(1, 0, null), false),
            new Row("2 partitions, rounds of an epoch", new Sharing(2, 0, null), false),
            new Row("2 partitions, rounds of " + STEPS + " steps", new Sharing(2, STEPS, null), true),
            new Row("4 partitions, rounds of " + STEPS + " steps", new Sharing(4, STEPS, null), true));

    private final String master;
    private final Map<String, String> given;
    private final List<Long> seeds;
    private final RunFolder folder;
    private final PrintStream log;

    /**
     * @param sharing null for one process
     * @param everySeed or the first alone
     */
    private record Row(String label, Sharing sharing, boolean everySeed) {
        List<Long> seeds(List<Long> all) { return everySeed ? all : all.subList(0, 1); }
    }

    /** @param rounds empty for one process */
    private record Run(RunResult result, Optional<Sharing> sharing, Optional<RoundCosts> rounds) {
        /** What short rounds cost is more about who else uses the machine. */
        Optional<RoundCosts> epochs() {
            return rounds.filter(any -> sharing.orElseThrow().roundSteps() == 0);
        }
    }

    /** @param value empty where there is nothing to tell */
    private record Column(String header, String format, Function<Run, Optional<Double>> value) {
        String text(Reading reading) {
            String mean = String.format(Locale.ROOT, format, reading.mean());
            return reading.sd() == null ? mean : mean + " ± " + String.format(Locale.ROOT, format, reading.sd());
        }
    }

    private static final List<Column> COLUMNS = List.of(
            new Column("test accuracy %", "%.2f", run -> Optional.of(100 * run.result.outcome().testAccuracy())),
            new Column("kept %", "%.2f", run -> Optional.of(100 * run.result.outcome().keptFraction())),
            new Column("bytes %", "%.1f", run -> run.rounds.map(costs -> 100 * costs.bytesLeft())),
            new Column("ms a round beyond training", "%.0f", run -> run.epochs().map(RoundCosts::millisecondsBeyond)),
            new Column("beyond training %", "%.0f", run -> run.epochs().map(costs -> 100 * costs.beyond())));

    /**
     * A bench in a new folder, or in that of the same bench that was interrupted.
     *
     * @param master where rounds are run
     * @param given settings in place of the default preset's
     * @param log gets a line for each run
     */
    public RoundsBench(String master, Map<String, String> given, List<Long> seeds, Optional<Path> out, PrintStream log) {
        this.master = master;
        this.given = given;
        this.seeds = List.copyOf(seeds);
        this.log = log;
        folder = CellRunner.bench(out, config());
    }

    /** Where everything goes. */
    public Path path() { return folder.path(); }

    /** Runs what is not done yet, and fills folder and page; returns the table in Table. */
    public String run(Optional<Path> page) {
        var lines = new ArrayList<BenchResult.Row>();
        var all = new ArrayList<RunResult>();
        try (Cluster cluster = Cluster.connect(master)) {
            for (Row row : ROWS) {
                List<Run> runs = row.seeds(seeds).stream().map(seed -> run(cluster, row, seed)).toList();
                runs.forEach(run -> all.add(run.result));
                lines.add(new BenchResult.Row(row.label, runs.size(), 0, readings(runs)));
            }
        }
        String table = Table.markdown(Stream.concat(Stream.of("", "seeds"), COLUMNS.stream().map(Column::header)).toList(),
                lines.stream().map(RoundsBench::cells).toList());
        page.ifPresent(file -> ResultsFile.replace(file, "rounds", ResultsFile.section("Measured", NOTE,
                command(), all.stream().map(RunResult::provenance).toList(), table)));
        var result = new BenchResult("bench", Provenance.collect(config(), all.get(0).provenance().dataSha256(), seeds.get(0)),
                List.of(new BenchResult.Table("rounds", "Rounds on Spark", lines)));
        folder.write(folder.result(), out -> out.write(Json.bytes(result)));
        return table;
    }

    private Run run(Cluster cluster, Row row, long seed) {
        var values = new LinkedHashMap<>(given);
        values.put("seed", String.valueOf(seed));
        TrainSettings settings = SettingsReader.read(values, Optional.empty());
        String name = row.label.replaceAll("[^a-z0-9]+", "-") + "-" + seed;
        RunFolder run = CellRunner.begin(folder.path().resolve("cells").resolve(name), settings);
        Optional<Sharing> sharing = Optional.ofNullable(row.sharing);
        RunResult result = Files.exists(run.result()) ? run.read(RunResult.class) : train(cluster, settings, sharing, run);
        log.printf(Locale.ROOT, "%s  test %.2f %%  kept %.2f %%%n", name, 100 * result.outcome().testAccuracy(),
                100 * result.outcome().keptFraction());
        return new Run(result, sharing, sharing.map(shared -> RoundCosts.read(run, shared.partitions())));
    }

    private static RunResult train(Cluster cluster, TrainSettings settings, Optional<Sharing> sharing, RunFolder run) {
        try (var progress = new Progress(new PrintStream(PrintStream.nullOutputStream()), false)) {
            if (sharing.isEmpty()) return new Trainer(settings, TrainingData.load(settings)).train(run, progress);
            sharing.get().write(run);
            Cluster.SharedTraining training = cluster.training(settings, sharing.get());
            return new Trainer(settings, training.executor(run), training.measurer()).train(run, progress);
        }
    }

    private static Map<String, Reading> readings(List<Run> runs) {
        var readings = new LinkedHashMap<String, Reading>();
        for (Column column : COLUMNS) {
            double[] values = runs.stream().flatMap(run -> column.value.apply(run).stream()).mapToDouble(value -> value)
                    .toArray();
            if (values.length > 0) readings.put(column.header, Reading.of(values));
        }
        return readings;
    }

    private static List<String> cells(BenchResult.Row row) {
        return Stream.concat(Stream.of(row.label(), String.valueOf(row.runs())), COLUMNS.stream()
                .map(column -> Optional.ofNullable(row.readings().get(column.header)).map(column::text).orElse("–"))).toList();
    }

    private String command() {
        var command = new StringBuilder("bench rounds --spark '" + master + "'");
        if (!seeds.equals(List.of(1L, 2L, 3L)))
            command.append(" --seeds ").append(seeds.stream().map(String::valueOf).collect(Collectors.joining(",")));
        given.forEach((key, value) -> command.append(" --").append(key).append(' ').append(value));
        return command.toString();
    }

    private String config() {
        return "rounds-seeds: " + seeds + "\n"
                + given.entrySet().stream().map(entry -> entry.getKey() + ": " + entry.getValue() + "\n")
                        .collect(Collectors.joining());
    }
}

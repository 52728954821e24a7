package org.tanhwg.studies.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.tanhwg.report.Table;
import org.tanhwg.training.cluster.RoundSimulation;
import org.tanhwg.training.cluster.RoundSimulation.Machines;
import org.tanhwg.training.run.ResultsFile;

/** How training on Spark would scale beyond what there is here, as a table. */
public final class ClusterBench {
    private static final List<Integer> EXECUTORS = List.of(10, 100, 1000, 10_000);
    private static final List<Double> SYNAPSES = List.of(2.7e5, 1e7, 1e9);
    private static final List<Double> KEPT = List.of(1.0, 0.02);
    private static final List<Integer> STEPS = List.of(100, 600);
    private static final int BATCH = 100;
    private static final int ROUNDS = 5;

    private ClusterBench() {}

    /**
     * Simulates, and writes the table into its section of a page where one is given.
     *
     * @return the table in Table
     */
    public static String run(Optional<Path> page) {
        String table = table();
        page.ifPresent(file -> ResultsFile.replace(file, "cluster", "`./gnn bench cluster`\n\n" + table));
        return table;
    }

    /** Share of the time in which executors train, for each size of network, share kept and length of round. */
    private static String table() {
        var rows = new ArrayList<List<String>>();
        for (double synapses : SYNAPSES) {
            for (double kept : KEPT) {
                for (int steps : STEPS) {
                    var one = new RoundSimulation(Machines.MEASURED, 1, synapses, kept, BATCH, steps);
                    Stream<String> setting = Stream.of(
                            String.format(Locale.ROOT, "%.0e synapses, %.0f %% kept, %d steps", synapses, 100 * kept, steps),
                            String.format(Locale.ROOT, "%.1f", one.training()),
                            String.format(Locale.ROOT, "%.1f", (one.bytesDown() + one.bytesUp()) / 1e6));
                    Stream<String> efficiencies = EXECUTORS.stream().map(executors -> String.format(Locale.ROOT, "%.0f",
                            100 * new RoundSimulation(Machines.MEASURED, executors, synapses, kept, BATCH, steps)
                                    .efficiency(ROUNDS, 1)));
                    rows.add(Stream.concat(setting, efficiencies).toList());
                }
            }
        }
        return Table.markdown(Stream.concat(Stream.of("round", "s of training", "MB per executor"),
                EXECUTORS.stream().map(executors -> String.format(Locale.ROOT, "%,d", executors))).toList(), rows);
    }
}

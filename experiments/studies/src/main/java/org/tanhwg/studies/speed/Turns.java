package org.tanhwg.studies.speed;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.tanhwg.studies.speed.PeerProcess.Launch;

/**
 * Times contestants in short turns, each round in another order, so that whatever else the machine does meets them alike. Ratios are taken within a round, where
 * a slow moment meets both, and only then is their median; times are told with their 10 % quantile, which a noisy machine moves least.
 */
final class Turns {
    static final int ROUNDS = 20;
    /** Share of the time that does not count: Java compiles in it, a step of ours for three to four seconds. */
    private static final double WARM_UP = .6;
    private static final int FASTER = 8;

    private Turns() {}

    /** Who takes part. @param label what the table calls it; where the process has a name of its own, what is to be said beside it */
    record Entrant(String label, Launch launch, String task) {}

    /**
     * What was measured of one.
     *
     * @param nanoseconds median over the rounds of the time of doing it once, {@code tenth} its 10 % quantile
     * @param timesFirst median over the rounds of its time over that of the first contestant, {@code lower} and {@code upper} the quartiles
     */
    public record Figures(String contestant, double nanoseconds, double tenth, double timesFirst, double lower, double upper) {}

    /**
     * Measures all in turn; two that are launched alike share a process.
     *
     * @param seconds of each, warm-up included
     * @param log gets a line for each contestant
     */
    static List<Figures> measure(List<Entrant> entrants, double seconds, PrintStream log) {
        Map<Launch, PeerProcess> processes = new LinkedHashMap<>();
        try {
            long[] times = new long[entrants.size()];
            var names = new ArrayList<String>();
            for (int i = 0; i < times.length; i++) {
                Entrant entrant = entrants.get(i);
                PeerProcess process = processes.computeIfAbsent(entrant.launch, PeerProcess::new);
                times[i] = warmUp(process, entrant.task, seconds);
                names.add(Stream.of(process.name(), entrant.label).filter(word -> !word.isEmpty())
                        .collect(Collectors.joining(", ")));
            }
            double[][] taken = new double[times.length][ROUNDS];
            List<Integer> order = new ArrayList<>(IntStream.range(0, times.length).boxed().toList());
            var random = new Random(1);
            for (int round = 0; round < ROUNDS; round++) {
                Collections.shuffle(order, random);
                for (int i : order) {
                    Entrant entrant = entrants.get(i);
                    taken[i][round] = processes.get(entrant.launch).take(times[i], entrant.task) / (double) times[i];
                }
            }
            List<Figures> figures = IntStream.range(0, times.length)
                    .mapToObj(i -> figures(names.get(i), taken[i], taken[0])).toList();
            figures.forEach(f -> log.printf(Locale.ROOT, "  %s: %.1f µs, %.2f times the first%n", f.contestant(),
                    f.nanoseconds() * 1e-3, f.timesFirst()));
            return figures;
        } finally {
            processes.values().forEach(PeerProcess::close);
        }
    }

    /** Works until it is warm. @return how often the task fits into a turn */
    private static long warmUp(PeerProcess process, String task, double seconds) {
        long end = System.nanoTime() + (long) (1e9 * WARM_UP * seconds);
        double turn = 1e9 * (1 - WARM_UP) * seconds / ROUNDS;
        long times = 1;
        do {
            double once = process.take(times, task) / (double) times;
            times = Math.max(1, Math.min(FASTER * times, Math.round(turn / once)));
        } while (System.nanoTime() < end);
        return times;
    }

    static Figures figures(String contestant, double[] times, double[] first) {
        double[] ratios = IntStream.range(0, times.length).mapToDouble(i -> times[i] / first[i]).toArray();
        return new Figures(contestant, quantile(times, 50), quantile(times, 10), quantile(ratios, 50), quantile(ratios, 25),
                quantile(ratios, 75));
    }

    static double quantile(double[] values, double percent) {
        return new Percentile().withEstimationType(Percentile.EstimationType.R_7).evaluate(values, percent);
    }
}

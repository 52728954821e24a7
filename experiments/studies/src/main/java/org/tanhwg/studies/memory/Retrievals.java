package org.tanhwg.studies.memory;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.stat.StatUtils;
import org.tanhwg.core.memory.AssociativeMemory;
import org.tanhwg.core.memory.Retrieval;
import org.tanhwg.core.memory.Retrieval.Attractor;
import org.tanhwg.core.memory.Stopping;

/**
 * What a memory made of a number of cues.
 *
 * @param seconds that the retrieval of all of them took
 * @param processorSeconds of this thread in that time
 */
record Retrievals(List<Query> queries, double seconds, double processorSeconds) {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int COURSES = 8;

    /**
     * One cue.
     *
     * @param pattern that it was made from
     * @param cueDistance W₂ between the two, measured
     * @param found pattern with the largest weight at the end
     * @param distance W₂ between the end and {@code pattern}
     * @param end where it ended
     */
    record Query(int pattern, double cueDistance, int found, double distance, Retrieval<?> end) {}

    /** Retrieves. */
    static <S> Retrievals of(AssociativeMemory<S> memory, Cues<S> cues, Stopping stopping) {
        long start = System.nanoTime(), processor = THREADS.getCurrentThreadCpuTime();
        List<Retrieval<S>> ends = memory.retrieve(cues.points(), stopping);
        double seconds = (System.nanoTime() - start) * 1e-9;
        double processorSeconds = (THREADS.getCurrentThreadCpuTime() - processor) * 1e-9;
        List<Query> queries = new ArrayList<>();
        for (int q = 0; q < cues.count(); q++) {
            int owner = cues.owners()[q];
            S pattern = memory.pattern(owner);
            Retrieval<S> end = ends.get(q);
            queries.add(new Query(owner, memory.space().distance(cues.points().get(q), pattern), end.pattern(),
                    memory.space().distance(end.state(), pattern), end));
        }
        return new Retrievals(queries, seconds, processorSeconds);
    }

    /** Share of the distances that are no larger than {@code within}. */
    static double share(double[] distances, double within) {
        return DoubleStream.of(distances).filter(d -> d <= within).count() / (double) distances.length;
    }

    /** W₂ between the end of each cue and its pattern. */
    double[] distances() {
        return queries.stream().mapToDouble(Query::distance).toArray();
    }

    /**
     * All figures.
     *
     * @param energyScale what rises of the energy are measured against
     */
    MemoryResult.Outcome outcome(double within, Double nominalRadius, double energyScale) {
        Map<String, Integer> status = new LinkedHashMap<>();
        for (Attractor kind : Attractor.values())
            status.put(kind.name().toLowerCase(Locale.ROOT),
                    (int) queries.stream().filter(q -> q.end.attractor() == kind).count());
        double[] radii = queries.stream().mapToDouble(Query::cueDistance).toArray();
        return new MemoryResult.Outcome(queries.size(), share(distances(), within), StatUtils.mean(distances()),
                StatUtils.percentile(distances(), 50),
                mean(q -> q.found == q.pattern ? 0 : 1), status, (int) queries.stream().filter(q -> q.end.converged()).count(),
                mean(q -> q.end.updates()), queries.stream().mapToInt(q -> q.end.updates()).max().orElseThrow(),
                queries.stream().mapToDouble(q -> rise(q.end.energies())).max().orElseThrow() / energyScale,
                new MemoryResult.Radius(nominalRadius, StatUtils.min(radii), StatUtils.mean(radii), StatUtils.max(radii)));
    }

    /** Energies of the first retrievals. */
    List<double[]> courses() {
        return queries.stream().limit(COURSES).map(q -> q.end.energies()).toList();
    }

    /** One line for each cue, with a header. */
    String csv() {
        var text = new StringBuilder("pattern,cueW2,found,W2,weight,effectivePatterns,updates,residual,attractor,status\n");
        for (Query q : queries) {
            text.append(
                    String.format(Locale.ROOT, "%d,%s,%d,%s,%s,%s,%d,%s,%s,%s%n", q.pattern, q.cueDistance, q.found, q.distance,
                            q.end.weight(), q.end.effective(), q.end.updates(), q.end.residual(),
                            q.end.attractor().name().toLowerCase(Locale.ROOT), q.end.status().name().toLowerCase(Locale.ROOT)));
        }
        return text.toString();
    }

    private double mean(ToDoubleFunction<Query> value) { return queries.stream().mapToDouble(value).average().orElseThrow(); }

    /** The largest step up; negative when every step went down. */
    private static double rise(double[] energies) {
        return DoubleStream.iterate(1, k -> k < energies.length, k -> k + 1).map(k -> energies[(int) k] - energies[(int) k - 1])
                .max()
                .orElse(0);
    }
}

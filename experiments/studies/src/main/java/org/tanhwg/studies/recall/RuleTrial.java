package org.tanhwg.studies.recall;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tanhwg.core.SplitMix;
import org.tanhwg.core.attractor.PatternMemory;
import org.tanhwg.core.attractor.StorageRule;
import org.tanhwg.datasets.pattern.PatternSource;
import org.tanhwg.studies.recall.CueTrial.Answer;
import org.tanhwg.studies.recall.RecallResult.Capacity;
import org.tanhwg.studies.recall.RecallResult.Point;
import org.tanhwg.studies.recall.RecallResult.Sweeps;

/** Lets one rule store the patterns and measures what is recalled; a pure function of the settings, times aside. */
final class RuleTrial {
    /** Share of the cues that must be recovered for a load to count as held. */
    static final double HELD = 0.95;
    private static final double[] SHARES = {0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45};
    private static final double[] LARGE_SHARES = {0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};
    private static final int LOTS = 10;
    /** Below this a rule has no part in larger loads. */
    private static final double LOST = 0.5;
    /** Load to which capacity is found. */
    private static final double FINE = 0.01;
    private static final int SHOWN = 6;
    private static final int DAMAGE = 1;
    private static final int CUES = 2;

    private final RecallSettings settings;
    private final PatternSource source;
    private final RecallRule rule;
    private final Runnable measured;

    private RuleTrial(RecallSettings settings, PatternSource source, RecallRule rule, Runnable measured) {
        this.settings = settings;
        this.source = source;
        this.rule = rule;
        this.measured = measured;
    }

    /** What was found, and the memory of all patterns. */
    record Outcome(RecallStudy.Found found, PatternMemory memory) {}

    /** @param measured is called whenever a load has been measured, and at the end */
    static Outcome run(RecallSettings settings, PatternSource source, RecallRule rule, Runnable measured) {
        return new RuleTrial(settings, source, rule, measured).run();
    }

    private Outcome run() {
        float[][] patterns = source.first(settings.patterns());
        long start = System.nanoTime();
        PatternMemory memory = stored(patterns);
        double trainSeconds = seconds(start);
        start = System.nanoTime();
        List<Answer> answers = trial(patterns, settings.disturbance(), settings.cues())
                .answers(damaged(memory, settings.damage()), settings.dynamics());
        double recallSeconds = seconds(start);
        List<Point> loads = settings.sweep() ? loads() : List.of();
        var result = new RecallResult.Rule(CueTrial.recovered(answers), CueTrial.stable(memory, patterns), memory.kept(),
                answers.stream().mapToDouble(Answer::overlap).average().orElseThrow(),
                answers.stream().filter(a -> a.end().settled()).count() / (double) answers.size(), capacity(loads),
                settings.sweep() ? sweeps(loads, memory, patterns) : Sweeps.NONE,
                new RecallResult.Timing(trainSeconds, recallSeconds));
        measured.run();
        return new Outcome(new RecallStudy.Found(rule.toString(), result, answers.stream().limit(Math.min(SHOWN, patterns.length))
                .map(a -> new RecallStudy.Example(a.pattern(), a.cue(), a.end().state(), a.end().energies())).toList()),
                memory);
    }

    private PatternMemory stored(float[][] patterns) {
        StorageRule storage = rule.start(settings);
        storage.store(patterns);
        return storage.memory();
    }

    private PatternMemory damaged(PatternMemory memory, double share) {
        return share == 0 ? memory : memory.damaged(share, SplitMix.generator(settings.seed(), DAMAGE));
    }

    private CueTrial trial(float[][] patterns, Disturbance disturbance, int cues) {
        return new CueTrial(patterns, settings.patternsKind().states(), disturbance, cues, SplitMix.seed(settings.seed(), CUES));
    }

    /** Curves over what one memory withstands take one cue of each pattern. */
    private Sweeps sweeps(List<Point> loads, PatternMemory memory, float[][] patterns) {
        DoubleFunction<Point> flips = share -> point(share, memory, trial(patterns, new Disturbance(share, 0), 1));
        DoubleFunction<Point> erase = share -> point(share, memory, trial(patterns, new Disturbance(0, share), 1));
        DoubleFunction<Point> damage = share -> point(share, damaged(memory, share), trial(patterns, settings.disturbance(), 1));
        return new Sweeps(loads, DoubleStream.of(SHARES).mapToObj(flips).toList(),
                DoubleStream.of(LARGE_SHARES).mapToObj(erase).toList(), DoubleStream.of(LARGE_SHARES).mapToObj(damage).toList(),
                sequential(patterns));
    }

    private Point point(double at, PatternMemory memory, CueTrial trial) {
        return new Point(at, CueTrial.recovered(trial.answers(memory, settings.dynamics())), memory.kept());
    }

    /** Stores lot after lot; what is left of each at the end, the first first. */
    private List<Point> sequential(float[][] patterns) {
        int lots = Math.min(LOTS, patterns.length);
        List<float[][]> parts = IntStream.range(0, lots)
                .mapToObj(k -> Arrays.copyOfRange(patterns, k * patterns.length / lots, (k + 1) * patterns.length / lots))
                .toList();
        StorageRule storage = rule.start(settings);
        parts.forEach(storage::store);
        PatternMemory memory = storage.memory();
        return IntStream.range(0, lots)
                .mapToObj(k -> point(k + 1, memory, trial(parts.get(k), settings.disturbance(), settings.cues()))).toList();
    }

    /** Until the rule is lost. */
    private List<Point> loads() {
        List<Point> points = new ArrayList<>();
        for (double load : settings.loads()) {
            points.add(load((int) Math.max(1, Math.round(load * settings.units()))));
            measured.run();
            if (points.get(points.size() - 1).recovered() < LOST) break;
        }
        return points;
    }

    private Point load(int count) {
        float[][] patterns = source.first(count);
        PatternMemory memory = stored(patterns);
        return point(count / (double) settings.units(), memory, trial(patterns, settings.disturbance(), settings.cues()));
    }

    /** Bisects between the last load that is held and the first that is not. */
    private Capacity capacity(List<Point> loads) {
        if (loads.isEmpty()) return null;
        int held = 0;
        for (Point point : loads) {
            int count = (int) Math.round(point.at() * settings.units());
            if (point.recovered() < HELD) return new Capacity(bisected(held, count) / (double) settings.units(), false);
            held = count;
        }
        return new Capacity(held / (double) settings.units(), true);
    }

    private int bisected(int held, int lost) {
        while (lost - held > Math.max(1, FINE * settings.units())) {
            int middle = (held + lost) / 2;
            if (load(middle).recovered() < HELD) lost = middle;
            else held = middle;
        }
        return held;
    }

    private static double seconds(long since) { return (System.nanoTime() - since) * 1e-9; }
}

package org.tanhwg.training.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.Targets;
import org.tanhwg.training.evaluate.Evaluation.Metrics;
import org.tanhwg.training.evaluate.RegressionEvaluation.NumberAnswers;
import org.tanhwg.training.run.RunResult.FinalResult;
import org.tanhwg.training.run.RunResult.FinalResult.Scores;
import org.tanhwg.training.run.UserError;

/**
 * What a network does that answers with a probability for each of several labels.
 *
 * @param all every label of every example taken as a question of its own, whose classes are absent and present
 * @param exactMatch share of the examples all of whose labels are right
 * @param macroF1 mean over the labels of the F1 of those present, see {@link ClassScores.Score#f1}
 */
public record LabelEvaluation(Metrics all, double exactMatch, double macroF1) implements Measured {
    /** Names of the classes of {@code all}. */
    public static final List<String> STATES = List.of("absent", "present");

    /**
     * Runs the examples through the network.
     *
     * @param data what messages call the examples
     * @throws UserError when widths or labels do not fit
     */
    public static LabelEvaluation of(NumberAnswers network, Examples examples, String data) {
        int labels = network.outputs().names().size();
        if (network.inputs() != examples.width() || !(examples.targets() instanceof Targets.Numbers truth)
                || truth.outputs() != labels)
            throw new UserError(network.name() + ": takes " + network.inputs() + " numbers and answers with " + labels
                    + " labels; " + data + " has " + examples.width() + " and other labels");
        float[] found = new float[truth.values().length];
        List<Estimate> estimates = network.predict(examples);
        for (int i = 0; i < found.length; i++) found[i] = (float) estimates.get(i / labels).mean()[i % labels];
        return of(found, truth.values(), labels);
    }

    /** Judges probabilities. @param found and {@code truth}, 0 or 1, of examples × labels */
    static LabelEvaluation of(float[] found, float[] truth, int labels) {
        float[][] rows = new float[found.length][];
        int[] states = new int[found.length];
        for (int i = 0; i < found.length; i++) {
            rows[i] = new float[] {1 - found[i], found[i]};
            states[i] = (int) truth[i];
        }
        long exact = IntStream.range(0, found.length / labels).filter(example -> IntStream
                .range(example * labels, (example + 1) * labels).allMatch(i -> Metrics.mostProbable(rows[i]) == states[i]))
                .count();
        double f1 = IntStream.range(0, labels).mapToDouble(label -> {
            int[] its = IntStream.iterate(label, i -> i < found.length, i -> i + labels).toArray();
            int[][] confusion = Metrics.of(Arrays.stream(its).mapToObj(i -> rows[i]).toArray(float[][]::new),
                    Arrays.stream(its).map(i -> states[i]).toArray()).confusion();
            return ClassScores.of(confusion).classes().get(1).f1();
        }).average().orElse(0);
        return new LabelEvaluation(Metrics.of(rows, states), exact * labels / (double) found.length, f1);
    }

    @Override public FinalResult result(SparsityStats stats) {
        return new FinalResult(all.accuracy(), all.nll(), all.ece(), stats.keptFraction(), stats.kept(), stats.liveUnits(),
                stats.parameters(), stats.multiplyAdds().orElse(null)).scored(Scores.ofLabels(macroF1, exactMatch));
    }
}

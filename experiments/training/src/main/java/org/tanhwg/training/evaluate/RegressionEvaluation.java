package org.tanhwg.training.evaluate;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.Targets;
import org.tanhwg.datasets.inputs.OutputRecord;
import org.tanhwg.training.run.RunResult.FinalResult;
import org.tanhwg.training.run.RunResult.FinalResult.Scores;
import org.tanhwg.training.run.UserError;

/**
 * What a regression does on examples it was not trained on, in the units of the targets.
 *
 * @param targets how well each is predicted
 */
public record RegressionEvaluation(List<Fit> targets) implements Measured {
    /** Standard deviations from the mean to either end of an interval that holds 90 % of a normal law. */
    private static final double NINETY = 1.6448536269514722;

    public RegressionEvaluation { targets = List.copyOf(targets); }

    /** Who predicts numbers, or several labels. */
    public interface NumberAnswers extends Answers<Estimate> {
        /** What the answers mean. */
        OutputRecord outputs();
    }

    /**
     * How well a target is predicted.
     *
     * @param truth and {@code mean}, the prediction, of each example
     * @param spread standard deviation of the prediction over the laws of the synapses; 0 where they were not sampled
     */
    public record Fit(String name, double[] truth, double[] mean, double[] spread) {

        /** Root of the mean squared error. */
        public double rmse() {
            return Math.sqrt(errors().map(error -> error * error).average().orElse(0));
        }

        /** Mean absolute error. */
        public double mae() {
            return errors().map(Math::abs).average().orElse(0);
        }

        /** 1 − squared errors / squared deviations of the truth from its mean; 0 where the truth is constant. */
        public double r2() {
            double middle = IntStream.range(0, truth.length).mapToDouble(i -> truth[i]).average().orElse(0);
            double total = IntStream.range(0, truth.length).mapToDouble(i -> Math.pow(truth[i] - middle, 2)).sum();
            return total == 0 ? 0 : 1 - errors().map(error -> error * error).sum() / total;
        }

        /** Standard deviation of what is left of the errors once the spread is accounted for; at least 0. */
        public double residual() {
            return residual(0, 1);
        }

        /** As above, over every second example or all. */
        private double residual(int from, int step) {
            double squares = 0;
            int n = 0;
            for (int i = from; i < truth.length; i += step, n++)
                squares += Math.pow(truth[i] - mean[i], 2) - spread[i] * spread[i];
            return n == 0 ? 0 : Math.sqrt(Math.max(0, squares / n));
        }

        /** Share of the examples inside their 90 % interval; the residual of each half of the examples makes the intervals of the other. */
        public double coverage() {
            int inside = 0;
            for (int half = 0; half < 2; half++) {
                double residual = residual(1 - half, 2);
                for (int i = half; i < truth.length; i += 2)
                    if (Math.abs(truth[i] - mean[i]) <= NINETY * Math.hypot(residual, spread[i])) inside++;
            }
            return inside / (double) truth.length;
        }

        private DoubleStream errors() {
            return IntStream.range(0, truth.length).mapToDouble(i -> truth[i] - mean[i]);
        }
    }

    /**
     * Runs the examples through the network.
     *
     * @param data what messages call the examples
     * @throws UserError when widths or targets do not fit
     */
    public static RegressionEvaluation of(NumberAnswers regressor, Examples examples, String data) {
        OutputRecord outputs = regressor.outputs();
        regressor.requireFit(examples, data);
        if (!(examples.targets() instanceof Targets.Numbers truth) || truth.outputs() != outputs.names().size())
            throw new UserError(
                    regressor.name() + ": predicts " + outputs.names().size() + " numbers, " + data + " has other labels");
        List<Estimate> estimates = regressor.predict(examples);
        int n = estimates.size();
        return new RegressionEvaluation(IntStream.range(0, truth.outputs()).mapToObj(t -> new Fit(outputs.names().get(t),
                IntStream.range(0, n).mapToDouble(i -> outputs.unscaled(t, truth.values()[i * truth.outputs() + t])).toArray(),
                estimates.stream().mapToDouble(e -> e.mean()[t]).toArray(),
                estimates.stream().mapToDouble(e -> e.spread()[t]).toArray())).toList());
    }

    /** Mean over the targets of {@link Fit#coverage}. */
    public double coverage() {
        return mean(Fit::coverage);
    }

    /** {@link Fit#residual} of each target. */
    public List<Double> residuals() {
        return targets.stream().map(Fit::residual).toList();
    }

    @Override public FinalResult result(SparsityStats stats) {
        boolean wide = targets.stream().anyMatch(fit -> IntStream.range(0, fit.spread.length).anyMatch(i -> fit.spread[i] > 0));
        return new FinalResult(Scores.ofNumbers(mean(Fit::rmse), mean(Fit::mae), mean(Fit::r2), wide ? coverage() : null),
                stats.keptFraction(), stats.kept(), stats.liveUnits(), stats.parameters(), stats.multiplyAdds().orElse(null));
    }

    private double mean(ToDoubleFunction<Fit> score) {
        return targets.stream().mapToDouble(score).average().orElse(0);
    }
}

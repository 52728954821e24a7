package org.tanhwg.training.compare;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.tanhwg.training.report.Yardstick;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.RunResult.FinalResult;
import org.tanhwg.training.run.RunResult.Reading;

/**
 * The whole of {@code result.json} of a comparison. Shares and accuracies are in [0, 1], times in seconds; optimizers go by the names of the
 * command line. What does not apply is null and left out of the file.
 *
 * @param judgedBy what all data sets are judged by
 * @param tuning every candidate that was tried, measured on held-out training examples
 * @param cells one for each optimizer, strength, data set and seed, measured on the test examples
 * @param table the same, over the seeds
 * @param sweep runs at other step sizes, as cells; empty when none was asked for
 */
public record CompareResult(String command, Provenance provenance, Yardstick judgedBy, Budget budget, List<Candidate> tuning,
        List<Cell> cells, List<Row> table, List<Cell> sweep) {
    public CompareResult {
        tuning = List.copyOf(tuning);
        cells = List.copyOf(cells);
        table = List.copyOf(table);
        sweep = List.copyOf(sweep);
    }

    /**
     * What each optimizer may spend.
     *
     * @param epochs of a run; null when the budget is {@code seconds} of training
     * @param candidates step sizes tried for each optimizer and data set
     * @param tuningEpochs of such a trial
     * @param validation training examples that a trial is measured on; null where each data set holds out a number of its own
     * @param tuningSeed seed of all trials
     * @param objective what is maximised, or of numbers minimised, in words
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Budget(Integer epochs, Double seconds, int candidates, int tuningEpochs, Integer validation, long tuningSeed,
            String objective) {}

    /** One trial; without accuracy, or RMSE of numbers, if it diverged, and with γ where the optimizer's is tuned. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Candidate(String optimizer, String data, double eta, Double gamma, Double accuracy, Double rmse,
            Double keptFraction, Double score, boolean chosen) {
        /** Its accuracy or RMSE; null if it diverged. */
        Double judged() { return rmse != null ? rmse : accuracy; }
    }

    /**
     * What was measured on the test examples: the first three of classes, the others of numbers, as in a training's {@code result.json}.
     *
     * @param <T> of one run, or over the seeds
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Figures<T>(T testAccuracy, T testNll, T testEce, T testRmse, T testMae, T testR2) {
        /** Of a run. @param end null if it diverged */
        static Figures<Double> of(FinalResult end) {
            return end == null ? none()
                    : new Figures<>(end.testAccuracy(), end.testNll(), end.testEce(), end.scores().testRmse(),
                            end.scores().testMae(), end.scores().testR2());
        }

        /** Nothing was measured. */
        static <T> Figures<T> none() { return new Figures<>(null, null, null, null, null, null); }

        /** What it is judged by; null if nothing was measured. */
        T judged() {
            return testRmse != null ? testRmse : testAccuracy;
        }

        /** The two that stand beside it. */
        List<T> others() {
            return testRmse != null ? List.of(testMae, testR2) : List.of(testNll, testEce);
        }
    }

    /**
     * What trained, and how hard it prunes: at most one of {@code beta} and {@code keep} is there.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Entrant(String optimizer, Double beta, Double keep) {
        /** {@code tan-hwg}, or {@code tan-hwg beta=0.001}. */
        public String label() {
            return (optimizer + " " + strength()).strip();
        }

        /** {@code beta=0.001}; empty for an optimizer that does not prune. */
        public String strength() {
            return beta != null ? "beta=" + Plan.Strength.text(beta) : keep != null ? "keep=" + Plan.Strength.text(keep) : "";
        }

    }

    /**
     * One run.
     *
     * @param status "done", or "diverged": then it has no figures but its time
     * @param seconds time spent in training steps
     * @param folder of the run, below that of the comparison
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Cell(String optimizer, String data, long seed, Double beta, Double keep, double eta, int epochs, String status,
            @JsonUnwrapped Figures<Double> figures, Double keptFraction, double seconds, String folder) {
        /** What trained. */
        public Entrant entrant() { return new Entrant(optimizer, beta, keep); }

        /** Whether it has figures. */
        public boolean finished() { return judged() != null; }

        /** Its accuracy or RMSE; null if it diverged. */
        Double judged() { return figures.judged(); }
    }

    /**
     * An entrant on one data set, over the seeds; without readings if a run diverged.
     *
     * @param front whether no other row of the data set is at least as accurate with no more weights, and better in one of them
     * @param against null for rows of the reference itself
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Row(String data, String optimizer, Double beta, Double keep, double eta, int epochs, int runs,
            int diverged,
            @JsonUnwrapped Figures<Reading> figures, Reading keptFraction, Reading seconds, boolean front, Against against) {
        /** What trained. */
        public Entrant entrant() { return new Entrant(optimizer, beta, keep); }

        /** Its accuracy or RMSE; null if a run diverged. */
        Reading judged() { return figures.judged(); }
    }

    /**
     * The most accurate row of the reference among those that keep no more weights than this row does; its sparsest row if there is none.
     *
     * @param difference its accuracy, or RMSE, minus that of this row, mean over common seeds
     * @param pValue of a two-sided paired t-test over these seeds; null when there are fewer than two or all differences are equal
     * @param sparser whether it keeps no more weights
     * @param dominates whether it is sparser and at least as accurate
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Against(Entrant reference, double difference, Double pValue, boolean sparser, boolean dominates) {}
}

package org.tanhwg.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tanhwg.training.evaluate.RegressionEvaluation.Fit;
import org.tanhwg.training.run.Json;
import org.tanhwg.training.run.RunResult.FinalResult;
import org.tanhwg.training.run.RunResult.FinalResult.Scores;

class RegressionEvaluationTest {
    @Test void figuresAreThoseOfTheirDefinitions() {
        var fit = new Fit("price", new double[] {1, 2, 3, 6}, new double[] {2, 2, 2, 4}, new double[4]);
        assertThat(fit.rmse()).isCloseTo(Math.sqrt(1.5), within(1e-12));
        assertThat(fit.mae()).isEqualTo(1);
        assertThat(fit.r2()).isCloseTo(1 - 6 / 14., within(1e-12));
        assertThat(fit.residual()).isCloseTo(Math.sqrt(1.5), within(1e-12));
    }

    @Test void aConstantTargetLeavesNothingToExplain() {
        assertThat(new Fit("c", new double[] {5, 5}, new double[] {5, 6}, new double[2]).r2()).isZero();
    }

    /** Noise of deviation 2, a part of which, .5 or 1.5, the spread of the network knows of. */
    @Test void intervalsHoldNinetyPercent() {
        var random = new Random(1);
        int n = 20_000;
        double[] truth = new double[n];
        double[] mean = new double[n];
        double[] spread = new double[n];
        for (int i = 0; i < n; i++) {
            mean[i] = 10 * random.nextDouble();
            spread[i] = i % 4 < 2 ? .5 : 1.5;
            truth[i] = mean[i] + Math.hypot(1, spread[i]) * random.nextGaussian();
        }
        var fit = new Fit("y", truth, mean, spread);
        assertThat(fit.coverage()).isCloseTo(.9, within(.01));
        assertThat(fit.residual()).isCloseTo(1, within(.05));
    }

    @Test void scoresStandBesideTheOtherFiguresOfAResult() throws IOException {
        var end = new FinalResult(Scores.ofNumbers(2, 1, .5, .9), .25, List.of(3L), List.of(2), 5, null).trained(1, 2);
        String json = Json.text(end);
        assertThat(json).contains("\"testRmse\" : 2.0", "\"intervalCoverage\" : 0.9")
                .doesNotContain("testAccuracy", "testNll", "testEce", "macroF1", "scores", "regression");
        assertThat(Json.read(Json.bytes(end), FinalResult.class)).isEqualTo(end);
    }
}

package org.tanhwg.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.tanhwg.report.Calibration.Bin;
import org.tanhwg.training.evaluate.Evaluation.Metrics;

class MetricsTest {
    record Reference(float[][] probabilities, int[] labels, double accuracy, double nll, double ece, int[][] confusion) {}

    /** Against torch and numpy; metrics.py beside the fixture made it. */
    @Test void agreesWithTheReference() throws IOException {
        Reference reference = new ObjectMapper().readValue(getClass().getResource("metrics.json"), Reference.class);
        Metrics metrics = Metrics.of(reference.probabilities, reference.labels);
        assertThat(metrics.accuracy()).isEqualTo(reference.accuracy);
        assertThat(metrics.nll()).isCloseTo(reference.nll, within(1e-6));
        assertThat(metrics.ece()).isCloseTo(reference.ece, within(1e-6));
        assertThat(metrics.confusion()).isDeepEqualTo(reference.confusion);
    }

    @Test void certaintyThatIsRightCostsNothing() {
        Metrics metrics = Metrics.of(new float[][] {{1, 0}, {0, 1}}, new int[] {0, 1});
        assertThat(metrics.accuracy()).isEqualTo(1);
        assertThat(metrics.nll()).isZero();
        assertThat(metrics.ece()).isZero();
    }

    @Test void certaintyThatIsWrongIsFinite() {
        Metrics metrics = Metrics.of(new float[][] {{1, 0}}, new int[] {1});
        assertThat(metrics.nll()).isEqualTo(-Math.log(Float.MIN_VALUE));
        assertThat(metrics.ece()).isEqualTo(1);
    }

    /** Bins are open below and closed above: 0.6 is the upper end of the ninth of fifteen. */
    @Test void theBinsOfTheCalibrationErrorAreKept() {
        Metrics metrics = Metrics.of(new float[][] {{.59f, .41f}, {.56f, .44f}, {1, 0}}, new int[] {0, 1, 0});
        assertThat(metrics.reliability()).hasSize(15);
        assertThat(metrics.reliability().get(8).count()).isEqualTo(2);
        assertThat(metrics.reliability().get(8).confidence()).isCloseTo(.575, within(1e-6));
        assertThat(metrics.reliability().get(8).accuracy()).isEqualTo(.5);
        assertThat(metrics.reliability().get(14)).isEqualTo(new Bin(1, 1, 1));
        assertThat(metrics.reliability().get(0)).isEqualTo(new Bin(0, 0, 0));
        assertThat(metrics.ece()).isCloseTo(2. / 3 * .075, within(1e-6));
    }

    @Test void theFirstOfEqualsIsPredicted() {
        assertThat(Metrics.mostProbable(new float[] {.2f, .4f, .4f})).isEqualTo(1);
    }

    @Test void refusesWhatIsNoProbability() {
        assertThatThrownBy(() -> Metrics.of(new float[][] {{.5f, .5f}, {Float.NaN, 1}}, new int[] {0, 0}))
                .hasMessage("probabilities[1][0] = NaN: must be in [0, 1]");
        assertThatThrownBy(() -> Metrics.of(new float[][] {{1, 0}}, new int[] {2}))
                .hasMessage("labels[0] = 2: must be in [0, 2)");
        assertThatThrownBy(() -> Metrics.of(new float[0][], new int[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Metrics.of(new float[][] {{1, 0}, {1}}, new int[] {0, 0}))
                .hasMessageContaining("probabilities[1] has 1 classes");
    }
}

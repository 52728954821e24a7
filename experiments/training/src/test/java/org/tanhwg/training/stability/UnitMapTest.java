package org.tanhwg.training.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tanhwg.core.compact.Activation;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.training.run.StabilityResult.UnitsOfLayer;

/** Maps of units: what is told is the geometry of Rem 1.3. */
class UnitMapTest {
    /** Three units with one synapse each on a 2 × 2 picture: two look at one pixel, the third at the pixel beside it. */
    @Test void pixelsLieOnTheirGrid() {
        double[] w = {1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0}, m = {2, 0, 0, 0, 2, 0, 0, 0, 0, 2, 0, 0};
        var layer = ChainLayer.of("first", 4, 3, m, w, new double[3], Activation.SOFTMAX);
        UnitsOfLayer found = UnitMap.of(List.of(layer), Optional.of(new ImageShape(2, 2))).get(0).orElseThrow();
        double beside = 1 / ((4 + 2 * Math.sqrt(2)) / 6); // in units of the mean distance of two pixels
        assertThat(found.units()).containsExactly(0, 1, 2);
        assertThat(found.nearest().get(0)).isCloseTo(0, within(1e-9));
        assertThat(found.nearest().get(2)).isCloseTo(beside, within(1e-9));
        assertThat(found.meanDistance()).isCloseTo(2 * beside / 3, within(1e-9));
        assertThat(found.duplicates()).isEqualTo(1);
        assertThat(Math.abs(found.places().get(0).get(0) - found.places().get(2).get(0))).isCloseTo(beside, within(1e-6));
    }

    /** Outputs that read units which are one are one themselves, though they read no unit in common. */
    @Test void upperLayersInheritTheMetric() {
        double[] w = {.5, .5, .5, .5, 1, 0}, m = {1, 2, 1, 2, 3, 0};
        var below = ChainLayer.of("below", 2, 3, m, w, new double[3], Activation.RELU);
        double[] w2 = {1, 0, 0, 0, 1, 0, 0, 0, 1}, m2 = {1, 0, 0, 0, 1, 0, 0, 0, 1};
        var above = ChainLayer.of("above", 3, 3, m2, w2, new double[3], Activation.SOFTMAX);
        List<Optional<UnitsOfLayer>> found = UnitMap.of(List.of(below, above), Optional.empty());
        assertThat(found.get(0).orElseThrow().metric()).isEqualTo("all inputs equally far apart");
        assertThat(found.get(1).orElseThrow().metric()).isEqualTo("units of below");
        assertThat(found.get(1).orElseThrow().nearest().get(0)).isCloseTo(0, within(1e-9));
        assertThat(found.get(1).orElseThrow().duplicates()).isEqualTo(1);
    }

    @Test void deadUnitsAndLargeLayersAreLeftOut() {
        double[] w = {1, 0, 0, 1}, m = {0, 0, 0, 2};
        var layer = ChainLayer.of("small", 2, 2, m, w, new double[2], Activation.SOFTMAX);
        assertThat(UnitMap.of(List.of(layer), Optional.empty()).get(0).orElseThrow().units()).containsExactly(1);
        double[] many = new SplittableRandom(1).doubles(100 * 100, 1, 2).toArray();
        var large = ChainLayer.of("large", 100, 100, many, many, new double[100], Activation.SOFTMAX);
        assertThat(UnitMap.of(List.of(large), Optional.empty())).containsExactly(Optional.empty());
        var plain = ChainLayer.of("plain", 2, 2, m, null, new double[2], Activation.SOFTMAX);
        assertThat(UnitMap.of(List.of(plain), Optional.empty())).containsExactly(Optional.empty());
    }
}

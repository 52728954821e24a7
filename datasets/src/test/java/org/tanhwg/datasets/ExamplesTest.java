package org.tanhwg.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ExamplesTest {
    private static final int[] LABELS = IntStream.range(0, 20).toArray();

    /** Example i has the features (i, −i) and the label i. */
    private static Examples numbered() {
        float[] features = new float[40];
        for (int i = 0; i < 40; i++) features[i] = i % 2 == 0 ? i / 2 : -(i / 2);
        return new Examples(features, 2, LABELS, 20, Optional.of(new ImageShape(1, 2)));
    }

    @Property(tries = 100) void aSplitLosesAndRepeatsNothing(@ForAll @IntRange(min = 1, max = 19) int size, @ForAll long seed) {
        Examples.Split split = numbered().split(size, seed);
        assertThat(split.validation().count()).isEqualTo(size);
        assertThat(IntStream.concat(IntStream.of(split.train().labels()), IntStream.of(split.validation().labels())).sorted())
                .containsExactly(IntStream.of(LABELS).boxed().toArray(Integer[]::new));
        for (Examples side : new Examples[] {split.train(), split.validation()})
            for (int i = 0; i < side.count(); i++) {
                assertThat(side.features()[2 * i]).isEqualTo(side.labels()[i]);
                assertThat(side.features()[2 * i + 1]).isEqualTo(-side.labels()[i]);
            }
        assertThat(numbered().split(size, seed).validation().labels()).isEqualTo(split.validation().labels());
    }

    @Property(tries = 100) void aSampleRepeatsNothing(@ForAll @IntRange(min = 1, max = 20) int size, @ForAll long seed) {
        Examples sample = numbered().sample(size, seed);
        assertThat(sample.labels()).hasSize(size).doesNotHaveDuplicates();
        for (int i = 0; i < size; i++) assertThat(sample.features()[2 * i]).isEqualTo(sample.labels()[i]);
        assertThat(numbered().sample(size, seed).labels()).isEqualTo(sample.labels());
    }

    @Test void aSplitLeavesBothSidesSomething() {
        for (int size : new int[] {0, 20})
            assertThatIllegalArgumentException().isThrownBy(() -> numbered().split(size, 1))
                    .withMessage("validationSize = " + size + ": must be in [1, 19]");
        for (int size : new int[] {0, 21})
            assertThatIllegalArgumentException().isThrownBy(() -> numbered().sample(size, 1))
                    .withMessage("size = " + size + ": must be in [1, 20]");
    }

    @Test void refusesWhatDoesNotFitTogether() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Examples(new float[5], 2, new int[2], 1, Optional.empty()))
                .withMessage("features has length 5: must be 2 x 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Examples(new float[2], 1, new int[] {0, 3}, 3, Optional.empty()))
                .withMessage("labels[1] = 3: must be in [0, 3)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Examples(new float[2], 1, new int[2], 3, Optional.of(new ImageShape(1, 2))))
                .withMessageContaining("does not hold 1 features");
    }

    private static Examples bytes() {
        byte[] pixels = new byte[6 * 256];
        for (int i = 0; i < pixels.length; i++) pixels[i] = (byte) i;
        return Examples.ofPixels(pixels, 255, new ImageShape(2, 3), new Targets.Classes(new int[256], 2));
    }

    /** A byte becomes the number that dividing it by 255 in single precision gives, however it is asked for. */
    @Test void bytesBecomeNumbersInABatch() {
        Examples examples = bytes();
        assertThat(examples.bytes()).isEqualTo(6 * 256);
        float[] copied = new float[8];
        examples.copy(255, copied, 1);
        assertThat(copied).containsExactly(0, 250 / 255f, 251 / 255f, 252 / 255f, 253 / 255f, 254 / 255f, 1, 0);
        for (int i = 0; i < 6 * 256; i++) assertThat(examples.features()[i]).isEqualTo((i & 255) / 255f);
        assertThat(examples.rows(100, 101)).isEqualTo(Arrays.copyOfRange(examples.features(), 600, 606));
        var batch = ExamplesIterator.inOrder(examples, 256).next();
        assertThat(batch.getFeatures().data().asFloat()).isEqualTo(examples.features());
        assertThat(new Shift(0, 1).of(examples).bytes()).isEqualTo(6 * 256);
    }

    @Test void numbersAndWeightsReachTheBatch() {
        var targets = new Targets.Numbers(new float[] {.5f, -1, 2, 0}, 2, Targets.Meaning.REGRESSION);
        Examples examples = Examples.ofNumbers(new float[] {7, 8}, 1, targets, Optional.empty()).weighted(new float[] {.25f, 4});
        var batch = ExamplesIterator.inOrder(examples.select(new int[] {1, 0}, 0, 2), 2).next();
        assertThat(batch.getFeatures().toFloatMatrix()).isDeepEqualTo(new float[][] {{8}, {7}});
        assertThat(batch.getLabels().toFloatMatrix()).isDeepEqualTo(new float[][] {{2, 0}, {.5f, -1}});
        assertThat(batch.getLabelsMaskArray().toFloatMatrix()).isDeepEqualTo(new float[][] {{4}, {.25f}});
        assertThatIllegalArgumentException().isThrownBy(() -> examples.weighted(new float[] {1, -1}))
                .withMessageContaining("weights[1] = -1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Targets.Numbers(new float[] {2}, 1, Targets.Meaning.MULTI_LABEL))
                .withMessage("values[0] = 2.0: must be 0 or 1");
    }

    /** Three of one class and one of another: 4 / (2·3) and 4 / (2·1); a class that does not occur has no part. */
    @Test void balancedClassesWeighTheSame() {
        var examples = new Examples(new float[4], 1, new int[] {0, 0, 2, 0}, 3, Optional.empty());
        assertThat(examples.balanced().weights().orElseThrow()).containsExactly(2 / 3f, 2 / 3f, 2, 2 / 3f);
        float[] given = examples.weighted(new float[] {1, 0, 2, 3}).balanced().weights().orElseThrow();
        assertThat(given).containsExactly(.75f, 0, 3, 2.25f);
    }
}

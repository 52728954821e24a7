package org.tanhwg.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Turned, blended and wrongly labelled examples. */
class ChangedExamplesTest {
    private static final Examples SQUARE = new Examples(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 9, new int[] {0}, 1,
            Optional.of(new ImageShape(3, 3)));
    private static final Examples TABLE = table();

    private static Examples table() {
        var random = new SplittableRandom(1);
        float[] features = new float[3000];
        int[] labels = new int[1000];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = random.nextInt(4);
            features[3 * i + random.nextInt(3)] = labels[i];
        }
        return new Examples(features, 3, labels, 4, Optional.empty());
    }

    @Test void aQuarterTurnMovesTheTopToTheLeft() {
        assertThat(new Rotation(90).of(SQUARE).features()).usingComparatorWithPrecision(1e-5f).containsExactly(3, 6, 9, 2, 5, 8,
                1,
                4, 7);
        assertThat(new Rotation(0).of(SQUARE).features()).isEqualTo(SQUARE.features());
        assertThat(new Rotation(90).of(SQUARE).labels()).isEqualTo(SQUARE.labels());
    }

    /** An eighth of a turn takes the middle of a side into a corner, and half of what lies there comes from outside. */
    @Test void betweenPixelsIsInterpolatedAndOutsideIsBackground() {
        float[] turned = new Rotation(45).of(SQUARE).features();
        assertThat(turned[4]).isEqualTo(5, offset(1e-5f));
        double over = Math.sqrt(2) - 1; // the corner comes from so far beyond the middle of the top
        assertThat(turned[0]).isEqualTo((float) ((1 - over) * 2), offset(1e-5f));
        assertThatThrownBy(() -> new Rotation(5).of(TABLE)).hasMessageContaining("are not images");
    }

    @Test void asManyLabelsAreWrongAsAskedAndTheOthersStay() {
        Examples noisy = new LabelNoise(0.4, 7).of(TABLE);
        int[] before = TABLE.labels();
        int[] wrong = IntStream.range(0, 1000).filter(i -> noisy.labels()[i] != before[i]).toArray();
        assertThat(wrong).hasSize(400);
        assertThat(noisy.features()).isSameAs(TABLE.features());
        for (int by = 1; by < 4; by++) {
            int step = by;
            assertThat(IntStream.of(wrong).filter(i -> (before[i] + step) % 4 == noisy.labels()[i]).count()).isBetween(100L,
                    167L);
        }
        assertThat(new LabelNoise(0.4, 7).of(TABLE).labels()).isEqualTo(noisy.labels());
        assertThat(new LabelNoise(0.4, 8).of(TABLE).labels()).isNotEqualTo(noisy.labels());
        assertThatThrownBy(() -> new LabelNoise(0.4, 7).of(SQUARE)).hasMessageContaining("at least 2 classes");
    }

    /** Features tell the class here, so that each blend shows what it was made of. */
    @Test void aBlendIsTheMeanOfTwoClasses() {
        Blends blends = Blends.of(TABLE, 200, 3);
        for (int i = 0; i < 200; i++) {
            int first = blends.examples().labels()[i];
            int other = blends.others()[i];
            assertThat(first).isNotEqualTo(other);
            float[] row = blends.examples().rows(i, i + 1);
            assertThat(row[0] + row[1] + row[2]).isEqualTo((first + other) / 2f);
        }
        assertThat(Blends.of(TABLE, 200, 3).examples().features()).isEqualTo(blends.examples().features());
        assertThatThrownBy(() -> Blends.of(SQUARE, 2, 1)).hasMessageContaining("two classes");
    }
}

package org.tanhwg.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShiftTest {
    private static final Examples IMAGES = new Examples(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 6, new int[] {0, 1},
            2,
            Optional.of(new ImageShape(2, 3)));

    @Test void whatLeavesIsLostAndBackgroundEnters() {
        assertThat(new Shift(0, 1).of(IMAGES).features()).containsExactly(0, 1, 2, 0, 4, 5, 0, 7, 8, 0, 10, 11);
        assertThat(new Shift(0, -1).of(IMAGES).features()).containsExactly(2, 3, 0, 5, 6, 0, 8, 9, 0, 11, 12, 0);
        assertThat(new Shift(1, 0).of(IMAGES).features()).containsExactly(0, 0, 0, 1, 2, 3, 0, 0, 0, 7, 8, 9);
        assertThat(new Shift(-1, -1).of(IMAGES).features()).containsExactly(5, 6, 0, 0, 0, 0, 11, 12, 0, 0, 0, 0);
        assertThat(new Shift(0, 0).of(IMAGES).features()).isEqualTo(IMAGES.features());
        assertThat(Shift.inFourDirections(1)).extracting(shift -> shift.of(IMAGES).labels()).containsOnly(IMAGES.labels());
    }

    @Test void onlyImagesCanBeShiftedAndNotOutOfTheFrame() {
        assertThatThrownBy(() -> new Shift(2, 0).of(IMAGES)).hasMessage("shift = 2: must be in [0, 1] for images of 2 x 3");
        var rows = new Examples(new float[2], 1, new int[] {0, 1}, 2, Optional.empty());
        assertThatThrownBy(() -> new Shift(0, 1).of(rows)).isInstanceOf(IllegalArgumentException.class);
    }
}

package org.tanhwg.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AugmentationTest {
    private static final ImageShape COLOURS = new ImageShape(5, 4, 3);

    @Test void shiftsMoveAllChannelsAlikeAndRepeatTheBorder() {
        float[] picture = picture(COLOURS);
        Set<String> seen = new HashSet<>();
        for (int draw = 0; draw < 300; draw++) {
            float[] moved = new float[picture.length];
            Augmentation.parse("shift:1").apply(picture, COLOURS, new SplittableRandom(draw), moved);
            int down = 0, across = 0; // found by brute force
            for (int d = -1; d <= 1; d++) for (int a = -1; a <= 1; a++) if (Arrays.equals(moved, byHand(picture, d, a, false))) {
                down = d;
                across = a;
                seen.add(d + " " + a);
            }
            assertThat(moved).containsExactly(byHand(picture, down, across, false));
        }
        assertThat(seen).hasSize(9);
    }

    @Test void halfOfThePicturesAreMirrored() {
        float[] picture = picture(COLOURS);
        int mirrored = 0;
        for (int draw = 0; draw < 400; draw++) {
            float[] seen = new float[picture.length];
            Augmentation.parse("flip").apply(picture, COLOURS, new SplittableRandom(draw), seen);
            boolean same = Arrays.equals(seen, picture);
            if (!same) assertThat(seen).containsExactly(byHand(picture, 0, 0, true));
            if (!same) mirrored++;
        }
        assertThat(mirrored).isBetween(150, 250);
    }

    /** A plane stays a plane under bilinear interpolation: where all four corners are inside, it is turned to the digit. */
    @Test void turnsAreAboutTheMiddleWithinTheAngle() {
        var shape = new ImageShape(21, 21);
        float[] plane = new float[441];
        for (int i = 0; i < plane.length; i++) plane[i] = 3 * (i / 21 - 10) + 5 * (i % 21 - 10);
        double most = 0;
        for (int draw = 0; draw < 50; draw++) {
            float[] turned = new float[441];
            Augmentation.parse("rotate:30").apply(plane, shape, new SplittableRandom(draw), turned);
            float right = turned[10 * 21 + 11], below = turned[11 * 21 + 10]; // the gradient, turned
            assertThat(turned[220]).isZero();
            assertThat(right * right + below * below).isEqualTo(34f, within(1e-3f));
            assertThat(turned[5 * 21 + 7]).isEqualTo(-5 * below - 3 * right, within(1e-3f));
            most = Math.max(most, Math.abs(Math.toDegrees(Math.atan2(right * 3 - below * 5, right * 5 + below * 3))));
        }
        assertThat(most).isBetween(20.0, 30.0);
    }

    @Test void picturesOfOneRowOrColumnAreTurnedTooAndStayWithinTheirValues() {
        for (var shape : new ImageShape[] {new ImageShape(1, 9), new ImageShape(9, 1, 2), new ImageShape(1, 1)}) {
            float[] seen = new float[(int) shape.size()];
            Augmentation.parse("rotate:180,flip").apply(picture(shape), shape, new SplittableRandom(1), seen);
            for (float value : seen) assertThat(value).isBetween(0f, seen.length - 1f);
        }
    }

    @Test void whatAnEpochShowsIsAFunctionOfSeedAndEpochHoweverItIsReached() {
        float[] straight = epoch(iterator(7, 4), 2, 0);
        assertThat(epoch(iterator(7, 4), 2, 0)).containsExactly(straight);
        ExamplesIterator ahead = iterator(7, 4);
        ahead.readAhead();
        assertThat(epoch(ahead, 2, 0)).containsExactly(straight);
        ahead.close();
        int skipped = 2 * 4 * 60; // resumed after two batches
        assertThat(epoch(iterator(7, 4), 2, 2)).containsExactly(Arrays.copyOfRange(straight, skipped, straight.length));
        assertThat(epoch(iterator(7, 11), 2, 0)).containsExactly(straight); // batches of any size
        assertThat(epoch(iterator(8, 4), 2, 0)).isNotEqualTo(straight);
        ExamplesIterator plain = ExamplesIterator.shuffled(examples(), 4, 7);
        assertThat(epoch(plain, 2, 0)).isNotEqualTo(straight);
        assertThat(epoch(iterator(7, 4), 3, 0)).isNotEqualTo(straight);
    }

    @Test void whatIsTypedIsReadAndShown() {
        assertThat(Augmentation.parse("rotate:7.5, shift:2,flip")).isEqualTo(new Augmentation(2, true, 7.5))
                .hasToString("shift:2,flip,rotate:7.5");
        assertThat(Augmentation.parse("rotate:10")).hasToString("rotate:10");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            value = {"shift | has 'shift'", "shift:x | has 'shift:x'", "shift:0 | has 'shift:0': must be above 0",
                    "rotate:181 | at most 180", "rotate:NaN | above 0", "crop:2 | has 'crop:2'", "flip:1 | has 'flip:1'",
                    "flip,flip | flip twice",
                    "'' | has ''", "shift:-2 | above 0", "shift:2.5 | has 'shift:2.5'"}) void whatIsWrongIsSaid(String text,
                            String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> Augmentation.parse(text)).withMessageContaining(message);
    }

    @Test void pictureMustStayInSight() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExamplesIterator.shuffled(examples(), 4, 1, Augmentation.parse("shift:4")))
                .withMessage("has shift:4: must be at most 3, pictures are 5 x 4 x 3");
        var rows = new Examples(new float[6], 3, new int[2], 2, Optional.empty());
        assertThatIllegalArgumentException().isThrownBy(() -> ExamplesIterator.shuffled(rows, 4, 1, Augmentation.parse("flip")))
                .withMessageContaining("takes pictures");
    }

    private static Examples examples() {
        float[] all = new float[22 * 60];
        var random = new SplittableRandom(1);
        for (int i = 0; i < all.length; i++) all[i] = (float) random.nextDouble();
        return new Examples(all, 60, new int[22], 2, Optional.of(COLOURS));
    }

    private static ExamplesIterator iterator(long seed, int batch) {
        return ExamplesIterator.shuffled(examples(), batch, seed, Augmentation.parse("shift:2,flip,rotate:20"));
    }

    private static float[] epoch(ExamplesIterator batches, int epoch, int from) {
        batches.start(epoch, from);
        float[] all = new float[0];
        while (batches.hasNext()) {
            float[] next = batches.next().getFeatures().ravel().toFloatVector();
            int at = all.length;
            all = Arrays.copyOf(all, at + next.length);
            System.arraycopy(next, 0, all, at, next.length);
        }
        return all;
    }

    private static float[] picture(ImageShape shape) {
        float[] picture = new float[(int) shape.size()];
        IntStream.range(0, picture.length).forEach(i -> picture[i] = i);
        return picture;
    }

    private static float[] byHand(float[] picture, int down, int across, boolean mirrored) {
        float[] moved = new float[picture.length];
        for (int c = 0; c < 3; c++) for (int y = 0; y < 5; y++) for (int x = 0; x < 4; x++) {
            int row = Math.max(0, Math.min(4, y - down)), column = Math.max(0, Math.min(3, x - across));
            moved[c * 20 + y * 4 + x] = picture[c * 20 + row * 4 + (mirrored ? 3 - column : column)];
        }
        return moved;
    }
}

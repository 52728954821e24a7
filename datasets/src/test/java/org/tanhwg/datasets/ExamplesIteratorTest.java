package org.tanhwg.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class ExamplesIteratorTest {

    /** Example i has the features (i, i + 1/4, i + 1/2) and the label i mod 4. */
    private static Examples numbered(int count) {
        float[] features = new float[count * 3];
        for (int i = 0; i < features.length; i++) features[i] = i / 3 + i % 3 / 4f;
        return new Examples(features, 3, IntStream.range(0, count).map(i -> i % 4).toArray(), 4, Optional.empty());
    }

    /** The numbers of the examples that are left in this epoch, batch by batch, each row checked against its example. */
    private static List<List<Integer>> drain(ExamplesIterator iterator) {
        List<List<Integer>> batches = new ArrayList<>();
        while (iterator.hasNext()) {
            DataSet batch = iterator.next();
            List<Integer> numbers = new ArrayList<>();
            for (int row = 0; row < batch.getFeatures().rows(); row++) {
                float[] features = batch.getFeatures().getRow(row).toFloatVector();
                int number = (int) features[0];
                assertThat(features).containsExactly(number, number + 0.25f, number + 0.5f);
                float[] oneHot = new float[4];
                oneHot[number % 4] = 1;
                assertThat(batch.getLabels().getRow(row).toFloatVector()).containsExactly(oneHot);
                numbers.add(number);
            }
            batches.add(numbers);
        }
        return batches;
    }

    @Property(tries = 50) void everyEpochShowsEveryExampleOnce(@ForAll @IntRange(min = 1, max = 40) int count,
            @ForAll @IntRange(min = 1, max = 50) int size,
            @ForAll long seed) {
        var iterator = ExamplesIterator.shuffled(numbered(count), size, seed);
        for (int epoch = 0; epoch < 2; epoch++, iterator.reset()) {
            List<List<Integer>> batches = drain(iterator);
            assertThat(batches).hasSize(iterator.batchesPerEpoch());
            assertThat(batches.subList(0, batches.size() - 1)).allMatch(batch -> batch.size() == size);
            assertThat(batches.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(
                    IntStream.range(0, count).boxed().toList());
        }
    }

    @Property(tries = 50) void aRunIsTakenUpAnywhere(@ForAll @IntRange(max = 3) int epoch, @ForAll @IntRange(max = 7) int batches,
            @ForAll long seed) {
        var uninterrupted = ExamplesIterator.shuffled(numbered(20), 3, seed);
        for (int e = 0; e < epoch; e++) {
            drain(uninterrupted);
            uninterrupted.reset();
        }
        for (int b = 0; b < batches; b++) uninterrupted.next();

        var resumed = ExamplesIterator.shuffled(numbered(20), 3, seed);
        resumed.start(epoch, batches);

        assertThat(drain(resumed)).isEqualTo(drain(uninterrupted));
        assertThat(resumed.epoch()).isEqualTo(uninterrupted.epoch()).isEqualTo(epoch);
    }

    @Property(tries = 50) void readingAheadChangesNoBatch(@ForAll @IntRange(min = 1, max = 60) int count,
            @ForAll @IntRange(min = 1, max = 20) int size, @ForAll @IntRange(max = 12) int taken, @ForAll long seed) {
        var plain = ExamplesIterator.shuffled(numbered(count), size, seed);
        var iterator = ExamplesIterator.shuffled(numbered(count), size, seed);
        try (iterator) {
            iterator.readAhead();
            for (int epoch = 0; epoch < 2; epoch++, plain.reset(), iterator.reset())
                assertThat(drain(iterator)).isEqualTo(drain(plain));
            for (int i = 0; i < taken && iterator.hasNext(); i++) {
                assertThat(iterator.next().getFeatures()).isEqualTo(plain.next().getFeatures());
            }
            iterator.start(5, 0);
            plain.start(5, 0);
            for (int i = 0; i < taken && iterator.hasNext(); i++) {
                assertThat(iterator.next().getLabels()).isEqualTo(plain.next().getLabels());
            }
        }
        assertThat(drain(iterator)).isEqualTo(drain(plain));
    }

    @Test void epochsAndSeedsDifferAndAreNotShiftsOfOneAnother() {
        var orders = new ArrayList<List<List<Integer>>>();
        for (long seed = 0; seed < 4; seed++) {
            var iterator = ExamplesIterator.shuffled(numbered(20), 20, seed);
            for (int epoch = 0; epoch < 4; epoch++, iterator.reset()) orders.add(drain(iterator));
        }
        assertThat(orders).doesNotHaveDuplicates();
    }

    @Test void inOrderStaysInOrder() {
        var iterator = ExamplesIterator.inOrder(numbered(5), 2);
        List<List<Integer>> expected = List.of(List.of(0, 1), List.of(2, 3), List.of(4));
        assertThat(drain(iterator)).isEqualTo(expected);
        iterator.reset();
        assertThat(drain(iterator)).isEqualTo(expected);
    }

    @Test void batchesShareTheirArrays() {
        var iterator = ExamplesIterator.inOrder(numbered(6), 2);
        INDArray features = iterator.next().getFeatures();
        assertThat(features.ordering()).isEqualTo('c');
        assertThat(iterator.next().getFeatures()).isSameAs(features);
    }

    @Test void aBatchAllocatesNothing() {
        var iterator = ExamplesIterator.shuffled(numbered(10_000), 7, 1);
        iterator.next(); // loads classes
        var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        while (iterator.hasNext()) iterator.next();
        assertThat(thread.getCurrentThreadAllocatedBytes() - before).as("bytes in 1,428 batches").isLessThan(10_000);
    }

    @Test void aPreprocessorSeesFreshArraysEachTime() {
        var iterator = ExamplesIterator.inOrder(numbered(6), 2);
        iterator.setPreProcessor(batch -> batch.setFeatures(batch.getFeatures().add(100)));
        iterator.next();
        assertThat(iterator.next().getFeatures().getFloat(0, 0)).isEqualTo(102);
    }

    @Test void resetOfAnUntouchedEpochStays() {
        var iterator = ExamplesIterator.shuffled(numbered(6), 2, 1);
        iterator.reset();
        assertThat(iterator.epoch()).isZero();
        iterator.next();
        iterator.reset();
        assertThat(iterator.epoch()).isOne();
    }

    @Test void aBatchMayBeLargerThanTheExamples() {
        var iterator = ExamplesIterator.shuffled(numbered(3), Integer.MAX_VALUE, 1);
        assertThat(iterator.batchesPerEpoch()).isEqualTo(1);
        assertThat(iterator.next().numExamples()).isEqualTo(3);
    }

    @Test void saysWhatItCannotDo() {
        var iterator = ExamplesIterator.inOrder(numbered(5), 2);
        assertThatIllegalArgumentException().isThrownBy(() -> iterator.next(3)).withMessageContaining("num = 3");
        assertThatIllegalArgumentException().isThrownBy(() -> iterator.start(0, 4)).withMessage("batches = 4: must be in [0, 3]");
        assertThatIllegalArgumentException().isThrownBy(() -> ExamplesIterator.inOrder(numbered(5), 0))
                .withMessageContaining("batch = 0");
        iterator.start(0, 3);
        assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class).hasMessageContaining("reset()");
    }
}

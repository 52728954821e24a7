package org.tanhwg.training.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HalvingTest {
    /** Whatever the order in which candidates come to rungs and end, the verdicts are those of candidates trained one after the other. */
    @Property(tries = 300) void verdictsDoNotDependOnTiming(@ForAll @IntRange(min = 1, max = 20) int candidates,
            @ForAll @IntRange(min = 1, max = 3) int objectives, @ForAll Random random) {
        double[][][] costs = new double[candidates][random.nextInt(4) == 0 ? 1 : 2][objectives];
        int[] rungs = new int[candidates]; // at which it fails by itself
        for (int i = 0; i < candidates; i++) {
            rungs[i] = random.nextInt(5) == 0 ? random.nextInt(2) : costs[i].length;
            for (double[] rung : costs[i]) for (int k = 0; k < objectives; k++) rung[k] = random.nextInt(4);
        }
        var order = new ArrayList<Integer>();
        for (int i = 0; i < candidates; i++) for (int event = 0; event <= rungs[i]; event++) order.add(i);
        List<Optional<Integer>> inTurn = verdicts(costs, rungs, order);
        for (int shuffle = 0; shuffle < 5; shuffle++) {
            Collections.shuffle(order, random);
            assertThat(verdicts(costs, rungs, order)).isEqualTo(inTurn);
        }
        assertThat(inTurn.subList(0, Math.min(4, candidates))).allMatch(Optional::isEmpty);
    }

    /** Each entry of {@code order} is the next event of that candidate: a rung, or its end. */
    private static List<Optional<Integer>> verdicts(double[][][] costs, int[] rungs, List<Integer> order) {
        var halving = new Halving(true);
        for (int i = 0; i < costs.length; i++) halving.announce(i);
        int[] next = new int[costs.length];
        for (int i : order) {
            int rung = next[i]++;
            if (rung < rungs[i]) halving.arrive(i, costs[i][rung]);
            else halving.end(i);
        }
        var verdicts = new ArrayList<Optional<Integer>>();
        for (int i = 0; i < costs.length; i++) verdicts.add(halving.stopsAt(i));
        return verdicts;
    }

    @Test void halfOfThoseBeforeMustBeAhead() {
        var halving = new Halving(true);
        for (int i = 0; i < 9; i++) halving.announce(i);
        double[] costs = {4, 2, 3, 1, 3, 2, 2.5, 5, 0};
        Integer[] stops = {null, null, null, null, 0, null, 0, 0, null}; // 3: 2 of 4 are lower; 2: 1 of 5; 2.5: 3 of 6
        for (int i = 0; i < 9; i++) {
            halving.arrive(i, new double[] {costs[i]});
            assertThat(halving.stopsAt(i)).as("candidate " + i).isEqualTo(Optional.ofNullable(stops[i]));
            halving.end(i);
        }
    }

    @Test
    @Timeout(10) void aVerdictWaitsForThoseBefore() throws InterruptedException {
        var halving = new Halving(true);
        for (int i = 0; i < 6; i++) halving.announce(i);
        for (int i = 1; i < 6; i++) halving.arrive(i, new double[] {i});
        assertThat(halving.stopsAt(5)).isEmpty();
        var waiting = new Thread(() -> {
            try {
                halving.await(5);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        waiting.start();
        halving.end(0); // it failed before the first rung
        waiting.join();
        assertThat(halving.stopsAt(5)).contains(0);
        assertThat(halving.stopsAt(1)).isEmpty();
    }

    @Test void rungsLieBeforeTheEnd() {
        assertThat(new Halving(true).rungs(20)).containsExactly(5, 10);
        assertThat(new Halving(true).rungs(3)).containsExactly(1, 2);
        assertThat(new Halving(true).rungs(2)).containsExactly(1, 1);
        assertThat(new Halving(true).rungs(1)).isEmpty();
        assertThat(new Halving(false).rungs(20)).isEmpty();
    }
}

package org.tanhwg.core.compact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Threads that share a network get the answers of one thread alone, to the bit. {@code -Dgnn.stress=N} makes N rounds. */
class CompactThreadsTest {
    private static final int ROUNDS = Integer.getInteger("gnn.stress", 25);
    private static final int THREADS = 4;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach void end() {
        threads.shutdownNow();
    }

    private static CompactNetwork dense() {
        return CompactNetwork.of(Dense.network(new SplittableRandom(1), .3, Activation.RELU, Activation.SOFTMAX, 60, 50, 40, 7));
    }

    private static CompactNetwork pictures() throws IOException {
        try (var in = CompactThreadsTest.class.getResourceAsStream("golden-maps-32.compact")) {
            return CompactFile.read(in.readAllBytes());
        }
    }

    /** Examples and what one thread answers to them. */
    private record Asked(CompactNetwork network, float[] examples, float[] answers) {
        private static final int COUNT = 600;

        static Asked of(CompactNetwork network) {
            float[] examples = Dense.numbers(new SplittableRandom(2), COUNT * network.inputs());
            float[] answers = new float[COUNT * network.outputs()];
            network.apply(examples, COUNT, answers, network.workspace(1));
            return new Asked(network, examples, answers);
        }

        /** Some examples in a row, as many as {@code random} says. */
        void requireAnswers(SplittableRandom random, Answering answering) {
            int first = random.nextInt(COUNT), count = 1 + random.nextInt(COUNT - first);
            float[] some = part(examples, first, count, network.inputs());
            float[] answered = new float[count * network.outputs()];
            answering.answer(some, count, answered);
            assertThat(answered).isEqualTo(part(answers, first, count, network.outputs()));
        }

        private static float[] part(float[] rows, int first, int count, int length) {
            float[] part = new float[count * length];
            System.arraycopy(rows, first * length, part, 0, part.length);
            return part;
        }
    }

    private interface Answering {
        void answer(float[] examples, int count, float[] answers);
    }

    @Test void aNetworkIsSharedByThreadsWithWorkspacesOfTheirOwn() throws Exception {
        for (CompactNetwork network : List.of(dense(), dense().coded8(), pictures())) {
            Asked asked = Asked.of(network);
            together(thread -> {
                var space = network.workspace(1 + 33 * thread);
                return random -> asked.requireAnswers(random,
                        (examples, count, answers) -> network.apply(examples, count, answers, space));
            });
        }
    }

    /** Four teams of three want six helpers of a pool that has two. */
    @Test void teamsShareANetworkAndAPoolThatIsTooSmall() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            Asked asked = Asked.of(dense());
            together(thread -> {
                var team = new CompactTeam(asked.network(), pool, 3, 16);
                return random -> asked.requireAnswers(random, team::apply);
            });
        } finally {
            pool.shutdown();
        }
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).as("helpers that leave").isTrue();
    }

    /** Helpers come and go between calls: pauses are about as long as their patience. */
    @Test void helpersThatAreAboutToLeave() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            Asked asked = Asked.of(dense());
            var team = new CompactTeam(asked.network(), pool, 3, 16);
            var random = new SplittableRandom(5);
            for (int call = 0; call < 10 * ROUNDS; call++) {
                asked.requireAnswers(random, team::apply);
                long end = System.nanoTime() + random.nextInt(2 * 1000 * CompactTeam.PATIENCE_MICROS);
                while (System.nanoTime() < end) Thread.onSpinWait();
            }
        } finally {
            pool.shutdown();
        }
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).as("helpers that leave").isTrue();
    }

    private interface Maker {
        Round make(int thread);
    }

    private interface Round {
        void run(SplittableRandom random);
    }

    /** All threads begin each round at once. */
    private void together(Maker maker) throws InterruptedException, ExecutionException, TimeoutException {
        var start = new CyclicBarrier(THREADS);
        List<Future<Void>> ends = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int thread = t;
            ends.add(threads.submit((Callable<Void>) () -> {
                rounds(maker.make(thread), new SplittableRandom(thread), start);
                return null;
            }));
        }
        for (Future<Void> end : ends) end.get(60 + ROUNDS, TimeUnit.SECONDS);
    }

    private static void rounds(Round round, SplittableRandom random, CyclicBarrier start)
            throws InterruptedException, BrokenBarrierException {
        try {
            for (int r = 0; r < ROUNDS; r++) {
                start.await();
                round.run(random);
            }
        } catch (RuntimeException | Error e) {
            start.reset(); // the others end too
            throw e;
        }
    }
}

package org.tanhwg.core.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class CompactTeamTest {
    private static final int INPUTS = 60;
    private static final CompactNetwork NETWORK = CompactNetwork
            .of(Dense.network(new SplittableRandom(1), .3, Activation.RELU, Activation.SOFTMAX, INPUTS, 50, 40, 7));

    private static float[] alone(float[] examples, int count) {
        float[] answers = new float[count * NETWORK.outputs()];
        NETWORK.apply(examples, count, answers, NETWORK.workspace(1));
        return answers;
    }

    private static void requireSameAnswers(Executor pool, int threads) {
        for (int together : List.of(1, 16, 100)) {
            var team = new CompactTeam(NETWORK, pool, threads, together);
            for (int count : List.of(0, 1, 40, 100, 257, 1000)) {
                float[] examples = Dense.numbers(new SplittableRandom(count), count * INPUTS);
                float[] answers = new float[count * NETWORK.outputs()];
                team.apply(examples, count, answers);
                assertThat(answers).isEqualTo(alone(examples, count));
            }
        }
    }

    @Test void answersAreThoseOfOneThreadToTheBit() {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            for (int threads : List.of(1, 2, 3)) requireSameAnswers(pool, threads);
        } finally {
            pool.shutdown();
        }
    }

    /** A pool whose threads are busy for ever: the caller does all of it, and asks once. */
    @Test void whoeverDoesNotComeIsNotWaitedFor() {
        var asked = new ArrayList<Runnable>();
        var team = new CompactTeam(NETWORK, asked::add, 2, 100);
        float[] examples = Dense.numbers(new SplittableRandom(3), 200 * INPUTS);
        float[] answers = new float[200 * NETWORK.outputs()];
        team.apply(examples, 200, answers);
        team.apply(examples, 200, answers);
        assertThat(answers).isEqualTo(alone(examples, 200));
        assertThat(asked).hasSize(1);
    }

    @Test void aPoolThatRefusesAndArraysThatAreTooShortAreNamed() {
        var team = new CompactTeam(NETWORK, task -> {
            throw new RejectedExecutionException("closed");
        }, 2, 100);
        float[] examples = new float[200 * INPUTS];
        assertThatThrownBy(() -> team.apply(examples, 200, new float[2000])).isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> team.apply(examples, 201, new float[2000])).hasMessageContaining("examples.length = 12000");
    }
}

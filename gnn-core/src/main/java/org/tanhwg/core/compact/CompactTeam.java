package org.tanhwg.core.compact;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.tanhwg.core.Checks;
import org.tanhwg.core.compact.CompactNetwork.Workspace;

/**
 * Several threads that answer examples of one {@link CompactNetwork} together: the caller, and tasks on a pool that the caller gives. Answers are, to the bit,
 * those of one thread.
 *
 * <p>A task that has come looks for more work for {@value #PATIENCE_MICROS} µs before it leaves the pool's thread, because waking one takes as long as a few
 * examples do; what no task has taken by then the caller does itself. So a busy pool costs little. One call at a time.
 */
public final class CompactTeam {
    static final int PATIENCE_MICROS = 100;
    /** Products below which others would come too late, about ten microseconds. */
    private static final long FEWEST_PRODUCTS = 100_000;
    private static final int LOOKS = 2000;

    private final CompactNetwork network;
    private final Executor pool;
    private final int together;
    private final Workspace[] spaces;
    private final AtomicBoolean[] present;
    private volatile Work work;

    /**
     * A team that is at rest.
     *
     * @param threads the caller's included, at least 1
     * @param together examples that go through the network together at most, see {@link CompactNetwork#workspace}
     */
    public CompactTeam(CompactNetwork network, Executor pool, int threads, int together) {
        this.network = network;
        this.pool = pool;
        this.together = together;
        spaces = Stream.generate(() -> network.workspace(together)).limit(Checks.atLeast("threads", threads, 1))
                .toArray(Workspace[]::new);
        present = Stream.generate(AtomicBoolean::new).limit(threads).toArray(AtomicBoolean[]::new);
    }

    /**
     * Answers examples, as {@link CompactNetwork#apply(float[], int, float[], Workspace)} does.
     *
     * @throws IllegalArgumentException if an array is too short
     * @throws java.util.concurrent.RejectedExecutionException if the pool takes no tasks
     */
    public void apply(float[] examples, int count, float[] answers) {
        if (spaces.length == 1 || count * network.multiplyAdds() < FEWEST_PRODUCTS) {
            network.apply(examples, count, answers, spaces[0]);
            return;
        }
        network.requireRoom(examples, count, answers);
        int rounds = (count - 1) / (together * spaces.length) + 1;
        int parts = Math.min(count, rounds * spaces.length);
        var given = new Work(examples, count, answers, parts);
        work = given;
        for (int helper = 1; helper < spaces.length; helper++) call(helper);
        takePart(given, spaces[0]);
        for (int looks = 0; given.left.get() > 0; looks++) {
            if (looks < LOOKS) Thread.onSpinWait();
            else Thread.yield();
        }
        work = null;
        if (given.failure instanceof RuntimeException e) throw e;
        if (given.failure instanceof Error e) throw e;
    }

    private void call(int helper) {
        if (!present[helper].compareAndSet(false, true)) return;
        try {
            pool.execute(() -> help(helper));
        } catch (RuntimeException e) {
            present[helper].set(false);
            throw e;
        }
    }

    private void help(int helper) {
        Work last = null;
        long end = System.nanoTime() + 1000 * PATIENCE_MICROS;
        while (System.nanoTime() < end) {
            Work next = work;
            if (next == null || next == last) {
                Thread.onSpinWait();
                continue;
            }
            takePart(next, spaces[helper]);
            last = next;
            end = System.nanoTime() + 1000 * PATIENCE_MICROS;
        }
        present[helper].set(false);
    }

    /** Does parts until there are none left to take. */
    private void takePart(Work given, Workspace space) {
        for (int part = given.next.getAndIncrement(); part < given.parts; part = given.next.getAndIncrement()) {
            try {
                network.answer(given.examples, given.start(part), given.start(part + 1), given.answers, space);
            } catch (RuntimeException | Error e) {
                given.failure = e;
            } finally {
                given.left.decrementAndGet();
            }
        }
    }

    /** One call. */
    private static final class Work {
        private final float[] examples;
        private final int count;
        private final float[] answers;
        private final int parts;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger left;
        private volatile Throwable failure;

        Work(float[] examples, int count, float[] answers, int parts) {
            this.examples = examples;
            this.count = count;
            this.answers = answers;
            this.parts = parts;
            left = new AtomicInteger(parts);
        }

        private int start(int part) { return (int) ((long) count * part / parts); }
    }
}

package org.tanhwg.layers.optimizer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.tanhwg.layers.impl.GeneralizedLayer;
import org.tanhwg.layers.kernel.sparse.Halves;

/**
 * A second thread that takes half of the units of every generalized layer whose synapses are many, in passes and steps. The numbers are
 * those of one thread, as far as BLAS rounds half a product as it does the whole.
 *
 * <pre>try (var second = SecondThread.help(network)) { network.fit(iterator); }</pre>
 *
 * <p>Halves take less time than waking a thread does, so between them it waits in a loop, in which it lets others run, until it has found
 * nothing to do for a while. A half that it has not begun when the first thread is done with the other is taken back; so a core that others use
 * too costs little. One network at a time: calls from several threads are not foreseen.
 */
public final class SecondThread implements Halves, AutoCloseable {
    /** Looks for work before it goes to sleep, and of the caller before it lets others run: a fraction of a millisecond or so. */
    private static final int PATIENCE = 2000;
    private static final int IDLE = 0, OPEN = 1, BEGUN = 2;
    private static final VarHandle STATE = handle("state");

    private final Model network;
    private final Thread thread = new Thread(this::serve, "second half");
    private volatile int state = IDLE;
    private volatile boolean asleep;
    private volatile boolean closed;
    private Work work;
    private int from;
    private int to;
    private Throwable failure;

    private SecondThread(Model network) {
        this.network = network;
        thread.setDaemon(true);
    }

    /** Lets a second thread help an attached network until it is closed; where the machine has one core alone, nothing changes. */
    public static SecondThread help(Model network) {
        var second = new SecondThread(network);
        if (Runtime.getRuntime().availableProcessors() > 1) {
            second.thread.start();
            second.share(second);
        }
        return second;
    }

    private void share(Halves halves) {
        Layer[] layers = network instanceof ComputationGraph graph ? graph.getLayers()
                : ((MultiLayerNetwork) network).getLayers();
        Arrays.stream(layers).flatMap(layer -> GeneralizedLayer.in(layer).stream())
                .forEach(layer -> layer.synapses().share(halves));
    }

    @Override public void over(int units, Work halves) {
        work = halves;
        from = units / 2;
        to = units;
        failure = null;
        state = OPEN;
        if (asleep) LockSupport.unpark(thread);
        try {
            halves.run(0, 0, units / 2);
        } finally {
            if (STATE.compareAndSet(this, OPEN, BEGUN)) runSecond();
            for (int looks = 0; state != IDLE; looks++) {
                if (looks < PATIENCE) Thread.onSpinWait();
                else Thread.yield();
            }
        }
        if (failure instanceof RuntimeException e) throw e;
        if (failure instanceof Error e) throw e;
    }

    private void runSecond() {
        try {
            work.run(1, from, to);
        } catch (RuntimeException | Error e) {
            failure = e; // thrown on by the thread that waits
        }
        state = IDLE;
    }

    private void serve() {
        for (int looks = 0; !closed; looks++) {
            if (state == OPEN && STATE.compareAndSet(this, OPEN, BEGUN)) {
                runSecond();
                looks = 0;
            } else if (looks < PATIENCE) {
                Thread.yield();
            } else {
                asleep = true;
                if (state != OPEN && !closed) LockSupport.park(this);
                asleep = false;
                looks = 0;
            }
        }
    }

    /** Ends the thread; the network goes on with one. */
    @Override public void close() {
        share(Halves.WHOLE);
        closed = true;
        LockSupport.unpark(thread);
    }

    private static VarHandle handle(String name) {
        try {
            return MethodHandles.lookup().findVarHandle(SecondThread.class, name, int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}

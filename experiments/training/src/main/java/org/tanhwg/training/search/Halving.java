package org.tanhwg.training.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Successive halving in the order of the candidates: at each rung a candidate goes on unless half of those before it that came as far are ahead of it, which
 * for two objectives means on a better Pareto front (R. Schmucker, M. Donini, M. Zafar, D. Salinas, C. Archambeau, Multi-objective asynchronous successive
 * halving, 2021). Who ended when does not matter: a verdict waits until all candidates before have come to the rung or are out. A candidate need not wait
 * with it, it trains on and is taken back to the rung when the verdict is against it.
 */
final class Halving {
    /** Shares of the training at which the rungs lie. */
    private static final double[] RUNGS = {.25, .5};
    /** Candidates before it that must have come to a rung before a candidate is stopped there. */
    private static final int FEWEST = 4;

    private final boolean on;
    private final Map<Integer, Entry> entries = new TreeMap<>();

    private static final class Entry {
        final List<double[]> costs = new ArrayList<>();
        final List<Boolean> goesOn = new ArrayList<>();
        boolean ended;
    }

    /** @param on whether there are rungs at all */
    Halving(boolean on) { this.on = on; }

    /** Epochs after which a training of so many comes to a rung; it is not over then. */
    List<Integer> rungs(int epochs) {
        var rungs = new ArrayList<Integer>();
        for (double share : on ? RUNGS : new double[0]) {
            int epoch = (int) Math.ceil(share * epochs);
            if (epoch < epochs) rungs.add(epoch);
        }
        return rungs;
    }

    /** Announces a candidate; it starts when all announced before it have. */
    synchronized void announce(int index) {
        entries.put(index, new Entry());
    }

    /** It has come to its next rung with these costs. */
    synchronized void arrive(int index, double[] costs) {
        entries.get(index).costs.add(costs);
        settle();
    }

    /** It comes to no further rung. */
    synchronized void end(int index) {
        entries.get(index).ended = true;
        settle();
    }

    /** The first rung at which it is to stop, from 0, as far as that is known. */
    synchronized Optional<Integer> stopsAt(int index) {
        int stop = entries.get(index).goesOn.indexOf(false);
        return stop < 0 ? Optional.empty() : Optional.of(stop);
    }

    /** Waits for the verdicts at all rungs that it came to. */
    synchronized void await(int index) throws InterruptedException {
        Entry entry = entries.get(index);
        while (!entry.goesOn.contains(false) && entry.goesOn.size() < entry.costs.size()) wait();
    }

    private void settle() {
        for (int rung = 0; rung < RUNGS.length; rung++) settle(rung);
        notifyAll();
    }

    /** Verdicts in the order of the candidates, up to the first that may still come to the rung. */
    private void settle(int rung) {
        var before = new ArrayList<double[]>();
        for (Entry entry : entries.values()) {
            if (entry.goesOn.subList(0, Math.min(rung, entry.goesOn.size())).contains(false)) continue;
            boolean here = entry.goesOn.size() >= rung && entry.costs.size() > rung;
            if (!here && entry.ended && entry.goesOn.size() == entry.costs.size()) continue;
            if (!here) return;
            double[] costs = entry.costs.get(rung);
            if (entry.goesOn.size() == rung) {
                entry.goesOn.add(before.size() < FEWEST || 2 * Pareto.ahead(before, costs) < before.size());
            }
            before.add(costs);
        }
    }
}

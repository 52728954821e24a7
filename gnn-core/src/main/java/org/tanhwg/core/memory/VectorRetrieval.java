package org.tanhwg.core.memory;

import java.util.Arrays;
import java.util.List;
import org.tanhwg.core.memory.Retrieval.Trace;

/**
 * Retrieval of many cues by a {@link VectorMemory}, group by group.
 *
 * <p>Scores of all patterns are known exactly at an anchor; a state that has moved from it by s is at least |x − anchor| − s away from
 * x. So only patterns that near to the anchor can matter, few of them near a fixed point, and those are measured anew. Where too many
 * can matter, the state becomes the new anchor; all states of the group that need one share the product.
 */
final class VectorRetrieval {
    /** States that share a pass over the patterns. */
    private static final int GROUP = 24;
    private static final int FEW = 16;
    /** One in so many patterns: up to that measuring one by one is quicker than the product. */
    private static final int ONE_IN = 100;

    private final VectorMemory memory;
    private final Stopping stopping;
    private final double tolerance;
    private final double reach;
    private final int few;
    private final Gibbs gibbs;
    private final int[] found;
    private final Products<?>.Scores anchored;

    VectorRetrieval(VectorMemory memory, Stopping stopping) {
        this.memory = memory;
        this.stopping = stopping;
        tolerance = memory.tolerance(stopping);
        reach = Stopping.reach(tolerance, memory.precision().lanes().unit(), memory.size(), memory.beta());
        few = Math.max(FEW, memory.size() / ONE_IN);
        gibbs = new Gibbs(memory.beta(), memory.size());
        found = new int[memory.size()];
        anchored = memory.products().scores(GROUP);
    }

    /** Where the cues lead to. */
    List<Retrieval<double[]>> run(double[][] cues) {
        @SuppressWarnings("unchecked")
        Retrieval<double[]>[] ends = new Retrieval[cues.length];
        for (int from = 0; from < cues.length; from += GROUP) {
            int size = Math.min(GROUP, cues.length - from), open = size;
            State[] states = new State[size];
            double[][] anchors = new double[size][];
            int[] slots = new int[size];
            for (int j = 0; j < size; j++) {
                states[j] = new State(j, cues[from + j]);
                anchors[j] = states[j].anchor;
                slots[j] = j;
            }
            while (open > 0) {
                anchored.compute(anchors, slots, open);
                int left = 0;
                for (int j = 0; j < open; j++) {
                    State state = states[slots[j]];
                    if (state.advance()) {
                        ends[from + state.slot] = gibbs.end(state.point, state.trace, memory.size());
                    } else {
                        anchors[state.slot] = state.anchor = state.point;
                        slots[left++] = state.slot;
                    }
                }
                open = left;
            }
        }
        return Arrays.asList(ends);
    }

    private final class State {
        final int slot;
        final Trace trace = new Trace(tolerance * memory.spread(), stopping.updates());
        double[] point;
        double[] anchor;
        private int nearest;

        State(int slot, double[] cue) {
            this.slot = slot;
            point = cue;
            anchor = cue;
        }

        /** Updates as far as the scores at the anchor allow; true at the end of the retrieval. */
        boolean advance() {
            while (weigh()) {
                double[] next = memory.average(gibbs);
                nearest = gibbs.best();
                if (trace.endsAt(gibbs.energy(), Math.sqrt(VectorMemory.squaredDistance(point, next)))) return true;
                point = next;
            }
            return false;
        }

        /** Weights at the point, unless it needs a new anchor. */
        private boolean weigh() {
            boolean moved = point != anchor;
            double least = moved ? memory.squaredDistance(nearest, point) : anchored.least(slot);
            double way = moved ? Math.sqrt(VectorMemory.squaredDistance(point, anchor)) : 0;
            int count = anchored.within(slot, Math.sqrt(least + reach) + way, found, moved ? few : memory.size());
            if (moved && count > few) return false;
            gibbs.clear();
            for (int j = 0; j < count; j++) {
                int i = found[j];
                gibbs.add(i, count <= few ? memory.squaredDistance(i, point) : anchored.squaredDistance(slot, i));
            }
            gibbs.normalise();
            return true;
        }
    }
}

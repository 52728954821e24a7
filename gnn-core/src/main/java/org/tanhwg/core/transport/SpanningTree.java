package org.tanhwg.core.transport;

import java.util.Arrays;

/**
 * A rooted spanning tree of the rows 0…n−1 and columns n…n+m−1 of a transport problem, with flow and potentials.
 *
 * <p>Children form doubly linked lists, so that cutting and linking are O(1). Potentials obey u + v = c on each arc of the tree,
 * with rounding until {@link #turnExact}.
 */
final class SpanningTree {
    private static final int NONE = -1;

    final int root;
    final int[] parent, depth;
    /** Flow on the arc between a node and its parent. */
    final long[] flow;
    final double[] arcCost;
    final double[] potential;
    private double[][] exact;
    private final int[] firstChild, nextSibling, previousSibling, pending;

    SpanningTree(int nodes, int root) {
        this.root = root;
        parent = filled(nodes);
        firstChild = filled(nodes);
        nextSibling = filled(nodes);
        previousSibling = filled(nodes);
        pending = new int[nodes];
        depth = new int[nodes];
        flow = new long[nodes];
        arcCost = new double[nodes];
        potential = new double[nodes];
    }

    /** Makes {@code node}, the top of a subtree, a child of {@code up}. */
    void link(int node, int up, long arcFlow, double cost) {
        parent[node] = up;
        flow[node] = arcFlow;
        arcCost[node] = cost;
        int next = firstChild[up];
        nextSibling[node] = next;
        previousSibling[node] = NONE;
        if (next != NONE) previousSibling[next] = node;
        firstChild[up] = node;
    }

    /** Cuts the arc above {@code out}, turns its subtree so that {@code node} is on top and links that below {@code up}. */
    void move(int out, int node, int up, long arcFlow, double cost) {
        int top = node;
        while (true) {
            int oldParent = parent[node];
            long oldFlow = flow[node];
            double oldCost = arcCost[node];
            cut(node);
            link(node, up, arcFlow, cost);
            if (node == out) break;
            up = node;
            node = oldParent;
            arcFlow = oldFlow;
            cost = oldCost;
        }
        refresh(top);
    }

    /** From here on potentials are exact, and {@link #potential} holds them rounded once. */
    void turnExact() {
        exact = new double[parent.length][];
        exact[root] = Expansion.ZERO;
        refresh(root);
    }

    /** cost − u − v for two nodes of a tree that is exact, rounded once: its sign is right. */
    double reduced(double cost, int u, int v) {
        double first = cost - potential[u], second = first - potential[v];
        boolean plain = exact[u].length < 2 && exact[v].length < 2 && isDifference(first, cost, potential[u])
                && isDifference(second, first, potential[v]);
        return plain ? second : Expansion.value(Expansion.minus(Expansion.minus(new double[] {cost}, exact[u]), exact[v]));
    }

    /** Whether {@code d = a − b} holds without rounding. */
    private static boolean isDifference(double d, double a, double b) {
        double taken = a - d;
        return a - (d + taken) + (taken - b) == 0;
    }

    /** Recomputes depth and potential below the root or, given another node, in its subtree, itself included. */
    void refresh(int top) {
        if (top != root) inherit(top, parent[top]);
        int size = 0;
        pending[size++] = top;
        while (size > 0) {
            int node = pending[--size];
            for (int child = firstChild[node]; child != NONE; child = nextSibling[child]) {
                inherit(child, node);
                if (firstChild[child] != NONE) pending[size++] = child;
            }
        }
    }

    private void inherit(int node, int up) {
        depth[node] = depth[up] + 1;
        if (exact == null) {
            potential[node] = arcCost[node] - potential[up];
        } else {
            exact[node] = Expansion.minus(new double[] {arcCost[node]}, exact[up]);
            potential[node] = Expansion.value(exact[node]);
        }
    }

    private void cut(int node) {
        int previous = previousSibling[node], next = nextSibling[node];
        if (previous == NONE) firstChild[parent[node]] = next;
        else nextSibling[previous] = next;
        if (next != NONE) previousSibling[next] = previous;
    }

    private static int[] filled(int size) {
        int[] array = new int[size];
        Arrays.fill(array, NONE);
        return array;
    }
}

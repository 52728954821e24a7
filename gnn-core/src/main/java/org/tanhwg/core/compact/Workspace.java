package org.tanhwg.core.compact;

/** Where the activations of a {@link CompactNetwork} stand while it answers. One for each thread; made by the network it serves. */
public final class Workspace {
    final CompactNetwork network;
    final int examples;
    float[] from;
    float[] to;
    float[][] fromRows;
    float[][] toRows;

    /** @param examples that go through the network together; one needs no rows */
    Workspace(CompactNetwork network, int widest, int examples) {
        this.network = network;
        this.examples = examples;
        from = new float[widest];
        to = new float[widest];
        int rows = examples == 1 ? 0 : widest;
        fromRows = new float[rows][examples];
        toRows = new float[rows][examples];
    }

    void swap() {
        float[] was = from;
        from = to;
        to = was;
    }

    void swapRows() {
        float[][] was = fromRows;
        fromRows = toRows;
        toRows = was;
    }
}

package org.tanhwg.experiments.cli;

/** The main class under its name before 0.2: scripts that call {@code spark-submit --class org.tanhwg.experiments.cli.Gnn} go on working. */
public final class Gnn {
    private Gnn() {}

    /** Calls {@link org.tanhwg.cli.Gnn#main}. */
    public static void main(String[] args) { org.tanhwg.cli.Gnn.main(args); }
}

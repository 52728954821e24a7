package org.tanhwg.training.result;

/** What a search wants of a network, measured on examples that it was not trained on. */
public enum Objective {
    ACCURACY("accuracy", true), NLL("nll", false), KEPT_FRACTION("keptFraction", false);

    private final String key;
    private final boolean larger;

    Objective(String key, boolean larger) {
        this.key = key;
        this.larger = larger;
    }

    /** Its name in files and on the command line. */
    public String key() {
        return key;
    }

    /** The less, the better. */
    public double cost(double value) {
        return larger ? -value : value;
    }
}

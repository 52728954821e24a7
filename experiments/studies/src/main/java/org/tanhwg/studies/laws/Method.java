package org.tanhwg.studies.laws;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tanhwg.studies.laws.LawsCase.Row;

/** Ways to doubt that are compared with each other; all train with the same optimizer on the same batches. */
enum Method {
    /** The network of points, without any confinement of its weights. */
    DIRAC("Dirac twin", 1, 1, 1, 0, Map.of("law", "dirac", "transmission", "expected", "prior", "0")),
    /** The network of points with the quadratic confinement that the laws have. */
    CONFINED("Dirac twin with the confinement", 1, 1, 1, 0, Map.of("law", "dirac", "transmission", "expected")),
    GAUSSIAN("Gaussian", 1, 1, 100, 0, Map.of("law", "gaussian", "transmission", "sampled")),
    ATOMS("atoms", 1, 1, 20, 0, Map.of("law", "quantiles", "transmission", "sampled", "atoms", "4")),
    /** Deep ensembles: B. Lakshminarayanan, A. Pritzel, C. Blundell, 2017. */
    FIVE("five Dirac networks", 5, 1, 1, 0, Map.of("law", "dirac", "transmission", "expected")),
    /** The same for the price of one. */
    FIFTHS("five, each a fifth of the epochs", 5, 0.2, 1, 0, Map.of("law", "dirac", "transmission", "expected")),
    /** Dropout of half of the hidden units that goes on at inference: Y. Gal, Z. Ghahramani, 2016. */
    DROPOUT("MC dropout", 1, 1, 100, 0.5, Map.of("law", "dirac", "transmission", "expected"));

    private final String label;
    private final int networks;
    private final double epochs;
    private final int passes;
    private final double dropout;
    private final Map<String, String> settings;

    Method(String label, int networks, double epochs, int passes, double dropout, Map<String, String> settings) {
        this.label = label;
        this.networks = networks;
        this.epochs = epochs;
        this.passes = passes;
        this.dropout = dropout;
        this.settings = settings;
    }

    static Method of(String word) { return valueOf(word.toUpperCase(Locale.ROOT)); }

    /** All of them. */
    static List<Row> rows() {
        return Arrays.stream(values()).map(each -> new Row(each.name().toLowerCase(Locale.ROOT), each.label)).toList();
    }

    int networks() { return networks; }

    /** Share of a run's epochs that each network gets. */
    double epochs() { return epochs; }

    /** Passes behind an answer of one network. */
    int passes() { return passes; }

    /** Whether its laws have a width. */
    boolean wide() { return this == GAUSSIAN || this == ATOMS; }

    /** Probability that a hidden unit is dropped, while training and at inference. */
    double dropout() { return dropout; }

    /** What makes it what it is, stronger than all other settings. */
    Map<String, String> settings() { return settings; }
}

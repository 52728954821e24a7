package org.tanhwg.experiments.recall;

import java.util.Locale;
import org.tanhwg.layers.attractor.HebbRule;
import org.tanhwg.layers.attractor.LocalLearning;
import org.tanhwg.layers.attractor.LocalRule;
import org.tanhwg.layers.attractor.PseudoInverseRule;
import org.tanhwg.layers.attractor.SoftmaxRule;
import org.tanhwg.layers.attractor.StorageRule;
import org.tanhwg.layers.attractor.StorkeyRule;

/** The rules that are compared. */
public enum Rule {
    HEBB, STORKEY, PSEUDO_INVERSE,
    /** The modern Hopfield network. */
    HOPFIELD,
    /** Local Tan–HWG learning with the potential that {@code --beta} sets. */
    TAN_HWG,
    /** The same with the potential that keeps less than half of the synapses. */
    TAN_HWG_SPARSE;

    private static final double SPARSE_BETA = 0.15;

    /** A new rule that has stored nothing. */
    StorageRule start(RecallSettings settings) {
        int units = settings.units();
        return switch (this) {
            case HEBB -> new HebbRule(units);
            case STORKEY -> new StorkeyRule(units);
            case PSEUDO_INVERSE -> new PseudoInverseRule(units);
            case HOPFIELD -> new SoftmaxRule(units);
            case TAN_HWG -> new LocalRule(units, LocalLearning.of(settings.beta(), settings.seed()));
            case TAN_HWG_SPARSE -> new LocalRule(units, LocalLearning.of(SPARSE_BETA, settings.seed()));
        };
    }

    /** As options and results call it. */
    @Override public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

package org.tanhwg.studies.recall;

import java.util.Locale;
import org.tanhwg.core.attractor.LocalRule;
import org.tanhwg.core.attractor.LocalRule.LocalLearning;
import org.tanhwg.core.attractor.States;
import org.tanhwg.core.attractor.StorageRule;
import org.tanhwg.core.attractor.StorageRule.Hebb;
import org.tanhwg.core.attractor.StorageRule.PseudoInverse;
import org.tanhwg.core.attractor.StorageRule.Softmax;
import org.tanhwg.core.attractor.StorageRule.Storkey;
import org.tanhwg.studies.recall.RecallSettings.PatternKind;

/** The rules that are compared. */
public enum RecallRule {
    HEBB,
    /** For bits only. */
    STORKEY, PSEUDO_INVERSE,
    /** The modern Hopfield network. */
    HOPFIELD,
    /** Local Tan–HWG learning with the potential that {@code --beta} sets. */
    TAN_HWG,
    /** Local Tan–HWG learning with the potential that keeps less than half of the synapses. */
    TAN_HWG_SPARSE;

    static final double SPARSE_BETA = 0.15;

    /** A new rule that has stored nothing. */
    StorageRule start(RecallSettings settings) {
        int units = settings.units();
        States states = settings.patternsKind().states();
        return switch (this) {
            case HEBB -> new Hebb(units, states);
            case STORKEY -> new Storkey(units);
            case PSEUDO_INVERSE -> new PseudoInverse(units, states);
            case HOPFIELD -> new Softmax(units, states);
            case TAN_HWG -> new LocalRule(units, states, LocalLearning.of(settings.beta(), settings.seed()));
            case TAN_HWG_SPARSE -> new LocalRule(units, states, LocalLearning.of(SPARSE_BETA, settings.seed()));
        };
    }

    boolean stores(PatternKind kind) { return this != STORKEY || kind.states() == States.BITS; }

    /** As options and results call it. */
    @Override public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

package org.tanhwg.training.evaluate;

import org.tanhwg.training.run.RunResult.FinalResult;

/** What a network does on examples it was not trained on. */
public sealed interface Measured permits Evaluation, LabelEvaluation, RegressionEvaluation {

    /** The final block of a result. */
    FinalResult result(SparsityStats stats);
}

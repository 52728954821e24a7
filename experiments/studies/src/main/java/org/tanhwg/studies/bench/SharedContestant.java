package org.tanhwg.studies.bench;

import org.tanhwg.layers.optimizer.SecondThread;

/** One whose network a second thread helps to train. */
record SharedContestant(FitContestant contestant, SecondThread second) implements Contestant {
    @Override public String name() {
        return contestant.name();
    }

    @Override public double round(double seconds) {
        return contestant.round(seconds);
    }

    @Override public void close() { second.close(); }
}

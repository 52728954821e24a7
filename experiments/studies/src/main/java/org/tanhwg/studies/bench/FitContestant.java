package org.tanhwg.studies.bench;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;
import org.tanhwg.datasets.ExamplesIterator;

/** A network of Deeplearning4j that is trained by its own {@code fit}; filling the batches counts. */
record FitContestant(String name, MultiLayerNetwork network, ExamplesIterator batches) implements Contestant {
    @Override public double round(double seconds) {
        long start = System.nanoTime();
        long examples = 0;
        double passed;
        do {
            if (!batches.hasNext()) batches.reset();
            DataSet batch = batches.next();
            network.fit(batch);
            examples += batch.numExamples();
            passed = (System.nanoTime() - start) * 1e-9;
        } while (passed < seconds);
        return examples / passed;
    }
}

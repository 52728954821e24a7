package org.tanhwg.training.train;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.tanhwg.core.energy.AmplitudePotential;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ExamplesIterator;
import org.tanhwg.training.run.RunResult.EpochResult;
import org.tanhwg.training.run.RunResult.EpochResult.Energy;

/**
 * The energy J(O, w) = L(O) + β Σ|O|/ŵ of theory §4.6 on a frozen sample of the training examples, without noise.
 *
 * @param sample examples that L is the mean loss of
 * @param potential what the penalty counts: with MASS it is Σ|O|
 */
record EnergyMeter(Examples sample, AmplitudePotential potential) {
    private static final int BATCH = 500;

    /** Loss and penalty, the latter without β. */
    record Parts(double loss, double penalty) {
        /** At the end of an epoch. */
        static Parts at(EpochResult epoch) {
            return new Parts(epoch.energy().loss(), epoch.energy().penalty());
        }
    }

    /** An epoch from where it began to where the network is now, with the strength of the potential at its end. */
    Energy epoch(Parts before, MultiLayerNetwork network, double strength) {
        Parts now = of(network);
        double change = now.loss - before.loss + strength * (now.penalty - before.penalty);
        return new Energy(before.loss, now.loss, before.penalty, now.penalty, strength, change <= 0);
    }

    Parts of(MultiLayerNetwork network) {
        double loss = 0;
        for (var batches = ExamplesIterator.inOrder(sample, BATCH); batches.hasNext();) {
            DataSet batch = batches.next();
            loss += batch.numExamples() * network.score(batch, false);
        }
        double penalty = 0;
        for (Layer layer : network.getLayers()) penalty += penalty(layer.paramTable(false));
        return new Parts(loss / sample.count(), penalty);
    }

    /** Σ|O|/ŵ = Σ|m|/n over the synapses with mass, or Σ|O|. */
    private double penalty(Map<String, INDArray> parameters) {
        INDArray w = parameters == null ? null : parameters.get("w");
        if (w == null) return 0;
        float[] mass = w.dup('f').data().asFloat();
        List<float[]> parts = List.of("m", "mr", "mi").stream().map(parameters::get).filter(m -> m != null)
                .map(m -> m.dup('f').data().asFloat()).toList();
        double sum = 0;
        for (int i = 0; i < mass.length; i++) {
            double square = 0;
            for (float[] m : parts) square += (double) m[i] * m[i];
            if (mass[i] > 0) sum += Math.sqrt(square) * (potential == AmplitudePotential.MASS ? mass[i] : 1.0 / w.size(0));
        }
        return sum;
    }
}

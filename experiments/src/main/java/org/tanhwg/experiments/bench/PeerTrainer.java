package org.tanhwg.experiments.bench;

import java.util.ArrayList;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.ExamplesIterator;
import org.tanhwg.experiments.result.EpochResult;
import org.tanhwg.experiments.result.FinalResult;
import org.tanhwg.experiments.result.RunResult;
import org.tanhwg.experiments.run.Census;
import org.tanhwg.experiments.run.Classifier;
import org.tanhwg.experiments.run.Evaluation;
import org.tanhwg.experiments.run.Progress;
import org.tanhwg.experiments.run.Provenances;
import org.tanhwg.experiments.run.RunFolder;
import org.tanhwg.experiments.run.TrainSettings;

/** Trains a peer on the batches that Tan–HWG gets under the same settings. */
final class PeerTrainer {
    private PeerTrainer() {}

    /** Trains and writes the result; one whose numbers cease to be finite ends there, and its result has no final block. */
    static RunResult train(BenchTable.Cell cell, Dataset data, RunFolder folder, Progress progress) {
        TrainSettings settings = cell.settings();
        var batches = ExamplesIterator.shuffled(data.train(), settings.batch(), settings.seed());
        MultiLayerNetwork network = cell.row().peer().orElseThrow().network(settings, data.train().width(),
                data.train().classes(),
                (long) settings.epochs() * batches.batchesPerEpoch());
        var classifier = new Classifier(network, "the network");
        var epochs = new ArrayList<EpochResult>();
        FinalResult outcome = null;
        double trainSeconds = 0;
        int examples = data.train().count();
        progress.start(settings.epochs(), 0, examples, "test");
        for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
            long start = System.nanoTime();
            double loss = 0;
            while (batches.hasNext()) {
                DataSet batch = batches.next();
                network.fit(batch);
                loss += network.score() * batch.numExamples() / examples;
                progress.step(batch.numExamples(), network.score());
            }
            trainSeconds += (System.nanoTime() - start) * 1e-9;
            outcome = null;
            if (!Double.isFinite(loss) || !Double.isFinite(network.params().sumNumber().doubleValue())) break;

            batches.reset();
            outcome = Evaluation.of(classifier, data.test(), data.name()).result(Census.of(network), trainSeconds,
                    (double) epoch * examples / trainSeconds);
            var result = new EpochResult(epoch, loss, outcome.testAccuracy(), 1,
                    outcome.kept().stream().map(kept -> 1.0).toList(),
                    new EpochResult.EnergyDescent(0, 0, 0, null), (System.nanoTime() - start) * 1e-9);
            epochs.add(result);
            progress.epochDone(result);
        }
        if (outcome != null) {
            outcome = outcome.withShiftedAccuracy(
                    Evaluation.shiftedAccuracy(classifier, data.test(), data.name(), settings.shift()));
        }
        var result = new RunResult("bench", Provenances.collect(cell.config(), data.sha256(), settings.seed()), epochs, outcome);
        folder.writeResult(result);
        return result;
    }
}

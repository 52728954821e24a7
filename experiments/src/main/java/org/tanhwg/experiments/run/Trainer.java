package org.tanhwg.experiments.run;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ExamplesIterator;
import org.tanhwg.experiments.result.EpochResult;
import org.tanhwg.experiments.result.EpochResult.EnergyDescent;
import org.tanhwg.experiments.result.RunResult;

/** Trains a network of Deeplearning4j's own layers with Adam. */
public final class Trainer {
    private Trainer() {}

    /** Trains from the start and fills the folder. */
    public static RunResult train(TrainSettings settings, Dataset data, RunFolder folder, Progress progress) {
        Examples train = data.train();
        Examples measured = data.test();
        if (settings.validation() > 0) {
            Examples.Split split = train.split(settings.validation(), settings.seed());
            train = split.train();
            measured = split.validation();
        }
        MultiLayerNetwork network = network(settings, data);
        var classifier = new Classifier(network, "the network");
        var batches = ExamplesIterator.shuffled(train, settings.batch(), settings.seed());
        var epochs = new ArrayList<EpochResult>();
        Evaluation evaluation = null;
        double trainSeconds = 0;
        progress.start(settings.epochs(), 0, train.count(), settings.validation() > 0 ? "validation" : "test");
        for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
            long start = System.nanoTime();
            double loss = 0;
            while (batches.hasNext()) {
                DataSet batch = batches.next();
                network.fit(batch);
                loss += network.score() * batch.numExamples() / train.count();
                progress.step(batch.numExamples(), network.score());
            }
            trainSeconds += (System.nanoTime() - start) * 1e-9;
            batches.reset();
            evaluation = Evaluation.of(classifier, measured, data.name());
            Census census = Census.of(network);
            var result = new EpochResult(epoch, loss, evaluation.metrics().accuracy(), census.keptFraction(),
                    census.keptFractions(),
                    new EnergyDescent(0, 0, 0, null), (System.nanoTime() - start) * 1e-9);
            epochs.add(result);
            progress.epochDone(result);
        }
        folder.writeModel(network, folder.model());
        var result = new RunResult("train", Provenances.collect(SettingsReader.write(settings), data.sha256(), settings.seed()),
                epochs,
                evaluation.result(Census.of(network), trainSeconds, (double) settings.epochs() * train.count() / trainSeconds));
        folder.writeResult(result);
        return result;
    }

    private static MultiLayerNetwork network(TrainSettings settings, Dataset data) {
        var list = new NeuralNetConfiguration.Builder().seed(settings.seed()).updater(new Adam(1e-3)).list();
        List<Integer> layers = settings.layers();
        int inputs = data.train().width();
        for (int units : layers) {
            list.layer(new DenseLayer.Builder().nIn(inputs).nOut(units).activation(Activation.RELU).build());
            inputs = units;
        }
        var network = new MultiLayerNetwork(
                list.layer(new OutputLayer.Builder(LossFunction.MCXENT).nIn(inputs).nOut(data.train().classes())
                        .activation(Activation.SOFTMAX).build()).build());
        network.init();
        return network;
    }
}

package org.tanhwg.studies.laws;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.core.SplitMix;
import org.tanhwg.datasets.Examples;
import org.tanhwg.layers.predictive.PosteriorPredictive;
import org.tanhwg.layers.predictive.Prediction;
import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;
import org.tanhwg.training.train.Networks;
import org.tanhwg.training.train.Steps;
import org.tanhwg.training.train.Steps.StepAccount;

/**
 * A contestant whose networks are trained.
 *
 * @param cpuSeconds that the training took
 */
record Trained(Method contestant, List<MultiLayerNetwork> networks, long seed, double cpuSeconds) {
    /** So that the networks of an ensemble share no seed with those of the next. */
    private static final int SEEDS_APART = 100;

    /**
     * Trains.
     *
     * @param settings of {@code gnn train}, without those of the contestant
     * @param train all of these are used
     */
    static Trained on(Examples train, Method contestant, Map<String, String> settings, long seed) {
        var all = new HashMap<>(settings);
        all.putAll(contestant.settings());
        double before = cpuTime();
        var networks = new ArrayList<MultiLayerNetwork>();
        for (int i = 0; i < contestant.networks(); i++) {
            all.put("seed", Long.toString(contestant.networks() == 1 ? seed : SEEDS_APART * seed + i));
            TrainSettings own = SettingsReader.read(all, Optional.empty());
            networks.add(network(train, SettingsReader.with(own, "epochs",
                    (int) Math.max(1, Math.round(contestant.epochs() * own.epochs()))), contestant.dropout()));
        }
        return new Trained(contestant, networks, seed, cpuTime() - before);
    }

    private static MultiLayerNetwork network(Examples train, TrainSettings settings, double dropout) {
        try (var batches = Steps.batches(settings, train)) {
            TrainSettings sized = settings.sized(batches.batchesPerEpoch());
            MultiLayerNetwork network = Networks.create(sized, train, (long) sized.epochs() * batches.batchesPerEpoch());
            if (dropout > 0) {
                Layer[] layers = network.getLayers();
                for (int i = 1; i < layers.length; i++)
                    ((org.deeplearning4j.nn.conf.layers.Layer) layers[i].conf().getLayer())
                            .setIDropout(new Dropped(dropout, SplitMix.seed(settings.seed(), i)));
            }
            var steps = new Steps(network, batches, Steps.hint(settings));
            for (int epoch = 0; epoch < sized.epochs(); epoch++) {
                batches.start(epoch, 0);
                steps.take(Integer.MAX_VALUE, StepAccount.fresh(0), (account, examples) -> {});
            }
            return network;
        }
    }

    /** What it answers, the same each time but for dropout, whose draws go on. */
    List<Prediction> predict(Examples examples) {
        var answers = new ArrayList<Prediction>();
        for (int from = 0; from < examples.count(); from += PosteriorPredictive.BATCH) {
            int to = Math.min(from + PosteriorPredictive.BATCH, examples.count());
            try (INDArray part = Nd4j.create(examples.rows(from, to), new long[] {to - from, examples.width()}, 'c')) {
                answers.addAll(contestant.dropout() > 0 ? dropped(part) : mean(part, from));
            }
        }
        return answers;
    }

    private List<Prediction> mean(INDArray part, long from) {
        List<List<Prediction>> each = networks.stream()
                .map(network -> PosteriorPredictive.sampled(network, contestant.passes(), seed).predict(n -> {}, from, part))
                .toList();
        return each.size() == 1 ? each.get(0) : together(each);
    }

    /** Passes of a training: the dropout stays on. */
    private List<Prediction> dropped(INDArray part) {
        return together(IntStream.range(0, contestant.passes()).mapToObj(pass -> {
            float[][] rows = networks.get(0).output(part, true).toFloatMatrix();
            return IntStream.range(0, rows.length).mapToObj(i -> Prediction.ofPoints(rows[i])).toList();
        }).toList());
    }

    private static List<Prediction> together(List<List<Prediction>> each) {
        return IntStream.range(0, each.get(0).size())
                .mapToObj(i -> Prediction.together(each.stream().map(answers -> answers.get(i)).toList())).toList();
    }

    private static double cpuTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() * 1e-9;
    }
}

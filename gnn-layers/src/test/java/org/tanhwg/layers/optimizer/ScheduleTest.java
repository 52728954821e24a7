package org.tanhwg.layers.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.LoggerFactory;
import org.tanhwg.layers.Networks;
import org.tanhwg.layers.conf.GeneralizedOutput;
import org.tanhwg.layers.conf.GeneralizedRecurrent;

/** Where the schedules begin and end. */
class ScheduleTest {

    @Test void afterTheEndNothingMovesAndOneWarningSaysSo() {
        var log = (Logger) LoggerFactory.getLogger(TanHwg.class);
        var heard = new ListAppender<ILoggingEvent>();
        heard.start();
        log.addAppender(heard);
        try {
            MultiLayerNetwork network = Networks.trained(new TanHwg.Builder(30).consolidateEvery(5).build(), 30);
            assertThat(heard.list).isEmpty();
            INDArray ended = network.params().dup();
            for (int i = 0; i < 20; i++) network.fit(Networks.batch(i));
            assertThat(network.params().toFloatVector()).isEqualTo(ended.toFloatVector());
            assertThat(heard.list).hasSize(1);
            assertThat(heard.list.get(0).getFormattedMessage()).contains("30").contains("TanHwg.goOn");
        } finally {
            log.detachAppender(heard);
        }
    }

    @Test void trainingGoesOnWithAScheduleThatBeginsNow() {
        MultiLayerNetwork network = Networks.trained(new TanHwg.Builder(30).consolidateEvery(5).build(), 30);
        INDArray ended = network.params().dup(), state = network.getUpdater().getStateViewArray().dup();
        assertThat(TanHwg.goOn(network, new TanHwg.Builder(40).build())).isSameAs(network);
        assertThat(network.params().toFloatVector()).isEqualTo(ended.toFloatVector());
        assertThat(network.getUpdater().getStateViewArray().toFloatVector()).isEqualTo(state.toFloatVector());
        network.fit(Networks.batch(1));
        assertThat(network.params().distance2(ended)).isPositive();
        var updater = (TanHwg) ((BaseLayer) network.getLayer(0).conf().getLayer()).getIUpdater();
        assertThat(updater.start()).isEqualTo(30);
        assertThat(updater.getLearningRate(30, 0)).isEqualTo(updater.eta());
        assertThat(updater.getLearningRate(70, 0)).isZero();
        MultiLayerNetwork resumed = network.clone();
        TanHwg.attach(resumed);
        for (int i = 0; i < 39; i++) {
            network.fit(Networks.batch(i));
            resumed.fit(Networks.batch(i));
        }
        assertThat(resumed.params().toFloatVector()).isEqualTo(network.params().toFloatVector());
    }

    @Test void stepsAreThoseThatTheOptimizerSees() {
        var data = new Batches(List.of(sequences(7), sequences(3), sequences(6)));
        assertThat(TanHwg.steps(4, data, 3)).isEqualTo(4 * (3 + 1 + 2));
        data.reset();
        assertThat(TanHwg.steps(4, data)).isEqualTo(4 * 3);
        assertThat(data.hasNext()).as("the iterator is left at its beginning").isTrue();
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().updater(new TanHwg.Builder(24).build()).list()
                .layer(new GeneralizedRecurrent.Builder().nOut(4).build()).layer(new GeneralizedOutput.Builder().nOut(2).build())
                .setInputType(InputType.recurrent(2)).backpropType(BackpropType.TruncatedBPTT).tBPTTLength(3).build());
        network.init();
        TanHwg.attach(network);
        network.fit(data, 4);
        assertThat(network.getIterationCount()).isEqualTo(24);
        assertThatThrownBy(() -> TanHwg.steps(0, data)).hasMessageContaining("epochs = 0");
    }

    private static DataSet sequences(int time) {
        return new DataSet(Nd4j.rand(DataType.FLOAT, 1, 2, time), Nd4j.ones(DataType.FLOAT, 1, 2, time).muli(0.5));
    }

    private static final class Batches implements DataSetIterator {
        private final List<DataSet> batches;
        private int next;

        Batches(List<DataSet> batches) { this.batches = batches; }

        @Override public DataSet next() { return batches.get(next++); }

        @Override public DataSet next(int size) { return next(); }

        @Override public boolean hasNext() { return next < batches.size(); }

        @Override public void reset() { next = 0; }

        @Override public boolean resetSupported() { return true; }

        @Override public boolean asyncSupported() { return false; }

        @Override public int inputColumns() { return 2; }

        @Override public int totalOutcomes() { return 2; }

        @Override public int batch() { return 1; }

        @Override public void setPreProcessor(DataSetPreProcessor processor) { throw new UnsupportedOperationException(); }

        @Override public DataSetPreProcessor getPreProcessor() { return null; }

        @Override public List<String> getLabels() { return List.of(); }
    }
}

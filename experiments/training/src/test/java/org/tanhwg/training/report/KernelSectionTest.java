package org.tanhwg.training.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.tanhwg.core.compact.Activation;
import org.tanhwg.core.compact.LayerWeights;
import org.tanhwg.core.compact.PictureLayer;
import org.tanhwg.core.compact.PictureLayer.Convolution;
import org.tanhwg.core.compact.PictureLayer.Junction;
import org.tanhwg.core.compact.PictureLayer.Pooling;
import org.tanhwg.core.compact.PictureWindow;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.report.Images;
import org.tanhwg.report.Page.Section;
import org.tanhwg.training.evaluate.Classifier;
import org.tanhwg.training.evaluate.Evaluation;
import org.tanhwg.training.report.ReportData.Kernels;

class KernelSectionTest {
    /** Channel 0 reads one pixel, channel 1 two in a column; pooling doubles that, and the upper kernel reads channel 1 at two places that are two pixels apart. */
    @Test void fieldsGrowAlongLivingSynapses() {
        List<PictureLayer> pictures = List.of(
                new Convolution(new PictureWindow(1, 7, 7, 2, 2, 1, 1, 0, 0, 1, 1, 6, 6), layer(4, 2, 0, 3, 0, 0, -1, 0, 2, 0)),
                new Pooling(new PictureWindow(2, 6, 6, 2, 2, 2, 2, 0, 0, 1, 1, 3, 3), Pooling.Kind.MAX),
                new Convolution(new PictureWindow(2, 3, 3, 1, 2, 1, 1, 0, 0, 1, 1, 3, 2), layer(4, 1, 0, 0, 5, 5)));
        Section section = KernelSection.of(new Kernels(pictures, Optional.empty())).orElseThrow();
        assertThat(section.charts()).hasSize(2);
        Images first = (Images) section.charts().get(0), second = (Images) section.charts().get(1);
        assertThat(first.pictures()).extracting(Images.Picture::note).containsExactly("1 · 1 × 1", "2 · 2 × 1");
        assertThat(first.pictures().get(0).colours()).containsExactly(0, 0xFF9F00, 0, 0);
        assertThat(first.pictures().get(1).colours()[0] & 0xFF).isPositive(); // subtracts: blue
        Images.Picture above = second.pictures().get(0);
        assertThat(above.note()).isEqualTo("2 · 3 × 4");
        assertThat(List.of(above.rows(), above.columns())).containsExactly(3, 5);
        assertThat(above.colours()[4]).isZero();
        assertThat(above.colours()[5]).isEqualTo(0xFFFFFF); // the middle row is reached twice over
        assertThat(KernelSection.of(Kernels.NONE)).isEmpty();
    }

    /** What is added lies where it belongs: a kernel that looks one to the left of what is added to it. */
    @Test void fieldsOfBranchesAreJoined() {
        List<PictureLayer> pictures = List.of(
                new Convolution(PictureWindow.point(1, 5, 5), layer(1, 1, 1)),
                new Convolution(new PictureWindow(1, 5, 5, 3, 3, 1, 1, 1, 1, 1, 1, 5, 5), layer(9, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0)),
                new Junction(PictureWindow.point(1, 5, 5), 1, true, Activation.RELU),
                new Convolution(PictureWindow.point(1, 5, 5), layer(1, 1, 1)));
        Images last = (Images) KernelSection.of(new Kernels(pictures, Optional.empty())).orElseThrow().charts().get(2);
        Images.Picture field = last.pictures().get(0);
        assertThat(field.note()).isEqualTo("1 · 1 × 2");
        assertThat(List.of(field.rows(), field.columns())).containsExactly(3, 3);
        assertThat(field.colours()[3]).isEqualTo(0xFFFFFF);
        assertThat(field.colours()[4]).isNotZero();
        assertThat(field.colours()[5]).isZero();
    }

    /** Such kernels were left out without a word. */
    @Test void kernelsThatAreNotDrawnAreSpokenOf() {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(1).list()
                .layer(new ConvolutionLayer.Builder(2, 2).nOut(2).activation(org.nd4j.linalg.activations.Activation.LEAKYRELU)
                        .build())
                .layer(new OutputLayer.Builder().nOut(2).build()).setInputType(InputType.convolutionalFlat(4, 4, 1)).build());
        network.init();
        var examples = new Examples(new float[32], 16, new int[] {0, 1}, 2, Optional.of(new ImageShape(4, 4)));
        ReportData data = ReportData.of(network, examples, Evaluation.of(new Classifier(network, "it"), examples, "two"), "two",
                "test", List.of("a", "b"));
        Section section = KernelSection.of(data.kernels()).orElseThrow();
        assertThat(section.charts()).isEmpty();
        assertThat(section.text()).startsWith("Not drawn: ").contains("layer 0 has activation leakyrelu");
        assertThat(new NetworkSections(data).judgement()).contains(section);
    }

    private static LayerWeights layer(int inputs, int units, float... weights) {
        return new LayerWeights(inputs, units, weights, new float[units], Activation.RELU);
    }
}

package org.tanhwg.training.train;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.layers.conf.GeneralizedConvolution;
import org.tanhwg.layers.conf.MaxPooling;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.NetworkShape.Part;
import org.tanhwg.training.settings.TrainSettings;

/** Networks of convolutions, pooling and fully connected layers, as {@code network} lists them. */
final class PictureNetworks {
    private PictureNetworks() {}

    /** Adds all layers. @throws UserError when the examples are not images, or images that do not go through */
    static InputType add(NeuralNetConfiguration.ListBuilder list, TrainSettings settings, Examples examples, long steps) {
        ImageShape shape = examples.shape()
                .orElseThrow(() -> new UserError("--network: takes images; these examples are not the pixels of one"));
        try {
            settings.network().fit(shape);
        } catch (IllegalArgumentException e) {
            throw new UserError("--" + e.getMessage(), e);
        }
        int index = 0;
        for (Part part : settings.network().parts())
            list.layer(part.pool() != null ? pool(settings, part)
                    : part.conv() != null ? convolution(settings, part, index++, steps)
                            : Networks.dense(settings, part.dense(), index++, steps));
        list.layer(Networks.output(settings, index, examples, steps));
        return InputType.convolutionalFlat(shape.height(), shape.width(), shape.channels());
    }

    private static Layer pool(TrainSettings settings, Part part) {
        MaxPooling pooling = new MaxPooling.Builder(part.pool()).build();
        return settings.optimizer().synaptic() ? pooling : pooling.ordinary();
    }

    /** A kernel; the noise of its input is drawn for each position. */
    private static Layer convolution(TrainSettings settings, Part part, int index, long steps) {
        ConvolutionMode mode = part.same() ? ConvolutionMode.Same : ConvolutionMode.Truncate;
        if (!settings.optimizer().synaptic()) {
            return Networks.noisy(new ConvolutionLayer.Builder(part.kernel(), part.kernel())
                    .stride(part.stride(), part.stride()).convolutionMode(mode), settings, index, steps).nOut(part.conv())
                    .activation(Networks.activation(settings)).build();
        }
        return Networks.noisy(new GeneralizedConvolution.Builder(part.kernel()).stride(part.stride()).convolutionMode(mode)
                .signal(Networks.signal(settings)).inputGradient(Networks.inputGradient(settings, index))
                .law(Networks.law(settings))
                .transmission(Networks.transmission(settings)), settings, index, steps).nOut(part.conv())
                .activation(Networks.activation(settings)).build();
    }
}

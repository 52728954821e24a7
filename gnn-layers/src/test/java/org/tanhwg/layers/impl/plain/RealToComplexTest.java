package org.tanhwg.layers.impl.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.layers.conf.FourierEncoding;

class RealToComplexTest {
    /** From numpy.fft.fft2(image, norm='ortho') with image = numpy.arange(20).reshape(4, 5)**2 / 100. */
    private static final double[][] NUMPY = {
            {-0.382492, 0.615537}, // (0, 1)
            {-1.565248, 2.683282}, // (1, 0)
            {0.265688, -0.042081}, // (-1, 1)
    };

    @Test void frequenciesAreThoseOfNumpy() {
        INDArray image = Nd4j.arange(20).castTo(DataType.DOUBLE);
        image.muli(image).divi(100);
        INDArray f = Nd4j.create(DataType.DOUBLE, 1, 6);
        new EncodingLayer.RealToComplex.Fourier(4, 5, 3, DataType.DOUBLE).forward(image.reshape(1, 20), f);
        for (int k = 0; k < 3; k++) {
            assertThat(f.getDouble(k)).isCloseTo(NUMPY[k][0], within(1e-6));
            assertThat(f.getDouble(3 + k)).isCloseTo(NUMPY[k][1], within(1e-6));
        }
    }

    /** All frequencies of an odd square, each for two, and the mean hold its whole energy; a cyclic shift keeps every modulus. */
    @Test void energyIsKeptAndShiftsTurnPhasesOnly() {
        int all = FourierEncoding.available(7, 7);
        assertThat(all).isEqualTo(24);
        var fourier = new EncodingLayer.RealToComplex.Fourier(7, 7, all, DataType.DOUBLE);
        INDArray image = Nd4j.rand(DataType.DOUBLE, 7, 7);
        INDArray shifted = Nd4j.create(DataType.DOUBLE, 7, 7);
        for (int y = 0; y < 7; y++)
            for (int x = 0; x < 7; x++) shifted.putScalar((y + 2) % 7, (x + 3) % 7, image.getDouble(y, x));
        INDArray f = Nd4j.create(DataType.DOUBLE, 1, 2 * all);
        INDArray g = f.dup();
        fourier.forward(image.reshape(1, 49), f);
        fourier.forward(shifted.reshape(1, 49), g);
        double energy = image.sumNumber().doubleValue() * image.sumNumber().doubleValue() / 49;
        for (int k = 0; k < all; k++) {
            double modulus = Math.hypot(f.getDouble(k), f.getDouble(all + k));
            assertThat(Math.hypot(g.getDouble(k), g.getDouble(all + k))).isCloseTo(modulus, within(1e-12));
            energy += 2 * modulus * modulus;
        }
        assertThat(energy).isCloseTo(image.mul(image).sumNumber().doubleValue(), within(1e-12));
    }

    @Test void phasesOfZeroAndOne() {
        INDArray z = Nd4j.create(DataType.DOUBLE, 1, 6);
        new EncodingLayer.RealToComplex.Phase().forward(Nd4j.createFromArray(new double[][] {{0, 0.5, 1}}), z);
        assertThat(z.equalsWithEps(Nd4j.createFromArray(new double[][] {{0, -1, -2, 0, 1, 0}}), 1e-12)).isTrue();
    }

    @Test void anImageHasOnlySoManyFrequencies() {
        assertThat(FourierEncoding.available(28, 28)).isEqualTo(364);
        assertThat(FourierEncoding.available(1, 1)).isZero();
        assertThatThrownBy(() -> new FourierEncoding(28, 28, 365)).hasMessageContaining("frequencies = 365")
                .hasMessageContaining("364");
        assertThatThrownBy(() -> new FourierEncoding(0, 28, 1)).hasMessageContaining("height = 0");
    }
}

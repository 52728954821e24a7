package org.tanhwg.layers.kernel.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tanhwg.layers.kernel.sparse.ConvolvedWiring;
import org.tanhwg.layers.kernel.sparse.Support;

/** Patches and the wiring of few synapses against the sum over channels, rows and columns of the kernel (theory §6b). */
class SlidingWindowTest {
    private static final int BATCH = 3;
    private static final int UNITS = 4;

    static Stream<SlidingWindow> windows() {
        return Stream.of(false, true).flatMap(last -> Stream.of(
                new SlidingWindow(2, 5, 6, 3, 2, 1, 1, 0, 0, 1, 1, 3, 5, last),
                new SlidingWindow(3, 5, 4, 3, 3, 2, 1, 1, 2, 1, 2, 3, 4, last),
                new SlidingWindow(1, 4, 4, 2, 2, 2, 2, 0, 0, 1, 1, 2, 2, last),
                new SlidingWindow(2, 3, 3, 5, 5, 1, 1, 2, 2, 1, 1, 3, 3, last)));
    }

    @ParameterizedTest
    @MethodSource("windows") void patchesAreWhatTheSynapsesRead(SlidingWindow window) {
        float[] pictures = random(BATCH * window.inputs(), 1);
        int rows = BATCH * window.positions();
        float[] patches = new float[rows * window.synapses()];
        new Patches().gather(window, BATCH, FloatBuffer.wrap(pictures), FloatBuffer.wrap(patches));
        each(window, (b, x, p, pixel) -> assertThat(patches[x * rows + b * window.positions() + p])
                .isEqualTo(pixel < 0 ? 0 : pictures[b * window.inputs() + pixel]));
        float[] back = random(patches.length, 2);
        float[] sums = new float[pictures.length];
        new Patches().scatter(window, BATCH, FloatBuffer.wrap(back), FloatBuffer.wrap(sums));
        assertThat(dot(sums, pictures)).as("scatter is the transpose of gather").isCloseTo(dot(back, patches), within(1e-4));
    }

    @ParameterizedTest
    @MethodSource("windows") void fewSynapsesGiveTheSameSums(SlidingWindow window) {
        int n = window.synapses();
        float[] w = new float[n * UNITS];
        for (int i = 0; i < w.length; i++) w[i] = i % 3 == 0 && i / n != 2 ? 1f / n : 0; // the third unit is dead
        var support = new Support(n, UNITS);
        support.read(FloatBuffer.wrap(w));
        var wiring = new ConvolvedWiring(support, window);
        float[] o = random(support.size(), 3);
        float[] bias = random(UNITS, 4);
        float[][] a = features(random(BATCH * window.inputs(), 5), window.inputs());
        float[][] error = features(random(BATCH * wiring.outputs(), 6), wiring.outputs());
        double[][] z = new double[wiring.outputs()][BATCH];
        double[][] into = new double[window.inputs()][BATCH];
        double[] signal = new double[support.size()];
        for (int y = 0; y < UNITS; y++) {
            for (int p = 0; p < window.positions(); p++) {
                int out = window.output(y, p, UNITS);
                for (int b = 0; b < BATCH; b++) {
                    z[out][b] = bias[y];
                    for (int k = support.start(y); k < support.start(y + 1); k++) {
                        int pixel = pixel(window, support.input(k), p);
                        if (pixel < 0) continue;
                        z[out][b] += o[k] * a[pixel][b];
                        into[pixel][b] += o[k] * error[out][b];
                        signal[k] += 0.5 * a[pixel][b] * error[out][b];
                    }
                }
            }
        }
        float[][] foundZ = new float[wiring.outputs()][BATCH];
        float[][] foundInto = new float[window.inputs()][BATCH];
        float[] foundSignal = new float[support.size()];
        float[] foundBias = new float[UNITS];
        wiring.forward(BATCH, o, bias, a, foundZ);
        wiring.backward(BATCH, o, error, foundInto);
        wiring.signal(BATCH, 0.5f, a, error, foundSignal, foundBias);
        assertClose(foundZ, z);
        assertClose(foundInto, into);
        for (int k = 0; k < signal.length; k++) assertThat((double) foundSignal[k]).isCloseTo(signal[k], within(1e-4));
        assertThat(wiring.liveInputs()).isEqualTo(window.inputs());
    }

    @Test void channelsThatNobodyReadsAreNotTouched() {
        var window = new SlidingWindow(3, 2, 2, 2, 2, 1, 1, 0, 0, 1, 1, 1, 1, false);
        float[] w = new float[12];
        w[4] = w[6] = 0.5f;
        var support = new Support(12, 1);
        support.read(FloatBuffer.wrap(w));
        var wiring = new ConvolvedWiring(support, window);
        assertThat(wiring.liveInputs()).isEqualTo(4);
        float[][] a = new float[12][];
        for (int pixel = 4; pixel < 8; pixel++) a[pixel] = new float[] {pixel}; // the others would be null
        float[][] z = new float[1][1];
        wiring.forward(1, new float[] {1, 10}, new float[1], a, z);
        assertThat(z[0][0]).isEqualTo(64);
    }

    @Test void sizesOutOfRangeAreNamed() {
        assertThatThrownBy(() -> new SlidingWindow(1, 1, 1, 1, 1, 0, 1, 0, 0, 1, 1, 1, 1, false))
                .hasMessageContaining("strideDown");
    }

    /** The definition, without any of the class's own arithmetic. */
    private static int pixel(SlidingWindow v, int synapse, int position) {
        int x = 0;
        for (int c = 0; c < v.channels(); c++) {
            for (int i = 0; i < v.kernelHeight(); i++) {
                for (int j = 0; j < v.kernelWidth(); j++, x++) {
                    if (x != synapse) continue;
                    int row = position / v.outWidth() * v.strideDown() - v.top() + i * v.dilationDown();
                    int column = position % v.outWidth() * v.strideAcross() - v.left() + j * v.dilationAcross();
                    if (row < 0 || row >= v.height() || column < 0 || column >= v.width()) return -1;
                    return v.channelsLast() ? (row * v.width() + column) * v.channels() + c
                            : (c * v.height() + row) * v.width() + column;
                }
            }
        }
        throw new AssertionError(synapse);
    }

    private interface Look {
        void at(int example, int synapse, int position, int pixel);
    }

    private static void each(SlidingWindow window, Look look) {
        for (int b = 0; b < BATCH; b++)
            for (int x = 0; x < window.synapses(); x++)
                for (int p = 0; p < window.positions(); p++) look.at(b, x, p, pixel(window, x, p));
    }

    private static void assertClose(float[][] found, double[][] expected) {
        for (int i = 0; i < expected.length; i++)
            for (int b = 0; b < BATCH; b++) assertThat((double) found[i][b]).isCloseTo(expected[i][b], within(1e-4));
    }

    private static float[][] features(float[] numbers, int count) {
        float[][] features = new float[count][BATCH];
        for (int i = 0; i < numbers.length; i++) features[i / BATCH][i % BATCH] = numbers[i];
        return features;
    }

    private static float[] random(int count, long seed) {
        var random = new SplittableRandom(seed);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) numbers[i] = (float) random.nextGaussian();
        return numbers;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += (double) a[i] * b[i];
        return sum;
    }
}

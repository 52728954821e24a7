package org.tanhwg.core.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.tanhwg.core.compact.Activation.IDENTITY;
import static org.tanhwg.core.compact.Activation.RELU;
import static org.tanhwg.core.compact.CompactFileTest.bytes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tanhwg.core.compact.PictureLayer.Convolution;
import org.tanhwg.core.compact.PictureLayer.Junction;
import org.tanhwg.core.compact.PictureLayer.Pooling;

/** Networks that begin with convolutions, beside what the formula says of them in double precision. */
class CompactPicturesTest {
    /** Kernels of any size, stride, border and dilation, and pooling of both kinds, between them; branches that go on from anywhere, and sums where two of one size meet. */
    private static List<PictureLayer> pictures(RandomGenerator random, double silence, int channels, int side, int count) {
        var layers = new ArrayList<PictureLayer>();
        int maps = channels, height = side, width = side + 1;
        List<PictureWindow> sizes = new ArrayList<>(List.of(PictureWindow.point(maps, height, width)));
        for (int l = 0; l < count; l++) {
            if (l > 0 && random.nextInt(3) == 0) {
                int earlier = random.nextInt(sizes.size());
                boolean adds = sizes.get(earlier).equals(sizes.get(sizes.size() - 1));
                Activation activation = adds ? Activation.values()[random.nextInt(4)] : IDENTITY;
                PictureWindow size = sizes.get(earlier);
                layers.add(new Junction(size, earlier, adds, activation));
                sizes.add(size);
                maps = size.channels();
                height = size.height();
                width = size.width();
                continue;
            }
            boolean pooling = l > 0 && random.nextInt(3) == 0;
            int dilation = pooling ? 1 : 1 + random.nextInt(2);
            int[] kernel = {1 + random.nextInt(3), 1 + random.nextInt(3)},
                    stride = {1 + random.nextInt(2), 1 + random.nextInt(2)};
            int[] before = new int[2], out = new int[2], length = {height, width};
            for (int d = 0; d < 2; d++) {
                int span = (kernel[d] - 1) * dilation;
                before[d] = random.nextBoolean() ? 0 : random.nextInt(Math.min(span, length[d]) + 1);
                int after = random.nextBoolean() ? 0 : random.nextInt(Math.min(span, length[d]) + 1);
                out[d] = Math.max(0, length[d] + before[d] + after - span - 1) / stride[d] + 1;
                if (span >= length[d] + before[d] + after) kernel[d] = 1;
            }
            var window = new PictureWindow(maps, height, width, kernel[0], kernel[1], stride[0], stride[1],
                    kernel[0] == 1 ? 0 : before[0], kernel[1] == 1 ? 0 : before[1], dilation, dilation,
                    kernel[0] == 1 ? (height - 1) / stride[0] + 1 : out[0],
                    kernel[1] == 1 ? (width - 1) / stride[1] + 1 : out[1]);
            if (pooling) {
                layers.add(new Pooling(window, Pooling.Kind.values()[random.nextInt(2)]));
            } else {
                maps = 1 + random.nextInt(4);
                Activation activation = Activation.values()[random.nextInt(4)];
                layers.add(new Convolution(window,
                        Dense.network(random, silence, activation, activation, window.synapses(), maps).get(0)));
            }
            height = window.outHeight();
            width = window.outWidth();
            sizes.add(PictureWindow.point(maps, height, width));
        }
        return layers;
    }

    private static List<LayerWeights> connected(RandomGenerator random, double silence, List<PictureLayer> below) {
        PictureLayer last = below.get(below.size() - 1);
        return Dense.network(random, silence, RELU, Activation.SOFTMAX, last.units() * last.window().positions(), 6, 3);
    }

    private static double[] answer(List<PictureLayer> pictures, List<LayerWeights> layers, float[] example) {
        double[] maps = new double[example.length];
        for (int i = 0; i < maps.length; i++) maps[i] = example[i];
        List<double[]> given = new ArrayList<>(List.of(maps));
        for (PictureLayer layer : pictures) {
            maps = layer instanceof Junction junction ? joined(junction, maps, given.get(junction.earlier()))
                    : through(layer, maps);
            given.add(maps);
        }
        float[] rounded = new float[maps.length];
        for (int i = 0; i < maps.length; i++) rounded[i] = (float) maps[i];
        return Dense.answer(layers, rounded);
    }

    private static double[] joined(Junction junction, double[] maps, double[] earlier) {
        if (!junction.adds()) return earlier;
        return IntStream.range(0, maps.length).mapToDouble(i -> activated(junction.activation(), maps[i] + earlier[i])).toArray();
    }

    private static double activated(Activation activation, double z) {
        return switch (activation) {
            case RELU -> Math.max(0, z);
            case TANH -> Math.tanh(z);
            case SIGMOID -> 1 / (1 + Math.exp(-z));
            default -> z;
        };
    }

    private static double[] through(PictureLayer layer, double[] maps) {
        PictureWindow w = layer.window();
        var result = new double[layer.units() * w.positions()];
        for (int y = 0; y < layer.units(); y++)
            for (int row = 0; row < w.outHeight(); row++)
                for (int column = 0; column < w.outWidth(); column++) {
                    double sum = 0, most = Double.NEGATIVE_INFINITY;
                    int count = 0;
                    for (int x = 0; x < w.synapses(); x++) {
                        int c = x / (w.kernelHeight() * w.kernelWidth()), i = x / w.kernelWidth() % w.kernelHeight();
                        int r = row * w.strideDown() - w.top() + i * w.dilationDown();
                        int k = column * w.strideAcross() - w.left() + x % w.kernelWidth() * w.dilationAcross();
                        if (r < 0 || r >= w.height() || k < 0 || k >= w.width()) continue;
                        double a = maps[(c * w.height() + r) * w.width() + k];
                        if (layer instanceof Convolution its) {
                            sum += its.kernel().weight(y, x) * a;
                        } else if (c == y) {
                            most = Math.max(most, a);
                            sum += a;
                            count++;
                        }
                    }
                    int at = (y * w.outHeight() + row) * w.outWidth() + column;
                    if (layer instanceof Convolution its) {
                        result[at] = activated(its.kernel().activation(), sum + its.kernel().biases()[y]);
                    } else {
                        result[at] = ((Pooling) layer).kind() == Pooling.Kind.MAX ? most : sum / count;
                    }
                }
        return result;
    }

    /** From full to almost empty, whatever dies: constants fold where they are the same everywhere, and stay where a border makes a difference. */
    @Property(tries = 500) void answersAreThoseOfTheWholeNetwork(@ForAll int seed, @ForAll @IntRange(max = 10) int silence,
            @ForAll @IntRange(min = 1, max = 7) int count) throws IOException {
        var random = new SplittableRandom(seed);
        List<PictureLayer> pictures = pictures(random, silence / 10.0, 1 + random.nextInt(2), 4 + random.nextInt(5), count);
        List<LayerWeights> layers = connected(random, silence / 10.0, pictures);
        CompactNetwork network = CompactNetwork.of(pictures, layers);
        int inputs = pictures.get(0).window().inputs();
        assertThat(network.inputs()).isEqualTo(inputs);
        float[] examples = Dense.numbers(random, 20 * inputs);
        float[] found = new float[60];
        network.apply(examples, 20, found, network.workspace(9)); // two times nine together, and two
        CompactNetwork read = CompactFile.read(bytes(network));
        for (int i = 0; i < 20; i++) {
            float[] example = Arrays.copyOfRange(examples, i * inputs, (i + 1) * inputs), alone = new float[3];
            read.apply(example, alone, read.workspace(1));
            assertThat(Arrays.copyOfRange(found, 3 * i, 3 * i + 3)).isEqualTo(alone);
            double[] expected = answer(pictures, layers, example);
            for (int y = 0; y < 3; y++) assertThat((double) alone[y]).isCloseTo(expected[y], within(5e-5));
        }
    }

    /** Maps of many rows are taken some rows at a time. */
    @Test void largePicturesGoThroughInParts() {
        var random = new SplittableRandom(3);
        for (int top : new int[] {0, 1}) {
            var window = new PictureWindow(1, 90, 100, 3, 3, 1, 1, top, top, 1, 1, 88 + 2 * top, 98 + 2 * top);
            List<PictureLayer> pictures = List.of(
                    new Convolution(window, Dense.network(random, .5, RELU, RELU, window.synapses(), 2).get(0)),
                    new Pooling(PictureWindow.whole(2, window.outHeight(), window.outWidth()), Pooling.Kind.AVERAGE));
            List<LayerWeights> layers = Dense.network(random, 0, RELU, IDENTITY, 2, 3);
            CompactNetwork network = CompactNetwork.of(pictures, layers);
            float[] example = Dense.numbers(random, 9000), found = new float[3];
            network.apply(example, found, network.workspace(1));
            double[] expected = answer(pictures, layers, example);
            for (int y = 0; y < 3; y++) assertThat((double) found[y]).isCloseTo(expected[y], within(1e-4));
        }
    }

    /** Channel 1 is the constant 2. Inside of the picture it goes into the next bias; where the next kernel reads beyond the border, it stays. */
    @Test void constantChannelsFoldWhereNoBorderShows() {
        var first = new Convolution(new PictureWindow(1, 3, 3, 1, 1, 1, 1, 0, 0, 1, 1, 3, 3),
                new LayerWeights(1, 3, new float[] {1, 0, 0}, new float[] {0, 2, -1}, RELU));
        float[] ones = new float[27];
        Arrays.fill(ones, 1);
        for (int border : new int[] {0, 1}) {
            int side = 1 + 2 * border;
            var second = new Convolution(new PictureWindow(3, 3, 3, 3, 3, 1, 1, border, border, 1, 1, side, side),
                    new LayerWeights(27, 1, ones, new float[1], IDENTITY));
            List<PictureLayer> pictures = List.of(first, second);
            List<LayerWeights> layers = Dense.network(new SplittableRandom(1), 0, RELU, IDENTITY, side * side, 2);
            CompactNetwork network = CompactNetwork.of(pictures, layers);
            assertThat(network.units()).containsExactly(1 + border, 1, 2);
            assertThat(network.synapses()).isEqualTo(1 + 9 * (1 + border) + 2 * side * side);
            assertThat(network.multiplyAdds()).isEqualTo(9 + 9 * (1 + border) * side * side + 2 * side * side);
            float[] example = {1, 2, 3, 4, 5, 6, 7, 8, 9}, found = new float[2];
            network.apply(example, found, network.workspace(1));
            double[] expected = answer(pictures, layers, example);
            for (int y = 0; y < 2; y++) assertThat((double) found[y]).isCloseTo(expected[y], within(1e-4));
        }
    }

    /** The first layer is dead, but the kernel above sees where its constant ends. */
    @Test void withoutAPathFromInputToOutputMapsMayStillDiffer() throws IOException {
        var window = new PictureWindow(1, 3, 3, 3, 3, 1, 1, 1, 1, 1, 1, 3, 3);
        float[] ones = new float[9];
        Arrays.fill(ones, 1);
        List<PictureLayer> pictures = List.of(
                new Convolution(window, new LayerWeights(9, 1, new float[9], new float[] {1}, RELU)),
                new Convolution(window, new LayerWeights(9, 1, ones, new float[1], IDENTITY)));
        List<LayerWeights> layers = List.of(new LayerWeights(9, 1, ones, new float[1], IDENTITY));
        CompactNetwork network = CompactFile.read(bytes(CompactNetwork.of(pictures, layers)));
        float[] found = new float[1];
        network.apply(new float[9], found, network.workspace(1));
        assertThat(found).containsExactly(4 * 4 + 4 * 6 + 9);
        CompactNetwork inside = CompactNetwork.of(pictures.subList(0, 1), layers);
        assertThat(inside.pictures()).isEmpty();
        inside.apply(new float[9], found, inside.workspace(1));
        assertThat(found).containsExactly(9);
    }

    /** Files that {@code golden.py} wrote from the specification, and what it says that they answer to raw pixels. */
    @ParameterizedTest
    @ValueSource(strings = {"golden-maps-", "golden-maps-packed-"}) void filesOfVersions3And5AreReadAndWrittenAsTheNewest(
            String name)
            throws IOException {
        CompactModel model = CompactFile.readModel(resource(name + "8.compact"));
        CompactNetwork exact = CompactFile.read(resource(name + "32.compact"));
        var out = new ByteArrayOutputStream();
        CompactFile.write(model, out);
        assertThat(out.toByteArray()).isEqualTo(resource("golden-maps-packed-8.compact"));
        assertThat(bytes(exact)).isEqualTo(resource("golden-maps-packed-32.compact"));
        assertThat(exact.units()).containsExactly(2, 2, 3);
        for (String line : new String(resource("golden-maps.csv"), StandardCharsets.UTF_8).lines().toList()) {
            double[] row = Stream.of(line.split(",")).mapToDouble(Double::parseDouble).toArray();
            byte[] picture = new byte[40];
            float[] pixels = new float[40], answer = new float[3];
            for (int i = 0; i < 40; i++) pixels[i] = ((picture[i] = (byte) row[i]) & 0xff) / 255f;
            exact.apply(pixels, answer, exact.workspace(1));
            double[] raw = model.answer(picture, model.network().workspace(1));
            for (int y = 0; y < 3; y++) {
                assertThat((double) answer[y]).isCloseTo(row[40 + y], within(1e-6));
                assertThat(raw[y]).isCloseTo(row[43 + y], within(1e-6));
            }
        }
    }

    /** Likewise with branches and sums. */
    @ParameterizedTest
    @ValueSource(strings = {"golden-joined-", "golden-joined-packed-"}) void filesOfVersions4And5AreReadAndWrittenAsTheNewest(
            String name) throws IOException {
        CompactNetwork exact = CompactFile.read(resource(name + "32.compact")),
                coded = CompactFile.read(resource(name + "8.compact"));
        assertThat(bytes(exact)).isEqualTo(resource("golden-joined-packed-32.compact"));
        assertThat(bytes(coded)).isEqualTo(resource("golden-joined-packed-8.compact"));
        for (String line : new String(resource("golden-joined.csv"), StandardCharsets.UTF_8).lines().toList()) {
            double[] row = Stream.of(line.split(",")).mapToDouble(Double::parseDouble).toArray();
            float[] picture = new float[9], answer = new float[2], other = new float[2];
            for (int i = 0; i < 9; i++) picture[i] = (float) row[i];
            exact.apply(picture, answer, exact.workspace(1));
            coded.apply(picture, other, coded.workspace(1));
            for (int y = 0; y < 2; y++) {
                assertThat((double) answer[y]).isCloseTo(row[9 + y], within(1e-6));
                assertThat((double) other[y]).isCloseTo(row[11 + y], within(1e-6));
            }
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (var in = CompactPicturesTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    /** Whoever damages a file gets an error, and who mends the checksum too gets an error or a network that answers; no more memory than 20 times the file is read into. */
    @Test void damageIsFoundAndForgeryBounded() throws IOException {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (String name : new String[] {"golden-maps-8.compact", "golden-joined-8.compact", "golden-maps-packed-8.compact",
                "golden-joined-packed-32.compact"})
            damage(resource(name), threads);
    }

    private static void damage(byte[] whole, com.sun.management.ThreadMXBean threads) {
        for (int i = 0; i < 8 * whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i / 8] ^= (byte) (1 << i % 8);
            assertThatThrownBy(() -> CompactFile.readModel(damaged)).isInstanceOf(IOException.class);
        }
        var random = new SplittableRandom(4);
        int refused = 0;
        for (int i = 0; i < 4000; i++) {
            byte[] forged = whole.clone();
            for (int k = 0; k <= i % 3; k++) forged[11 + random.nextInt(whole.length - 15)] = (byte) random.nextInt(256);
            var sum = new CRC32C();
            sum.update(forged, 0, forged.length - 4);
            ByteBuffer.wrap(forged).putInt(forged.length - 4, (int) sum.getValue());
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                CompactNetwork network = CompactFile.read(forged);
                long allocated = threads.getCurrentThreadAllocatedBytes() - before;
                if (i >= 2000) assertThat(allocated).isLessThan(20_000);
                if (network.inputs() < 1000)
                    network.apply(new float[network.inputs()], new float[network.outputs()], network.workspace(1));
            } catch (IOException e) {
                assertThat(e).hasMessageStartingWith("does not hold a valid network: ");
                if (i >= 2000) assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(20_000);
                refused++;
            }
        }
        assertThat(refused).isBetween(1000, 3999);
    }

    @Test void mistakesAreNamed() {
        var random = new SplittableRandom(5);
        var window = new PictureWindow(1, 4, 4, 3, 3, 1, 1, 0, 0, 1, 1, 2, 2);
        var convolution = new Convolution(window, Dense.network(random, 0, RELU, RELU, 9, 2).get(0));
        List<LayerWeights> layers = Dense.network(random, 0, RELU, IDENTITY, 8, 2);
        assertThatThrownBy(() -> CompactNetwork.of(List.of(convolution, convolution), layers))
                .hasMessage("channels of layer 1 = 1: must be 2");
        assertThatThrownBy(() -> CompactNetwork.of(List.of(convolution), Dense.network(random, 0, RELU, IDENTITY, 9, 2)))
                .hasMessage("inputs of layer 1 = 9: must be 8");
        assertThatThrownBy(() -> new PictureWindow(1, 4, 4, 3, 3, 1, 1, 3, 0, 1, 1, 2, 2))
                .hasMessage("rows: a window of 3 does not reach a map of 4 at each place");
        assertThatThrownBy(() -> new PictureWindow(1, 4, 4, 3, 3, 1, 1, 0, 0, 1, 1, 2, 5))
                .hasMessage("columns: a window of 3 does not reach a map of 4 at each place");
        assertThatThrownBy(() -> new PictureWindow(2, 1 << 15, 1 << 15, 3, 3, 1, 1, 0, 0, 1, 1, 2, 2))
                .hasMessage("map of 2 x 32768 x 32768 numbers: must be at most 2^26");
        assertThatThrownBy(() -> new Pooling(new PictureWindow(1, 4, 4, 2, 2, 1, 1, 0, 0, 2, 1, 2, 2), Pooling.Kind.MAX))
                .hasMessage("pooling has a dilation: must be 1");
        assertThatThrownBy(() -> new Convolution(window, Dense.network(random, 0, RELU, RELU, 8, 2).get(0)))
                .hasMessage("inputs of a kernel = 8: must be 9");
    }

    /** A channel that dies in both branches of a sum, and that nobody reads above, is gone from all of them; one that lives in one branch stays in both. */
    @Test void sumsKeepTheSameChannelsOfBothBranches() {
        var window = new PictureWindow(3, 4, 4, 3, 3, 1, 1, 1, 1, 1, 1, 4, 4);
        float[] stem = new float[81], branch = new float[81], readers = new float[48];
        stem[4] = 1; // channel 0 reads channel 0
        branch[27 + 9 + 4] = 1; // channel 1 reads channel 1 of the stem, which is silent
        Arrays.fill(readers, 0, 32, 0.5f); // nobody reads the third
        List<PictureLayer> pictures = List.of(
                new Convolution(window, new LayerWeights(27, 3, stem, new float[] {0, 0.25f, 0}, RELU)),
                new Convolution(window, new LayerWeights(27, 3, branch, new float[] {0.5f, 0, 2}, IDENTITY)),
                new Junction(PictureWindow.point(3, 4, 4), 1, true, RELU));
        CompactNetwork network = CompactNetwork.of(pictures,
                List.of(new LayerWeights(48, 1, readers, new float[1], IDENTITY)));
        assertThat(network.units()).containsExactly(2, 2, 1);
        assertThat(network.liveInputs()).hasSize(16);
        float[] answer = new float[1];
        network.apply(new float[48], answer, network.workspace(1));
        assertThat(answer[0]).isEqualTo(16 * 0.5f * (0.5f + 0.25f + 0.25f));
    }

    @Test void whatDoesNotComeBeforeIsRefused() {
        var kernel = new Convolution(PictureWindow.point(1, 2, 2), new LayerWeights(1, 1, new float[] {1}, new float[1], RELU));
        var layers = List.of(new LayerWeights(4, 1, new float[4], new float[1], IDENTITY));
        PictureWindow point = PictureWindow.point(1, 2, 2);
        assertThatThrownBy(() -> CompactNetwork.of(List.of(new Junction(point, 0, true, RELU), kernel), layers))
                .hasMessageContaining("must come after a layer of maps");
        assertThatThrownBy(() -> CompactNetwork.of(List.of(kernel, new Junction(point, 2, true, RELU)), layers))
                .hasMessageContaining("must come after");
        assertThatThrownBy(
                () -> CompactNetwork.of(List.of(kernel, new Junction(PictureWindow.point(2, 2, 2), 1, true, RELU)), layers))
                .hasMessageContaining("channels of layer 1");
        assertThatThrownBy(() -> new Junction(kernel.window(), 1, false, RELU)).hasMessageContaining("must be identity");
        assertThatThrownBy(() -> new Junction(PictureWindow.whole(1, 2, 2), 1, true, RELU))
                .hasMessageContaining("must be one number");
    }
}

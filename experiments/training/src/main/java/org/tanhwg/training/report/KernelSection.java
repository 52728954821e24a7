package org.tanhwg.training.report;

import static org.tanhwg.report.Axis.Unit.COUNT;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tanhwg.core.compact.LayerWeights;
import org.tanhwg.core.compact.PictureLayer;
import org.tanhwg.core.compact.PictureLayer.Convolution;
import org.tanhwg.core.compact.PictureWindow;
import org.tanhwg.report.Images;
import org.tanhwg.report.Images.Picture;
import org.tanhwg.report.Page.Block;
import org.tanhwg.report.Page.Section;

/** Kernels of the convolutions that pruning left, and which pixels each channel still looks at: its receptive field. */
final class KernelSection {
    private static final int MOST = 64;
    /** So small a share of the strongest is still to be seen. */
    private static final float FAINTEST = .15f;

    /** By channel: how strongly each pixel of a field reaches it, the sum over all paths of the products of |O|. */
    private float[][] fields;
    private int height = 1;
    private int width = 1;
    /** Pixels from one place of the current maps to the next. */
    private int down = 1;
    private int across = 1;

    private KernelSection(int channels) {
        fields = new float[channels][];
        for (int c = 0; c < channels; c++) fields[c] = new float[] {1};
    }

    /** @param pictures what is left, input to output; empty for a network without convolutions */
    static Optional<Section> of(List<PictureLayer> pictures) {
        if (pictures.isEmpty()) return Optional.empty();
        var section = new KernelSection(pictures.get(0).window().channels());
        List<Block> charts = new ArrayList<>();
        for (PictureLayer layer : pictures) {
            section.through(layer);
            if (layer instanceof Convolution convolution) charts.add(section.images(convolution, charts.size() + 1));
        }
        return Optional.of(new Section("What its kernels look at",
                "Channels that are left. A kernel over pictures of one channel is shown itself, what adds in orange and what subtracts in blue; of others the pixels that reach"
                        + " the channel through living synapses, the lighter the more. The note counts its synapses and the rows and columns of these pixels.",
                charts));
    }

    private void through(PictureLayer layer) {
        PictureWindow window = layer.window();
        int h = height + (window.kernelHeight() - 1) * window.dilationDown() * down;
        int w = width + (window.kernelWidth() - 1) * window.dilationAcross() * across;
        int span = window.kernelHeight() * window.kernelWidth();
        float[][] next = new float[layer.units()][h * w];
        for (int y = 0; y < next.length; y++)
            for (int x = 0; x < window.synapses(); x++) {
                float size = layer instanceof Convolution its ? Math.abs(weight(its.kernel(), y, x)) : x / span == y ? 1 : 0;
                if (size == 0) continue;
                int top = x % span / window.kernelWidth() * window.dilationDown() * down;
                int left = x % window.kernelWidth() * window.dilationAcross() * across;
                float[] field = fields[x / span];
                for (int r = 0; r < height; r++)
                    for (int c = 0; c < width; c++) next[y][(top + r) * w + left + c] += size * field[r * width + c];
            }
        fields = next;
        height = h;
        width = w;
        down *= window.strideDown();
        across *= window.strideAcross();
    }

    private static float weight(LayerWeights kernel, int unit, int input) {
        return kernel.weights()[unit * kernel.inputs() + input];
    }

    private Images images(Convolution layer, int number) {
        PictureWindow window = layer.window();
        boolean itself = number == 1 && window.channels() == 1;
        List<Picture> pictures = IntStream.range(0, Math.min(MOST, layer.units())).mapToObj(y -> {
            int synapses = (int) IntStream.range(0, window.synapses()).filter(x -> weight(layer.kernel(), y, x) != 0).count();
            String note = synapses + " · " + extent(fields[y]);
            String tip = "channel " + (y + 1) + ": living synapses: " + COUNT.text(synapses) + ", rows × columns of pixels: "
                    + extent(fields[y]) + " of " + height + " × " + width;
            return itself
                    ? new Picture(window.kernelHeight(), window.kernelWidth(), signs(layer.kernel(), y), "" + (y + 1), note, tip)
                    : new Picture(height, width, greys(fields[y]), "" + (y + 1), note, tip);
        }).toList();
        return new Images(
                "Convolution " + number + ": " + COUNT.text(layer.units()) + " channels, kernel " + window.kernelHeight() + " × "
                        + window.kernelWidth() + (layer.units() > MOST ? ", the first " + MOST : ""),
                pictures);
    }

    /** Rows × columns of the smallest box around what is not 0. */
    private String extent(float[] field) {
        int[] rows = IntStream.range(0, field.length).filter(i -> field[i] != 0).map(i -> i / width).distinct().toArray();
        int[] columns = IntStream.range(0, field.length).filter(i -> field[i] != 0).map(i -> i % width).sorted().toArray();
        return rows.length == 0 ? "0 × 0"
                : (rows[rows.length - 1] - rows[0] + 1) + " × " + (columns[columns.length - 1] - columns[0] + 1);
    }

    private static int[] greys(float[] field) {
        float most = 0;
        for (float value : field) most = Math.max(most, value);
        int[] colours = new int[field.length];
        for (int i = 0; i < field.length; i++) colours[i] = Picture.grey(visible(field[i], most));
        return colours;
    }

    private static int[] signs(LayerWeights kernel, int unit) {
        float most = 0;
        for (int x = 0; x < kernel.inputs(); x++) most = Math.max(most, Math.abs(weight(kernel, unit, x)));
        int[] colours = new int[kernel.inputs()];
        for (int x = 0; x < colours.length; x++) {
            float weight = weight(kernel, unit, x);
            int light = Picture.grey(visible(Math.abs(weight), most));
            colours[x] = light & (weight > 0 ? 0xFF0000 : 0xFF) | (light & 0xFF00) * 5 / 8 & 0xFF00;
        }
        return colours;
    }

    private static float visible(float size, float most) {
        return size == 0 ? 0 : FAINTEST + (1 - FAINTEST) * size / most;
    }
}

package org.tanhwg.training.report;

import static org.tanhwg.report.Axis.Unit.COUNT;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tanhwg.core.compact.LayerWeights;
import org.tanhwg.core.compact.PictureLayer;
import org.tanhwg.core.compact.PictureLayer.Convolution;
import org.tanhwg.core.compact.PictureLayer.Junction;
import org.tanhwg.core.compact.PictureWindow;
import org.tanhwg.report.Images;
import org.tanhwg.report.Images.Picture;
import org.tanhwg.report.Page.Block;
import org.tanhwg.report.Page.Section;

/** Kernels of the convolutions that pruning left, and which pixels each channel still looks at: its receptive field. */
final class KernelSection {
    private static final String TITLE = "What its kernels look at";
    private static final int MOST = 64;
    /** So small a share of the strongest is still to be seen. */
    private static final float FAINTEST = .15f;

    private final Fields fields;

    /**
     * What each channel of some maps looks at.
     *
     * @param of for each channel, row by row, how strongly a pixel reaches it: the sum over all paths of the products of |O|
     * @param down pixels from one place of the maps to the next
     * @param above rows by which the field of the first place begins above the picture
     */
    private record Fields(float[][] of, int height, int width, int down, int across, int above, int before) {

        /** Both, of maps of one size. */
        Fields plus(Fields other) {
            int top = Math.max(above, other.above), left = Math.max(before, other.before);
            int h = top + Math.max(height - above, other.height - other.above);
            int w = left + Math.max(width - before, other.width - other.before);
            float[][] sum = new float[of.length][h * w];
            for (Fields each : List.of(this, other))
                for (int y = 0; y < sum.length; y++)
                    for (int i = 0; i < each.of[y].length; i++)
                        sum[y][(i / each.width + top - each.above) * w + i % each.width + left - each.before] += each.of[y][i];
            return new Fields(sum, h, w, down, across, top, left);
        }

        Fields through(PictureLayer layer) {
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
                    float[] field = of[x / span];
                    for (int r = 0; r < height; r++)
                        for (int c = 0; c < width; c++) next[y][(top + r) * w + left + c] += size * field[r * width + c];
                }
            return new Fields(next, h, w, down * window.strideDown(), across * window.strideAcross(),
                    above + window.top() * down, before + window.left() * across);
        }
    }

    private KernelSection(Fields fields) { this.fields = fields; }

    /** Nothing for a network without convolutions. */
    static Optional<Section> of(ReportData.Kernels kernels) {
        List<PictureLayer> pictures = kernels.left();
        if (pictures.isEmpty())
            return kernels.missing().map(why -> new Section(TITLE,
                    "Not drawn: kernels are read from the compact form of a network, and this one has none (" + why + ").",
                    List.of()));
        float[][] pixels = new float[pictures.get(0).window().channels()][];
        Arrays.fill(pixels, new float[] {1});
        List<Fields> given = new ArrayList<>(List.of(new Fields(pixels, 1, 1, 1, 1, 0, 0))); // by the number of the layer
        List<Block> charts = new ArrayList<>();
        for (PictureLayer layer : pictures) {
            Fields below = given.get(given.size() - 1);
            if (layer instanceof Junction its)
                given.add(its.adds() ? below.plus(given.get(its.earlier())) : given.get(its.earlier()));
            else
                given.add(below.through(layer));
            if (layer instanceof Convolution convolution)
                charts.add(new KernelSection(given.get(given.size() - 1)).images(convolution, charts.size() + 1));
        }
        return Optional.of(new Section(TITLE,
                "Channels that are left. A kernel over pictures of one channel is shown itself, what adds in orange and what subtracts in blue; of others the pixels that reach"
                        + " the channel through living synapses, the lighter the more. The note counts its synapses and the rows and columns of these pixels.",
                charts));
    }

    private static float weight(LayerWeights kernel, int unit, int input) {
        return kernel.weights()[unit * kernel.inputs() + input];
    }

    private Images images(Convolution layer, int number) {
        PictureWindow window = layer.window();
        boolean itself = number == 1 && window.channels() == 1;
        List<Picture> pictures = IntStream.range(0, Math.min(MOST, layer.units())).mapToObj(y -> {
            int synapses = (int) IntStream.range(0, window.synapses()).filter(x -> weight(layer.kernel(), y, x) != 0).count();
            String note = synapses + " · " + extent(fields.of[y]);
            String tip = "channel " + (y + 1) + ": living synapses: " + COUNT.text(synapses) + ", rows × columns of pixels: "
                    + extent(fields.of[y]) + " of " + fields.height + " × " + fields.width;
            return itself
                    ? new Picture(window.kernelHeight(), window.kernelWidth(), signs(layer.kernel(), y), "" + (y + 1), note, tip)
                    : new Picture(fields.height, fields.width, greys(fields.of[y]), "" + (y + 1), note, tip);
        }).toList();
        return new Images(
                "Convolution " + number + ": " + COUNT.text(layer.units()) + " channels, kernel " + window.kernelHeight() + " × "
                        + window.kernelWidth() + (layer.units() > MOST ? ", the first " + MOST : ""),
                pictures);
    }

    /** Rows × columns of the smallest box around what is not 0. */
    private String extent(float[] field) {
        int[] rows = IntStream.range(0, field.length).filter(i -> field[i] != 0).map(i -> i / fields.width).distinct().toArray();
        int[] columns = IntStream.range(0, field.length).filter(i -> field[i] != 0).map(i -> i % fields.width).sorted().toArray();
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

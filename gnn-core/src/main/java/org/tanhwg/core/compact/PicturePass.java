package org.tanhwg.core.compact;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tanhwg.core.compact.PictureLayer.Pooling.Kind;

/**
 * One example on its way through convolutions and poolings, and the memory for it.
 *
 * <p>What a synapse reads at all positions is laid out as a row, a shifted map; then a convolution is a fully connected layer whose examples are positions, and goes
 * through the same loops ({@link CompactLayer#sums(float[][], float[][], int)}). Where windows lie side by side inside of the map, such a row is a single run of it: rows of
 * the result then stand as far apart as those of the map, with numbers between them that nobody reads.
 */
final class PicturePass {
    /** Positions that are taken together: rows of so many stay in the first cache. */
    private static final int TOGETHER = 2048;

    private final int[] live;
    private final float[][] start;
    private final List<Step> steps = new ArrayList<>();

    PicturePass(int[] live, List<CompactPicture> layers) {
        this.live = live;
        PictureWindow first = layers.get(0).window();
        start = new float[first.channels()][first.height() * first.width()];
        int pitch = first.width();
        for (int l = 0; l < layers.size(); l++) {
            CompactPicture layer = layers.get(l);
            boolean above = l + 1 < layers.size() && largest(layers.get(l + 1)) && !joined(layers, l + 1);
            Step step;
            if (layer.junction().isPresent()) {
                int earlier = layer.junction().get().earlier();
                step = new Joining(layer.junction().get(), pitch, earlier == 0 ? start : steps.get(earlier - 1).maps,
                        earlier == 0 ? first.width() : steps.get(earlier - 1).pitch);
            } else if (layer.kernel().isPresent()) {
                step = new Convolving(layer.window(), layer.kernel().get(), pitch, above);
            } else {
                boolean late = l > 0 && !joined(layers, l);
                step = new Pooling(layer, pitch,
                        late ? layers.get(l - 1).kernel().map(CompactLayer::activation).orElse(null) : null);
            }
            steps.add(step);
            pitch = step.pitch;
        }
    }

    /** Whether a junction takes what a layer gives, by its number from 1. */
    static boolean joined(List<CompactPicture> layers, int number) {
        return layers.stream().anyMatch(layer -> layer.junction().filter(its -> its.earlier() == number).isPresent());
    }

    private static boolean largest(CompactPicture layer) {
        return layer.pooling().filter(its -> its.kind() == Kind.MAX).isPresent();
    }

    /** Writes the maps of the last layer one after the other. */
    void run(float[] examples, int offset, float[] flat) {
        int j = 0;
        for (float[] map : start) { // inputs ascend: the first and the last say whether those between are all there
            int last = j + map.length - 1;
            if (live[last] - live[j] == map.length - 1) System.arraycopy(examples, offset + live[j], map, 0, map.length);
            else for (int i = 0; i < map.length; i++) map[i] = examples[offset + live[j + i]];
            j += map.length;
        }
        float[][] maps = start;
        Step last = null;
        for (Step step : steps) {
            step.run(maps);
            maps = step.maps;
            last = step;
        }
        int height = last.window.outHeight(), width = last.window.outWidth(), at = 0;
        for (float[] map : maps)
            for (int row = 0; row < height; row++, at += width) System.arraycopy(map, row * last.pitch, flat, at, width);
    }

    /** A layer with its result: a map for each channel, whose rows begin {@code pitch} numbers apart. */
    private abstract static class Step {
        final PictureWindow window;
        final int pitch;
        final float[][] maps;

        Step(PictureWindow window, int channels, int pitch) {
            this(window, pitch, new float[channels][pitch * window.outHeight()]);
        }

        Step(PictureWindow window, int pitch, float[][] maps) {
            this.window = window;
            this.pitch = pitch;
            this.maps = maps;
        }

        abstract void run(float[][] from);
    }

    private static final class Joining extends Step {
        private final PictureLayer.Junction junction;
        private final float[][] earlier;
        private final int pitchBelow;
        private final int pitchEarlier;

        Joining(PictureLayer.Junction junction, int pitchBelow, float[][] earlier, int pitchEarlier) {
            super(junction.window(), junction.adds() ? junction.window().width() : pitchEarlier,
                    junction.adds() ? new float[junction.units()][junction.window().positions()] : earlier);
            this.junction = junction;
            this.earlier = earlier;
            this.pitchBelow = pitchBelow;
            this.pitchEarlier = pitchEarlier;
        }

        @Override void run(float[][] from) {
            if (!junction.adds()) return;
            for (int c = 0; c < maps.length; c++) {
                float[] sum = maps[c], one = from[c], other = earlier[c];
                for (int row = 0; row < window.outHeight(); row++)
                    for (int k = 0; k < pitch; k++)
                        sum[row * pitch + k] = one[row * pitchBelow + k] + other[row * pitchEarlier + k];
                junction.activation().apply(sum, 0, sum.length);
            }
        }
    }

    private static final class Convolving extends Step {
        private final CompactLayer kernel;
        private final int pitchBelow;
        /** Whether a row is a run of a map. */
        private final boolean runs;
        private final int rowsTogether;
        /** Inputs of the kernel that some synapse reads. */
        private final int[] read;
        private final float[][] rows;
        private final float[][] sums;
        private final boolean activated;

        /** @param maximumAbove whether the largest of several results are taken next: then it is for them to be activated, since no activation descends */
        Convolving(PictureWindow window, CompactLayer kernel, int pitchBelow, boolean maximumAbove) {
            super(window, kernel.units(), runs(window, pitchBelow) ? pitchBelow : window.outWidth());
            this.kernel = kernel;
            this.pitchBelow = pitchBelow;
            runs = runs(window, pitchBelow);
            rowsTogether = Math.min(window.outHeight(), Math.max(1, TOGETHER / pitch));
            read = IntStream.of(kernel.sources()).distinct().sorted().toArray();
            rows = new float[kernel.inputs()][];
            for (int x : read) rows[x] = new float[rowsTogether * pitch];
            sums = rowsTogether == window.outHeight() ? maps : new float[kernel.units()][rowsTogether * pitch];
            activated = !maximumAbove;
        }

        private static boolean runs(PictureWindow window, int pitch) {
            return !window.padded() && window.strideDown() == 1 && window.strideAcross() == 1 && 2 * window.outWidth() >= pitch;
        }

        @Override void run(float[][] from) {
            for (int row = 0; row < window.outHeight(); row += rowsTogether) {
                int count = Math.min(rowsTogether, window.outHeight() - row);
                for (int x : read) lay(x, from[x / window.span()], row, count, rows[x]);
                int numbers = (count - 1) * pitch + window.outWidth();
                kernel.sums(rows, sums, numbers);
                if (sums != maps)
                    for (int y = 0; y < maps.length; y++) System.arraycopy(sums[y], 0, maps[y], row * pitch, numbers);
            }
            if (activated)
                for (float[] map : maps) kernel.activation().apply(map, 0, map.length);
        }

        /** What an input of the kernel is at each position of some rows. */
        private void lay(int x, float[] map, int row, int count, float[] into) {
            int down = x % window.span() / window.kernelWidth() * window.dilationDown() - window.top();
            int across = x % window.kernelWidth() * window.dilationAcross() - window.left();
            if (runs) {
                System.arraycopy(map, (row + down) * pitchBelow + across, into, 0, (count - 1) * pitch + window.outWidth());
                return;
            }
            int stride = window.strideAcross(), width = window.outWidth();
            int from = Math.min(width, Math.max(0, (stride - 1 - across) / stride));
            int to = Math.max(from, Math.min(width, Math.floorDiv(window.width() - 1 - across, stride) + 1));
            for (int r = 0; r < count; r++) {
                int below = (row + r) * window.strideDown() + down, at = r * pitch;
                if (below < 0 || below >= window.height() || from == to) {
                    Arrays.fill(into, at, at + width, 0f);
                    continue;
                }
                Arrays.fill(into, at, at + from, 0f);
                Arrays.fill(into, at + to, at + width, 0f);
                int source = below * pitchBelow + across;
                if (stride == 1) System.arraycopy(map, source + from, into, at + from, to - from);
                else for (int c = from; c < to; c++) into[at + c] = map[source + c * stride];
            }
        }
    }

    private static final class Pooling extends Step {
        private final boolean largest;
        private final int pitchBelow;
        private final Activation activation;
        private final float[] most;
        private final float[] shifted;

        /** @param below activation of the layer below; null where that is none */
        Pooling(CompactPicture layer, int pitchBelow, Activation below) {
            super(layer.window(), layer.units(), layer.window().outWidth());
            this.pitchBelow = pitchBelow;
            largest = largest(layer);
            most = new float[pitchBelow * window.height()];
            shifted = new float[most.length];
            activation = largest && below != null ? below : Activation.IDENTITY;
        }

        @Override void run(float[][] from) {
            boolean inside = largest && !window.padded();
            for (int c = 0; c < maps.length; c++) {
                if (inside) inside(from[c], maps[c]);
                else
                    for (int row = 0; row < window.outHeight(); row++) {
                        int top = row * window.strideDown() - window.top();
                        row(from[c], Math.max(0, top), Math.min(window.height(), top + window.kernelHeight()), maps[c],
                                row * pitch);
                    }
                activation.apply(maps[c], 0, maps[c].length);
            }
        }

        /** The largest of each number and those below and to the right of it, as many as a window has; of these every so many. */
        private void inside(float[] map, float[] into) {
            int count = (window.height() - 1) * pitchBelow + window.width();
            System.arraycopy(map, 0, most, 0, count);
            for (int i = 1; i < window.kernelHeight(); i++) slide(pitchBelow, count -= pitchBelow);
            for (int i = 1; i < window.kernelWidth(); i++) slide(1, --count);
            int stride = window.strideAcross();
            for (int row = 0; row < window.outHeight(); row++) {
                int at = row * pitch, from = row * window.strideDown() * pitchBelow;
                for (int k = 0; k < pitch; k++) into[at + k] = most[from + k * stride];
            }
        }

        private void slide(int by, int count) {
            System.arraycopy(most, by, shifted, 0, count);
            PictureRows.larger(most, shifted, count);
        }

        private void row(float[] map, int upper, int end, float[] into, int at) {
            for (int i = 0; i < pitch; i++) {
                int first = i * window.strideAcross() - window.left();
                int left = Math.max(0, first), right = Math.min(window.width(), first + window.kernelWidth());
                float most = Float.NEGATIVE_INFINITY, sum = 0;
                for (int r = upper; r < end; r++)
                    for (int k = r * pitchBelow + left; k < r * pitchBelow + right; k++) {
                        most = Math.max(most, map[k]);
                        sum += map[k];
                    }
                into[at + i] = largest ? most : sum / ((end - upper) * (right - left));
            }
        }
    }
}

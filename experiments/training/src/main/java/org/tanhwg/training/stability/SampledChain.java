package org.tanhwg.training.stability;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tanhwg.core.Checks;
import org.tanhwg.core.compact.Activation;

/**
 * The mean cross-entropy of a chain of layers on a frozen sample, and its second derivatives in one layer's synapses, all others held.
 *
 * <p>Directions v are in the orthonormal coordinates of D̂² = Σ ŵ|Δm|²/n², so that ΔO = √ŵ v: the Hessian is the Wasserstein Hessian of appendix A.2, n-fold, and a step of size η
 * multiplies a direction by 1/(1 + ηλ) (theory §4.1, §7). Products with it are exact: the derivative of back-propagation along v, forward and backward.
 */
final class SampledChain {
    /** Examples of a block; its arrays stay in the cache. */
    private static final int BLOCK = 250;

    private final List<ChainLayer> layers;
    private final List<Block> blocks = new ArrayList<>();
    private final int examples;
    private double loss;

    /**
     * Examples side by side: arrays are units × examples.
     *
     * @param inputs of each layer
     * @param slopes σ'(z) of each layer but the last
     * @param bends σ''(z) ∂L/∂a of each layer but the last; null where σ'' = 0
     * @param answers softmax at the end
     * @param errors ∂L/∂z of each layer
     */
    private record Block(int count, double[][][] inputs, double[][][] slopes, double[][][] bends, double[][] answers,
            double[][][] errors) {}

    /**
     * @param features examples × inputs of the first layer
     * @param labels class of each example
     */
    SampledChain(List<ChainLayer> layers, float[] features, int[] labels) {
        this.layers = List.copyOf(layers);
        examples = Checks.atLeast("labels.length", labels.length, 1);
        int width = layers.get(0).inputs();
        Checks.size("features.length", features.length, Math.multiplyExact(examples, width));
        for (int start = 0; start < examples; start += BLOCK) {
            int count = Math.min(BLOCK, examples - start);
            double[][] a = new double[width][count];
            for (int b = 0; b < count; b++)
                for (int x = 0; x < width; x++) a[x][b] = features[(start + b) * width + x];
            blocks.add(block(a, Arrays.copyOfRange(labels, start, start + count)));
        }
        loss /= examples;
    }

    private Block block(double[][] a, int[] labels) {
        int depth = layers.size(), count = labels.length;
        var inputs = new double[depth][][];
        var slopes = new double[depth - 1][][];
        var bends = new double[depth - 1][][];
        var errors = new double[depth][][];
        double[][] z = a;
        for (int l = 0; l < depth; l++) {
            ChainLayer layer = layers.get(l);
            inputs[l] = z;
            z = layer.forward(layer.weights(), z);
            for (int y = 0; y < z.length; y++) for (int b = 0; b < count; b++) z[y][b] += layer.biases()[y];
            if (layer.activation() == Activation.SOFTMAX) break;
            slopes[l] = new double[z.length][count];
            bends[l] = layer.piecewiseLinear() ? null : new double[z.length][count];
            for (int y = 0; y < z.length; y++)
                for (int b = 0; b < count; b++) {
                    slopes[l][y][b] = layer.slope(z[y][b]);
                    if (bends[l] != null) bends[l][y][b] = layer.bend(z[y][b]);
                    z[y][b] = layer.value(z[y][b]);
                }
        }
        double[][] error = softmax(z, labels);
        for (int l = depth - 1; l >= 0; l--) {
            errors[l] = error;
            if (l == 0) break;
            double[][] d = layers.get(l).backward(error);
            error = times(slopes[l - 1], d);
            if (bends[l - 1] != null) bends[l - 1] = times(bends[l - 1], d);
        }
        return new Block(count, inputs, slopes, bends, z, errors);
    }

    /** Makes answers of {@code z}, adds their losses and gives their errors. */
    private double[][] softmax(double[][] z, int[] labels) {
        double[][] error = new double[z.length][labels.length];
        for (int b = 0; b < labels.length; b++) {
            double most = Double.NEGATIVE_INFINITY, sum = 0;
            for (double[] unit : z) most = Math.max(most, unit[b]);
            for (double[] unit : z) sum += Math.exp(unit[b] - most);
            loss += Math.log(sum) + most - z[labels[b]][b];
            for (int y = 0; y < z.length; y++) {
                z[y][b] = Math.exp(z[y][b] - most) / sum;
                error[y][b] = z[y][b] - (y == labels[b] ? 1 : 0);
            }
        }
        return error;
    }

    /** Mean loss of the sample. */
    double loss() { return loss; }

    /** The gradient in the coordinates of layer {@code l}: √ŵ ∂L/∂O. */
    double[] gradient(int l) {
        double[] gradient = new double[layers.get(l).synapses()];
        for (Block block : blocks) collect(l, block, block.errors[l], gradient);
        return scaled(l, gradient);
    }

    /** Hv in the coordinates of layer {@code l}. */
    double[] product(int l, double[] v) {
        ChainLayer layer = layers.get(l);
        double[] direction = new double[layer.synapses()];
        for (int k = 0; k < direction.length; k++) direction[k] = Math.sqrt(layer.speed()[k]) * v[k];
        double[] sum = new double[direction.length];
        for (Block block : blocks)
            collect(l, block, through(l, block, layer.forward(direction, block.inputs[l])), sum);
        return scaled(l, sum);
    }

    /** What a unit's own energy is: ∂²L/∂z² of unit {@code y} of layer {@code l} for each example, block after block. */
    double[][] curvature(int l, int y) {
        return blocks.stream().map(block -> {
            double[][] one = new double[layers.get(l).units()][block.count];
            Arrays.fill(one[y], 1);
            return through(l, block, one)[y];
        }).toArray(double[][]::new);
    }

    /** Hv for the synapses of unit {@code y} of layer {@code l} alone. @param curvature as above */
    double[] unitProduct(int l, int y, double[][] curvature, double[] v) {
        ChainLayer layer = layers.get(l);
        int first = layer.first()[y];
        double[] sum = new double[v.length];
        for (int i = 0; i < curvature.length; i++) {
            Block block = blocks.get(i);
            double[] moved = new double[block.count];
            for (int k = 0; k < v.length; k++)
                ChainLayer.add(moved, v[k] * Math.sqrt(layer.speed()[first + k]), block.inputs[l][layer.from()[first + k]]);
            for (int b = 0; b < moved.length; b++) moved[b] *= curvature[i][b];
            for (int k = 0; k < v.length; k++) sum[k] += dot(block.inputs[l][layer.from()[first + k]], moved);
        }
        for (int k = 0; k < v.length; k++) sum[k] *= Math.sqrt(layer.speed()[first + k]) / examples;
        return sum;
    }

    /** The change of ∂L/∂z of layer {@code l} when its z changes by {@code dz}. */
    private double[][] through(int l, Block block, double[][] dz) {
        int last = layers.size() - 1;
        double[][][] changes = new double[layers.size()][][];
        changes[l] = dz;
        for (int k = l + 1; k <= last; k++)
            changes[k] = layers.get(k).forward(layers.get(k).weights(), times(block.slopes[k - 1], changes[k - 1]));
        double[][] error = new double[changes[last].length][block.count];
        for (int b = 0; b < block.count; b++) {
            double mean = 0;
            for (int y = 0; y < error.length; y++) mean += block.answers[y][b] * changes[last][y][b];
            for (int y = 0; y < error.length; y++) error[y][b] = block.answers[y][b] * (changes[last][y][b] - mean);
        }
        for (int k = last; k > l; k--) {
            error = times(block.slopes[k - 1], layers.get(k).backward(error));
            if (block.bends[k - 1] == null) continue;
            double[][] second = times(block.bends[k - 1], changes[k - 1]);
            for (int y = 0; y < error.length; y++) ChainLayer.add(error[y], 1, second[y]);
        }
        return error;
    }

    private void collect(int l, Block block, double[][] error, double[] into) {
        ChainLayer layer = layers.get(l);
        for (int k = 0; k < into.length; k++) into[k] += dot(block.inputs[l][layer.from()[k]], error[layer.to()[k]]);
    }

    private double[] scaled(int l, double[] sum) {
        for (int k = 0; k < sum.length; k++) sum[k] *= Math.sqrt(layers.get(l).speed()[k]) / examples;
        return sum;
    }

    private static double[][] times(double[][] a, double[][] b) {
        double[][] product = new double[a.length][];
        for (int y = 0; y < a.length; y++) {
            product[y] = new double[a[y].length];
            for (int i = 0; i < product[y].length; i++) product[y][i] = a[y][i] * b[y][i];
        }
        return product;
    }

    private static double dot(double[] a, double[] b) {
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0; // four sums at a time: one would wait for itself
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) s0 += a[i] * b[i];
        return s0 + s1 + s2 + s3;
    }
}

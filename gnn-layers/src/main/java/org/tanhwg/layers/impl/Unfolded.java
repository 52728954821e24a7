package org.tanhwg.layers.impl;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.layers.arrays.FloatViews;
import org.tanhwg.layers.kernel.picture.Patches;
import org.tanhwg.layers.kernel.picture.SlidingWindow;

/**
 * A minibatch of pictures as matrices with a row for each position of each example, P · batch rows: what synapses read, [·, n], and what units give, [·, Y]. The arrays live
 * as long as the layer.
 *
 * <p>Flat outputs that lie channel after channel are the rows of one example transposed, so the rows are kept column after column and runs of P are copied; with
 * channels last they are the rows.
 */
final class Unfolded {
    private final Patches kernel = new Patches();
    private INDArray patches;
    private INDArray back;
    private INDArray rows;
    private INDArray errors;

    /** The patches of flat pictures [batch, inputs]. */
    INDArray patches(SlidingWindow window, INDArray pictures) {
        long batch = pictures.size(0);
        patches = FloatViews.reserve(patches, pictures.dataType(), 'f', batch * window.positions(), window.synapses());
        if (pictures.dataType() == DataType.FLOAT) {
            kernel.gather(window, (int) batch, FloatViews.of(pictures), FloatViews.of(patches));
            return patches;
        }
        double[] from = numbers(pictures);
        double[] into = new double[Math.toIntExact(patches.length())];
        walk(window, (int) batch, (source, place) -> into[place] = from[source]);
        assign(into, 'f', patches);
        return patches;
    }

    /** Those of the last call. */
    INDArray patches() { return patches; }

    /** A matrix like {@link #patches} for the gradient. */
    INDArray back() {
        back = FloatViews.reserve(back, patches.dataType(), 'f', patches.size(0), patches.size(1));
        return back;
    }

    /** {@code into}, flat, ← the sum of what {@link #back} says of each pixel. */
    void fold(SlidingWindow window, INDArray into) {
        int batch = (int) into.size(0);
        if (into.dataType() == DataType.FLOAT) {
            kernel.scatter(window, batch, FloatViews.of(back), FloatViews.of(into));
            return;
        }
        double[] from = back.dup('f').data().asDouble();
        double[] sums = new double[Math.toIntExact(into.length())];
        walk(window, batch, (source, place) -> sums[source] += from[place]);
        assign(sums, 'c', into);
    }

    /** Rows for the outputs {@code z}, [batch, outputs], which {@link #flatten} writes back. */
    INDArray rows(SlidingWindow window, INDArray z) {
        long units = z.size(1) / window.positions();
        if (window.channelsLast()) return z.reshape('c', z.size(0) * window.positions(), units);
        rows = FloatViews.reserve(rows, z.dataType(), 'f', z.size(0) * window.positions(), units);
        return rows;
    }

    /** Writes {@link #rows} into {@code z}. */
    void flatten(SlidingWindow window, INDArray z) {
        if (!window.channelsLast()) exchange(window, rows, z, true);
    }

    /** Flat errors [batch, outputs] as rows. */
    INDArray errors(SlidingWindow window, INDArray error) {
        long units = error.size(1) / window.positions();
        INDArray flat = FloatViews.inRows(error);
        if (window.channelsLast()) return flat.reshape('c', error.size(0) * window.positions(), units);
        errors = FloatViews.reserve(errors, error.dataType(), 'f', error.size(0) * window.positions(), units);
        exchange(window, errors, flat, false);
        return errors;
    }

    private void exchange(SlidingWindow window, INDArray tall, INDArray flat, boolean flatten) {
        int batch = (int) flat.size(0);
        int positions = window.positions();
        int units = (int) tall.size(1);
        if (flat.dataType() == DataType.FLOAT) {
            if (flatten) kernel.exchange(units, batch, positions, FloatViews.of(tall), FloatViews.of(flat));
            else kernel.exchange(batch, units, positions, FloatViews.of(flat), FloatViews.of(tall));
            return;
        }
        double[] from = flatten ? tall.dup('f').data().asDouble() : numbers(flat);
        double[] into = new double[from.length];
        for (int b = 0; b < batch; b++) {
            for (int y = 0; y < units; y++) {
                int one = (b * units + y) * positions;
                int other = (y * batch + b) * positions;
                System.arraycopy(from, flatten ? other : one, into, flatten ? one : other, positions);
            }
        }
        if (flatten) assign(into, 'c', flat);
        else assign(into, 'f', tall);
    }

    private interface Pair {
        void of(int source, int place);
    }

    private static void walk(SlidingWindow window, int batch, Pair pairs) {
        int positions = window.positions();
        for (int x = 0; x < window.synapses(); x++) {
            for (int p = 0; p < positions; p++) {
                int source = window.source(x, p);
                if (source < 0) continue;
                for (int b = 0; b < batch; b++) pairs.of(b * window.inputs() + source, (x * batch + b) * positions + p);
            }
        }
    }

    private static double[] numbers(INDArray flat) { return flat.dup('c').data().asDouble(); }

    private static void assign(double[] values, char order, INDArray into) {
        into.assign(Nd4j.createFromArray(values).reshape(order, into.shape()).castTo(into.dataType()));
    }
}

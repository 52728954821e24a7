package org.tanhwg.layers.impl;

import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.tanhwg.layers.arrays.FloatViews;
import org.tanhwg.layers.kernel.Pointwise;
import org.tanhwg.layers.kernel.Reparametrisation;
import org.tanhwg.layers.kernel.Rows;

/** The elementwise work of a layer; matrices [batch, ·] are contiguous, row-major where not said otherwise, parameters column-major. */
sealed interface LayerOperations {

    /** {@code into} ← w m. */
    void observable(INDArray w, INDArray m, INDArray into);

    /** {@code into} ← (w s)². */
    void variance(INDArray w, INDArray s, INDArray into);

    /** Every row of {@code z}, row-major or column-major, ← bias. */
    void broadcast(INDArray bias, INDArray z);

    /** {@code into} ← scale · column sums. */
    void columnSums(INDArray values, double scale, INDArray into);

    /** Column sums of a matrix with a row for each position of each example. */
    default void positionSums(INDArray values, double scale, INDArray into) {
        columnSums(values, scale, into);
    }

    /** The columns of {@code into} from {@code column} ← those of {@code rows}, as many rows. */
    void place(INDArray rows, INDArray into, int column);

    /** {@code into} ← σ(z), of the same layout; z is left alone. */
    void activate(IActivation activation, INDArray z, boolean training, INDArray into);

    /** ∂L/∂z from ∂L/∂σ, in {@code into}, in a new array, or in place of z; epsilon, which may be a user's, is left alone. */
    INDArray error(IActivation activation, INDArray z, INDArray epsilon, INDArray into);

    /** Errors so small that products with them would be denormal numbers ← 0. */
    INDArray flush(INDArray errors);

    /** {@code into} ← left · right, all of one layout. */
    void product(INDArray left, INDArray right, INDArray into);

    /** {@code into} ← a², in any layout. */
    void square(INDArray a, INDArray into);

    /** {@code into} ← into + left · right, in any layout. */
    void addProduct(INDArray left, INDArray right, INDArray into);

    /** z ← z + √v ξ with ξ standard normal; slope ← ξ/(2√v), 0 where v is. */
    void reparametrise(INDArray z, INDArray v, INDArray slope, RandomGenerator random);

    static LayerOperations of(DataType type) { return type == DataType.FLOAT ? new Fused() : new Plain(); }

    /** Kernels for single precision: an ND4J call costs more than the loop it runs on matrices of this size. */
    final class Fused implements LayerOperations {
        private final Rows rows = new Rows();
        private final Pointwise pointwise = new Pointwise();
        private final Reparametrisation reparametrisation = new Reparametrisation();
        private final Plain plain = new Plain();

        /** Of the largest arrays one native pass beats copies in and out of many tiles, but its call takes as long as some 50 tiles. */
        @Override public void observable(INDArray w, INDArray m, INDArray into) {
            if (into.length() <= 50 * Pointwise.TILE) product(w, m, into);
            else plain.observable(w, m, into);
        }

        @Override public void variance(INDArray w, INDArray s, INDArray into) {
            pointwise.squaredProduct((int) w.length(), FloatViews.of(w), FloatViews.of(s), FloatViews.of(into));
        }

        @Override public void product(INDArray left, INDArray right, INDArray into) {
            pointwise.product((int) into.length(), FloatViews.of(left), FloatViews.of(right), FloatViews.of(into));
        }

        @Override public void square(INDArray a, INDArray into) {
            if (FloatViews.alike(a, into)) product(a, a, into);
            else plain.square(a, into);
        }

        @Override public void addProduct(INDArray left, INDArray right, INDArray into) {
            if (!FloatViews.alike(left, right) || !FloatViews.alike(right, into)) plain.addProduct(left, right, into);
            else pointwise.addProduct((int) into.length(), FloatViews.of(left), FloatViews.of(right), FloatViews.of(into));
        }

        @Override public void reparametrise(INDArray z, INDArray v, INDArray slope, RandomGenerator random) {
            reparametrisation.draw((int) z.length(), FloatViews.of(z), FloatViews.of(v), FloatViews.of(slope), random);
        }

        @Override public void broadcast(INDArray bias, INDArray z) {
            if (FloatViews.columnMajor(z))
                rows.broadcastDown((int) z.size(0), (int) z.size(1), FloatViews.of(bias), FloatViews.of(z));
            else
                rows.broadcast((int) z.size(0), (int) z.size(1), FloatViews.of(bias), FloatViews.of(z));
        }

        @Override public void place(INDArray values, INDArray into, int column) {
            if (!FloatViews.rowMajor(values)) {
                plain.place(values, into, column);
                return;
            }
            rows.place((int) values.size(0), (int) values.size(1), FloatViews.of(values), FloatViews.of(into), column,
                    (int) into.size(1));
        }

        @Override public void columnSums(INDArray values, double scale, INDArray into) {
            if (!FloatViews.rowMajor(values)) {
                plain.columnSums(values, scale, into);
                return;
            }
            rows.sums((int) values.size(0), (int) values.size(1), FloatViews.of(values), (float) scale, FloatViews.of(into));
        }

        @Override public void positionSums(INDArray values, double scale, INDArray into) {
            if (!FloatViews.columnMajor(values)) columnSums(values, scale, into);
            else
                rows.columnSums((int) values.size(0), (int) values.size(1), FloatViews.of(values), scale, FloatViews.of(into));
        }

        @Override public void activate(IActivation activation, INDArray z, boolean training, INDArray into) {
            int length = (int) z.length();
            if (rectifier(activation)) pointwise.rectify(length, FloatViews.of(z), FloatViews.of(into));
            else if (activation instanceof ActivationTanH) pointwise.tanh(length, FloatViews.of(z), FloatViews.of(into));
            else plain.activate(activation, z, training, into);
        }

        @Override public INDArray error(IActivation activation, INDArray z, INDArray epsilon, INDArray into) {
            boolean hyperbolic = activation instanceof ActivationTanH;
            if (!hyperbolic && !rectifier(activation) || !FloatViews.alike(z, epsilon))
                return flush(plain.error(activation, z, epsilon, into));
            int length = (int) z.length();
            if (hyperbolic) pointwise.tanhBackward(length, FloatViews.of(z), FloatViews.of(epsilon), FloatViews.of(into));
            else pointwise.rectifyBackward(length, FloatViews.of(z), FloatViews.of(epsilon), FloatViews.of(into));
            return into;
        }

        @Override public INDArray flush(INDArray errors) {
            if (FloatViews.rowMajor(errors) || FloatViews.columnMajor(errors)) pointwise.flushErrors(FloatViews.of(errors));
            return errors;
        }

        static boolean rectifier(IActivation activation) {
            return activation instanceof ActivationReLU relu && orZero(relu.getMax()) == 0 && orZero(relu.getThreshold()) == 0
                    && orZero(relu.getNegativeSlope()) == 0;
        }

        private static double orZero(Double value) { return value == null ? 0 : value; }
    }

    /** ND4J's own operations, for any type and any activation. */
    final class Plain implements LayerOperations {
        private static final double SMALLEST_VARIANCE = 1e-30;

        @Override public void observable(INDArray w, INDArray m, INDArray into) { product(w, m, into); }

        @Override public void variance(INDArray w, INDArray s, INDArray into) {
            product(w, s, into);
            into.muli(into);
        }

        @Override public void product(INDArray left, INDArray right, INDArray into) {
            Nd4j.getExecutioner().exec(new MulOp(left, right, into));
        }

        @Override public void square(INDArray a, INDArray into) { product(a, a, into); }

        @Override public void addProduct(INDArray left, INDArray right, INDArray into) { into.addi(left.mul(right)); }

        @Override public void reparametrise(INDArray z, INDArray v, INDArray slope, RandomGenerator random) {
            INDArray normal = Nd4j.createFromArray(DoubleStream.generate(random::nextGaussian).limit(z.length()).toArray())
                    .reshape('c', z.shape()).castTo(z.dataType());
            INDArray varies = v.gt(SMALLEST_VARIANCE).castTo(v.dataType());
            z.addi(Transforms.sqrt(v, true).muli(normal));
            INDArray sd = Transforms.sqrt(Transforms.max(v, SMALLEST_VARIANCE, true), false);
            slope.assign(normal.divi(sd.muli(2)).muli(varies));
        }

        @Override public void broadcast(INDArray bias, INDArray z) {
            z.assign(bias.reshape(1, bias.length()).broadcast(z.shape()));
        }

        @Override public void place(INDArray values, INDArray into, int column) {
            into.get(NDArrayIndex.all(), NDArrayIndex.interval(column, column + values.size(1))).assign(values);
        }

        @Override public void columnSums(INDArray values, double scale, INDArray into) {
            values.sum(into, 0);
            if (scale != 1) into.muli(scale);
        }

        @Override public void activate(IActivation activation, INDArray z, boolean training, INDArray into) {
            activation.getActivation(into.assign(z), training);
        }

        @Override public INDArray error(IActivation activation, INDArray z, INDArray epsilon, INDArray into) {
            return activation.backprop(z, into.assign(epsilon)).getFirst();
        }

        @Override public INDArray flush(INDArray errors) { return errors; }
    }
}

package org.tanhwg.layers.impl;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.tanhwg.layers.arrays.FloatViews;
import org.tanhwg.layers.conf.ComplexActivation;
import org.tanhwg.layers.kernel.ComplexRows;
import org.tanhwg.layers.kernel.Pointwise;

/** The elementwise work of a complex layer; matrices [batch, re | im] are row-major and contiguous, and so are those in parts. */
sealed interface ComplexOperations {

    /** {@code into} ← i·values, both in parts: rows 2r and 2r + 1 hold real and imaginary part. */
    void turn(INDArray values, INDArray into);

    /** Both rows of each pair ← their sum. */
    void sumParts(INDArray values);

    /** {@code into} ← σ(z); only modReLU reads the biases. */
    void activate(ComplexActivation activation, INDArray z, INDArray bias, INDArray into);

    /** {@code into} ← ∂L/∂z from ∂L/∂σ, as ∂/∂re + i ∂/∂im. */
    void error(ComplexActivation activation, INDArray z, INDArray bias, INDArray epsilon, INDArray into);

    /** {@code into} ← scale · Σ over the batch of Re(ε z̄)/|z|, the gradient of modReLU's biases. */
    void radialSums(INDArray z, INDArray error, double scale, INDArray into);

    static ComplexOperations of(DataType type) { return type == DataType.FLOAT ? new Fused() : new Plain(); }

    /** Kernels for single precision. */
    final class Fused implements ComplexOperations {
        private final ComplexRows rows = new ComplexRows();
        private final Pointwise pointwise = new Pointwise();
        private final Plain plain = new Plain();

        @Override public void turn(INDArray values, INDArray into) {
            rows.turn((int) into.size(0) / 2, (int) into.size(1), FloatViews.of(values), FloatViews.of(into));
        }

        @Override public void sumParts(INDArray values) {
            rows.sumParts((int) values.size(0) / 2, (int) values.size(1), FloatViews.of(values));
        }

        @Override public void activate(ComplexActivation activation, INDArray z, INDArray bias, INDArray into) {
            switch (activation) {
                case IDENTITY, REAL_PART -> plain.activate(activation, z, bias, into);
                case SPLIT_RELU -> pointwise.rectify((int) z.length(), FloatViews.of(z), FloatViews.of(into));
                case MOD_RELU -> rows.modRelu(height(z), width(z), FloatViews.of(z), FloatViews.of(bias), FloatViews.of(into));
                case BOUNDED -> rows.bound(height(z), width(z), FloatViews.of(z), FloatViews.of(into));
                case MODULUS -> rows.modulus(height(z), width(z), FloatViews.of(z), FloatViews.of(into));
            }
        }

        @Override public void error(ComplexActivation activation, INDArray z, INDArray bias, INDArray epsilon, INDArray into) {
            INDArray e = FloatViews.inRows(epsilon);
            switch (activation) {
                case IDENTITY, REAL_PART -> plain.error(activation, z, bias, e, into);
                case SPLIT_RELU -> pointwise.rectifyBackward((int) z.length(), FloatViews.of(z), FloatViews.of(e),
                        FloatViews.of(into));
                case MOD_RELU -> rows.modReluBackward(height(z), width(z), FloatViews.of(z), FloatViews.of(bias),
                        FloatViews.of(e), FloatViews.of(into));
                case BOUNDED -> rows.boundBackward(height(z), width(z), FloatViews.of(z), FloatViews.of(e), FloatViews.of(into));
                case MODULUS -> rows.modulusBackward(height(z), width(z), FloatViews.of(z), FloatViews.of(e),
                        FloatViews.of(into));
            }
        }

        @Override public void radialSums(INDArray z, INDArray error, double scale, INDArray into) {
            rows.radialSums(height(z), width(z), FloatViews.of(z), FloatViews.of(error), (float) scale, FloatViews.of(into));
        }

        private static int height(INDArray matrix) { return (int) matrix.size(0); }

        private static int width(INDArray matrix) { return (int) (matrix.size(1) / 2); }
    }

    /** ND4J's own operations, for any type. */
    final class Plain implements ComplexOperations {
        private static final double LEAST_MODULUS = 1e-15;

        @Override public void turn(INDArray values, INDArray into) {
            re(whole(into)).assign(im(whole(values))).negi();
            im(whole(into)).assign(re(whole(values)));
        }

        @Override public void sumParts(INDArray values) {
            INDArray re = re(whole(values));
            im(whole(values)).addi(re);
            re.assign(im(whole(values)));
        }

        private static INDArray whole(INDArray parts) { return parts.reshape('c', parts.size(0) / 2, 2 * parts.size(1)); }

        @Override public void activate(ComplexActivation activation, INDArray z, INDArray bias, INDArray into) {
            switch (activation) {
                case IDENTITY -> into.assign(z);
                case SPLIT_RELU -> into.assign(Transforms.relu(z, true));
                case MOD_RELU -> scale(z, gain(z, bias), into);
                case BOUNDED -> scale(z, bound(z), into);
                case MODULUS -> into.assign(modulus(z));
                case REAL_PART -> into.assign(re(z));
            }
        }

        @Override public void error(ComplexActivation activation, INDArray z, INDArray bias, INDArray epsilon, INDArray into) {
            switch (activation) {
                case IDENTITY -> into.assign(epsilon);
                case SPLIT_RELU -> into.assign(z.gt(0).castTo(z.dataType()).muli(epsilon));
                case MOD_RELU -> {
                    INDArray inverse = modulus(z).rdivi(1);
                    INDArray gain = gain(z, bias);
                    INDArray tangential = gain.gt(0).castTo(z.dataType()).muli(inverse).muliRowVector(bias);
                    INDArray radial = radial(z, epsilon).muli(tangential).muli(inverse);
                    scale(epsilon, gain, into);
                    re(into).subi(re(z).mul(radial));
                    im(into).subi(im(z).mul(radial));
                }
                case BOUNDED -> {
                    INDArray gain = bound(z);
                    INDArray radial = re(z).mul(re(epsilon)).addi(im(z).mul(im(epsilon))).muli(gain).muli(gain).muli(gain);
                    scale(epsilon, gain, into);
                    re(into).subi(re(z).mul(radial));
                    im(into).subi(im(z).mul(radial));
                }
                case MODULUS -> scale(z, epsilon.div(modulus(z)), into);
                case REAL_PART -> {
                    re(into).assign(epsilon);
                    im(into).assign(0);
                }
            }
        }

        @Override public void radialSums(INDArray z, INDArray error, double scale, INDArray into) {
            into.assign(radial(z, error).sum(0).muli(scale));
        }

        /** Re(ε z̄)/|z|. */
        private static INDArray radial(INDArray z, INDArray error) {
            return re(z).mul(re(error)).addi(im(z).mul(im(error))).divi(modulus(z));
        }

        private static INDArray gain(INDArray z, INDArray bias) {
            return Transforms.relu(modulus(z).rdivi(1).muliRowVector(bias).addi(1), false);
        }

        private static INDArray bound(INDArray z) {
            INDArray square = re(z).mul(re(z)).addi(im(z).mul(im(z)));
            return Transforms.sqrt(square.addi(1), false).rdivi(1);
        }

        private static void scale(INDArray complex, INDArray factor, INDArray into) {
            re(into).assign(re(complex).mul(factor));
            im(into).assign(im(complex).mul(factor));
        }

        private static INDArray modulus(INDArray z) {
            INDArray square = re(z).mul(re(z)).addi(im(z).mul(im(z)));
            return Transforms.max(Transforms.sqrt(square, false), LEAST_MODULUS, false);
        }

        private static INDArray re(INDArray z) { return z.get(NDArrayIndex.all(), NDArrayIndex.interval(0, z.size(1) / 2)); }

        private static INDArray im(INDArray z) {
            return z.get(NDArrayIndex.all(), NDArrayIndex.interval(z.size(1) / 2, z.size(1)));
        }
    }
}

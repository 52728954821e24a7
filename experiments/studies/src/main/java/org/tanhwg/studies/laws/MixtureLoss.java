package org.tanhwg.studies.laws;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.tanhwg.core.Checks;

/**
 * What several draws of a network miss together: −σ² log of the mean over the draws of exp(−(y − z)²/2σ²), where K rows in turn are draws of one example
 * (Y. Burda, R. Grosse, R. Salakhutdinov, Importance weighted autoencoders, 2016). Each draw learns from the examples that it explains better than
 * the others, so that laws of two values may keep both; for a network of points it is half the squared error.
 */
final class MixtureLoss implements ILossFunction {
    private static final long serialVersionUID = 1;

    private final int draws;
    private final double sigma;

    /** @param draws K, rows of an example @param sigma width of a draw, in units of the target */
    MixtureLoss(int draws, double sigma) {
        this.draws = Checks.atLeast("draws", draws, 1);
        this.sigma = Checks.positive("sigma", sigma);
    }

    @Override public double computeScore(INDArray labels, INDArray preOutput, IActivation activation, INDArray mask,
            boolean average) {
        double sum = computeScoreArray(labels, preOutput, activation, mask).sumNumber().doubleValue();
        return average ? sum / labels.size(0) : sum;
    }

    /** Each row has its example's. */
    @Override public INDArray computeScoreArray(INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
        double[] missed = missed(labels, preOutput);
        float[] scores = new float[missed.length];
        for (int first = 0; first < missed.length; first += draws) {
            double mean = 0;
            double least = least(missed, first);
            for (int k = first; k < first + draws; k++) mean += Math.exp((least - missed[k]) / (sigma * sigma)) / draws;
            for (int k = first; k < first + draws; k++) scores[k] = (float) (least - sigma * sigma * Math.log(mean));
        }
        return Nd4j.createFromArray(scores).reshape(scores.length, 1);
    }

    /** Of K times the loss in z, so that a mean over the rows is one over the examples: K r (z − y), r the share of the draw in explaining the example. */
    @Override public INDArray computeGradient(INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
        double[] missed = missed(labels, preOutput);
        INDArray gradient = preOutput.sub(labels);
        for (int first = 0; first < missed.length; first += draws) {
            double least = least(missed, first);
            double sum = 0;
            for (int k = first; k < first + draws; k++) sum += Math.exp((least - missed[k]) / (sigma * sigma));
            for (int k = first; k < first + draws; k++)
                gradient.putScalar(k, 0,
                        gradient.getDouble(k, 0) * draws * Math.exp((least - missed[k]) / (sigma * sigma)) / sum);
        }
        return gradient;
    }

    @Override public Pair<Double, INDArray> computeGradientAndScore(INDArray labels, INDArray preOutput, IActivation activation,
            INDArray mask, boolean average) {
        return Pair.of(computeScore(labels, preOutput, activation, mask, average),
                computeGradient(labels, preOutput, activation, mask));
    }

    @Override public String name() { return "mixture"; }

    /** Half the squared error of each row. */
    private double[] missed(INDArray labels, INDArray preOutput) {
        double[] error = preOutput.sub(labels).ravel().toDoubleVector();
        if (error.length % draws != 0 || preOutput.size(1) != 1)
            throw new IllegalArgumentException("rows " + error.length + ": must be one number each, a multiple of " + draws);
        for (int i = 0; i < error.length; i++) error[i] = error[i] * error[i] / 2;
        return error;
    }

    private double least(double[] missed, int first) {
        double least = missed[first];
        for (int k = first + 1; k < first + draws; k++) least = Math.min(least, missed[k]);
        return least;
    }
}

package org.tanhwg.core.measure;

import org.tanhwg.core.Checks;
import org.tanhwg.core.measure.Law.VectorLaw;
import org.tanhwg.core.space.Complex;

/** Mean and covariance of discrete measures on vector spaces; laws with a {@link VectorLaw#mean()} know their own. */
public final class Moments {
    private Moments() {}

    /** ∫ p dμ on R^d. @throws IllegalArgumentException if the points differ in dimension */
    public static double[] mean(DiscreteMeasure<double[]> measure) {
        double[] mean = new double[measure.points().get(0).length];
        double[] weights = measure.weights();
        for (int i = 0; i < weights.length; i++) {
            double[] p = measure.points().get(i);
            Checks.size("points[" + i + "].length", p.length, mean.length);
            for (int k = 0; k < mean.length; k++) mean[k] += weights[i] * p[k];
        }
        return mean;
    }

    /** ∫ (p − m)(p − m)ᵀ dμ on R^d, m the mean. @throws IllegalArgumentException if the points differ in dimension */
    public static double[][] covariance(DiscreteMeasure<double[]> measure) {
        double[] mean = mean(measure), weights = measure.weights();
        double[][] covariance = new double[mean.length][mean.length];
        for (int i = 0; i < weights.length; i++) {
            double[] p = measure.points().get(i);
            for (int k = 0; k < mean.length; k++) {
                for (int l = 0; l < mean.length; l++) covariance[k][l] += weights[i] * (p[k] - mean[k]) * (p[l] - mean[l]);
            }
        }
        return covariance;
    }

    /** ∫ z dμ on C. */
    public static Complex complexMean(DiscreteMeasure<Complex> measure) {
        return new Complex(measure.expectation(Complex::re), measure.expectation(Complex::im));
    }
}

package org.tanhwg.datasets.sde;

import org.tanhwg.core.Checks;

/** dz = (z − z³)dt + σdB on the line: wells at ±1, a barrier of height ¼ between them. */
public record DoubleWell(double sigma) implements AdditiveNoise {
    public DoubleWell {
        Checks.nonNegative("sigma", sigma);
    }

    @Override public int dimension() {
        return 1;
    }

    @Override public void drift(double[] z, double[] drift) {
        drift[0] = z[0] - z[0] * z[0] * z[0];
    }
}

package org.tanhwg.layers.optimizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tanhwg.core.measure.ComplexAtoms;
import org.tanhwg.core.measure.ComplexGaussian;
import org.tanhwg.core.measure.Law.VectorLaw;
import org.tanhwg.core.measure.PlaneGaussian;
import org.tanhwg.core.measure.SpectralMemory;
import org.tanhwg.core.measure.SynapticMeasure;
import org.tanhwg.core.space.Complex;
import org.tanhwg.layers.conf.Generalized;
import org.tanhwg.layers.conf.SynapticParameters;
import org.tanhwg.layers.impl.GeneralizedLayer;

/** What the units of a complex layer remember of phases, from the laws that training left (Def 6.15), and not from what they did over time. */
public final class SpectralMemories {
    private final int n;
    private final float[][] mass;
    private final float[][] real;
    private final float[][] imaginary;
    /** Spread of each synapse, or its atoms; null for numbers. */
    private final float[][] width;
    /** Of laws whose covariance is free; null for others. */
    private final float[][] conjugate;
    private final boolean atoms;

    private SpectralMemories(Layer layer) {
        mass = units(layer, SynapticParameters.MASS);
        real = units(layer, SynapticParameters.REAL);
        imaginary = units(layer, SynapticParameters.IMAGINARY);
        atoms = layer.paramTable().containsKey(SynapticParameters.ATOMS);
        boolean numbers = !atoms && !layer.paramTable().containsKey(SynapticParameters.SPREAD);
        width = numbers ? null : units(layer, atoms ? SynapticParameters.ATOMS : SynapticParameters.SPREAD);
        conjugate = layer.paramTable().containsKey(SynapticParameters.CONJUGATE) ? units(layer, SynapticParameters.CONJUGATE)
                : null;
        n = mass[0].length;
    }

    /** One memory for each unit of a generalized layer with complex amplitudes; none for any other layer. */
    public static List<SpectralMemory> of(Layer layer) {
        boolean complex = GeneralizedLayer.in(layer)
                .filter(its -> ((Generalized) its.conf().getLayer()).amplitudeKeys().size() == 2).isPresent();
        if (!complex) return List.of();
        var memories = new SpectralMemories(GeneralizedLayer.in(layer).orElseThrow());
        return IntStream.range(0, memories.mass.length).mapToObj(memories::unit).toList();
    }

    private SpectralMemory unit(int unit) {
        double[] weights = new double[n];
        for (int x = 0; x < n; x++) weights[x] = mass[unit][x];
        double sum = Arrays.stream(weights).sum(); // 1 but for single precision
        for (int x = 0; x < n; x++) weights[x] /= sum;
        List<VectorLaw<Complex>> laws = IntStream.range(0, n).mapToObj(x -> law(unit, x)).toList();
        return SpectralMemory.of(new SynapticMeasure<>(weights, laws));
    }

    private VectorLaw<Complex> law(int unit, int x) {
        var mean = new Complex(real[unit][x], imaginary[unit][x]);
        if (width == null) return new ComplexGaussian(mean, 0);
        float[] those = width[unit];
        if (conjugate != null)
            return PlaneGaussian.of(mean, those[x], new Complex(conjugate[unit][x], conjugate[unit][n + x]));
        if (!atoms) return new ComplexGaussian(mean, those[x]);
        List<Complex> points = new ArrayList<>();
        for (int re = x, im = those.length / 2 + x; re < those.length / 2; re += n, im += n)
            points.add(mean.plus(new Complex(those[re], those[im])));
        return new ComplexAtoms(points);
    }

    /** The numbers of a parameter, unit by unit. */
    private static float[][] units(Layer layer, String key) {
        INDArray parameter = layer.getParam(key);
        float[] flat = parameter.dup('f').data().asFloat();
        int column = (int) parameter.size(0);
        return IntStream.range(0, (int) parameter.size(1)).mapToObj(y -> Arrays.copyOfRange(flat, y * column, (y + 1) * column))
                .toArray(float[][]::new);
    }
}

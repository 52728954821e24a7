package org.tanhwg.studies.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.core.space.Complex;
import org.tanhwg.layers.conf.ComplexActivation;
import org.tanhwg.layers.conf.ComplexGeneralizedDense;
import org.tanhwg.layers.conf.ComplexGeneralizedOutput;
import org.tanhwg.layers.conf.ComplexGeneralizedRecurrent;
import org.tanhwg.layers.optimizer.TanHwg;
import org.tanhwg.studies.lock.LockResult.Networked;

/**
 * The microcircuit of Rem 6.20 in a network: complex units that hear several inputs and, with loops among them, make a rhythm of their own; beside the
 * twin without loops.
 *
 * <p>In each sequence all inputs turn with one frequency, from a phase that is new each time, plus offsets of their own plus jitter; the label turns with another frequency from the
 * same phase. Static synapses can hold offsets, but not the difference of frequencies. Both networks are trained by {@code fit}, and measured on sequences
 * that they have not seen.
 */
final class NetworkTrial {
    /** Radians of mean phase error within which a network is locked. */
    static final double TOLERANCE = 0.05;
    /** Of the inputs, radians per step. */
    private static final double FREQUENCY = 0.3;
    private static final int UNITS = 16;
    private static final int LENGTH = 50;
    private static final int SEQUENCES = 8;
    private static final int HELD_OUT = 64;
    /** Examples of the other cases for each step of {@code fit}: 2,000 steps by default. */
    private static final int EXAMPLES = 20;
    private static final int POINTS = 10;
    private static final double ETA = 3;

    private final LockSettings settings;
    private final RandomGenerator random;
    private final double[] offsets;
    private final double label;

    private NetworkTrial(LockSettings settings) {
        this.settings = settings;
        random = new SplittableRandom(settings.seed() + 2);
        offsets = random.doubles(settings.inputs(), -Math.PI, Math.PI).toArray();
        label = random.nextDouble(-Math.PI, Math.PI);
    }

    /** Both networks, that with loops first. */
    static List<Networked> run(LockSettings settings) {
        return List.of(
                new NetworkTrial(settings).train("oscillators", new ComplexGeneralizedRecurrent.Builder().nOut(UNITS).build()),
                new NetworkTrial(settings).train("no loops",
                        new ComplexGeneralizedDense.Builder().nOut(UNITS).activation(ComplexActivation.BOUNDED).build()));
    }

    private Networked train(String name, Layer hidden) {
        int steps = settings.steps() / EXAMPLES;
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(settings.seed())
                .updater(new TanHwg.Builder(steps).eta(ETA).beta(0).build()).list().layer(hidden)
                .layer(new ComplexGeneralizedOutput.Builder().nOut(1).build())
                .setInputType(InputType.recurrent(2L * settings.inputs())).build());
        network.init();
        TanHwg.attach(network);
        DataSet unseen = sequences(HELD_OUT);
        List<Networked.Point> curve = new ArrayList<>();
        for (int point = 1; point <= POINTS; point++) {
            for (int step = steps * (point - 1) / POINTS; step < steps * point / POINTS; step++)
                network.fit(sequences(SEQUENCES));
            curve.add(new Networked.Point(steps * point / POINTS, error(errors(network, unseen))));
        }
        Complex[][] errors = errors(network, unseen);
        List<Double> course = course(errors);
        return new Networked(name, error(errors), slope(course), error(errors) <= TOLERANCE, curve, course);
    }

    /** Features [count, re | im, time] and labels [count, re | im, time]. */
    private DataSet sequences(int count) {
        int inputs = offsets.length;
        var features = new float[count][2 * inputs][LENGTH];
        var labels = new float[count][2][LENGTH];
        for (int s = 0; s < count; s++) {
            double start = random.nextDouble(-Math.PI, Math.PI);
            for (int t = 0; t < LENGTH; t++) {
                for (int x = 0; x < inputs; x++)
                    put(start + FREQUENCY * t + offsets[x] + settings.jitter() * random.nextGaussian(), features[s], x, t);
                put(start + (FREQUENCY + settings.mismatch()) * t + label, labels[s], 0, t);
            }
        }
        return new DataSet(Nd4j.createFromArray(features), Nd4j.createFromArray(labels));
    }

    private static void put(double phase, float[][] wave, int x, int t) {
        wave[x][t] = (float) Math.cos(phase);
        wave[x + wave.length / 2][t] = (float) Math.sin(phase);
    }

    /** e^{i error} for each sequence and step. */
    private static Complex[][] errors(MultiLayerNetwork network, DataSet sequences) {
        INDArray output = network.output(sequences.getFeatures());
        INDArray labels = sequences.getLabels();
        var errors = new Complex[(int) output.size(0)][LENGTH];
        for (int s = 0; s < errors.length; s++) {
            for (int t = 0; t < LENGTH; t++)
                errors[s][t] = Complex.polar(1, at(output, s, t).times(at(labels, s, t).conjugate()).phase());
        }
        return errors;
    }

    private static Complex at(INDArray waves, int s, int t) {
        return new Complex(waves.getDouble(s, 0, t), waves.getDouble(s, 1, t));
    }

    /** Mean over sequences and steps of |error|. */
    private static double error(Complex[][] errors) {
        double sum = 0;
        for (Complex[] sequence : errors) for (Complex error : sequence) sum += Math.abs(error.phase());
        return sum / (errors.length * LENGTH);
    }

    /** Circular mean over the sequences at each step; beyond π where it goes on turning. */
    private static List<Double> course(Complex[][] errors) {
        List<Double> course = new ArrayList<>();
        for (int t = 0; t < LENGTH; t++) {
            Complex sum = Complex.ZERO;
            for (Complex[] sequence : errors) sum = sum.plus(sequence[t]);
            double before = t == 0 ? 0 : course.get(t - 1);
            course.add(before + Math.IEEEremainder(sum.phase() - before, 2 * Math.PI));
        }
        return course;
    }

    /** Least squares, per step. */
    private static double slope(List<Double> course) {
        double middle = (course.size() - 1) / 2.0, products = 0, squares = 0;
        for (int t = 0; t < course.size(); t++) {
            products += (t - middle) * course.get(t);
            squares += (t - middle) * (t - middle);
        }
        return products / squares;
    }
}

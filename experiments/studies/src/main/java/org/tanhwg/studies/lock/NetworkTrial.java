package org.tanhwg.studies.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
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
 * <p>In each sequence all inputs turn with one frequency, from a phase that is new each time, plus offsets of their own plus jitter; each label turns with a frequency of its
 * own from the same phase. Static synapses can hold offsets, but no difference of frequencies. Both networks are trained by {@code fit}, and measured on sequences
 * that they have not seen.
 */
final class NetworkTrial {
    /** Radians of mean phase error within which a label is followed. */
    static final double TOLERANCE = 0.05;
    /** Of the inputs, radians per step. */
    private static final double FREQUENCY = 0.3;
    private static final int LENGTH = 50;
    private static final int SEQUENCES = 8;
    private static final int HELD_OUT = 64;
    /** So many oscillators, and this step, follow on each of the seeds that were tried; half of them and a smaller step miss under noise on one of four. */
    private static final int UNITS = 64;
    private static final double ETA = 10;
    /** Examples of the other cases for each step of {@code fit}: 2,000 steps by default. */
    private static final int EXAMPLES = 20;
    private static final int POINTS = 10;
    /** Fewer are not worth a point on the curve: measuring takes longer than they do. */
    private static final int STEPS_OF_A_POINT = 20;
    /** How often a run reports that a part of it is done. */
    static final int TURNS = 2 * POINTS;

    private final LockSettings settings;
    private final Task task;
    private final double noise;
    private final RandomGenerator random;
    private final double[] offsets;
    private final double[] labels;

    private NetworkTrial(LockSettings settings, Task task) {
        this.settings = settings;
        this.task = task;
        noise = task == Task.NOISE ? settings.noise() : 0;
        random = new SplittableRandom(settings.seed() + 2);
        offsets = random.doubles(settings.inputs(), -Math.PI, Math.PI).toArray();
        labels = random.doubles(task.mismatches.length, -Math.PI, Math.PI).toArray();
    }

    /** What a network is to follow. */
    enum Task {
        /** One label. */
        FREQUENCY("one frequency", 1),
        /** And noise on the inputs. */
        NOISE("noise", 1),
        /** Labels of three frequencies: one above that of the inputs, the same, and one below. */
        FREQUENCIES("several frequencies", 1, 0, -1);

        private final String label;
        private final double[] mismatches;

        Task(String label, double... mismatches) {
            this.label = label;
            this.mismatches = mismatches;
        }

        /** As results call it. */
        String label() { return label; }
    }

    /** The network with loops, then that without: of each label how it is followed. @param turn called {@link #TURNS} times on the way */
    static List<Networked> run(LockSettings settings, Task task, Runnable turn) {
        List<Networked> found = new ArrayList<>(new NetworkTrial(settings, task).train("oscillators",
                new ComplexGeneralizedRecurrent.Builder().nOut(UNITS).build(), turn));
        found.addAll(new NetworkTrial(settings, task).train("no loops",
                new ComplexGeneralizedDense.Builder().nOut(UNITS).activation(ComplexActivation.BOUNDED).build(), turn));
        return found;
    }

    /** Steps of {@code fit} of each network. */
    static int steps(LockSettings settings) { return settings.steps() / EXAMPLES; }

    private List<Networked> train(String name, Layer hidden, Runnable turn) {
        int steps = steps(settings);
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(settings.seed())
                .updater(new TanHwg.Builder(steps).eta(ETA).beta(0).build()).list().layer(hidden)
                .layer(new ComplexGeneralizedOutput.Builder(ComplexActivation.IDENTITY, LossFunction.L2.getILossFunction(),
                        new ActivationIdentity()).nOut(labels.length).build())
                .setInputType(InputType.recurrent(2L * settings.inputs())).build());
        network.init();
        TanHwg.attach(network);
        DataSet unseen = sequences(HELD_OUT);
        List<List<Networked.Point>> curves = IntStream
                .range(0, labels.length).<List<Networked.Point>>mapToObj(k -> new ArrayList<>()).toList();
        for (int point = 1; point <= POINTS; point++) {
            for (int step = steps * (point - 1) / POINTS; step < steps * point / POINTS; step++)
                network.fit(sequences(SEQUENCES));
            if (point == POINTS || steps >= POINTS * STEPS_OF_A_POINT) {
                INDArray output = network.output(unseen.getFeatures());
                for (int k = 0; k < labels.length; k++)
                    curves.get(k).add(new Networked.Point(steps * point / POINTS, error(errors(output, unseen, k))));
            }
            turn.run();
        }
        INDArray output = network.output(unseen.getFeatures());
        Networked.Limits limits = limits(Math.hypot(noise, settings.jitter()), offsets.length);
        return IntStream.range(0, labels.length).mapToObj(k -> {
            Complex[][] errors = errors(output, unseen, k);
            List<Double> course = course(errors);
            return new Networked(task.label, name, mismatch(k), limits, error(errors), slope(course),
                    error(errors) <= TOLERANCE, curves.get(k), course);
        }).toList();
    }

    private double mismatch(int label) { return task.mismatches[label] * settings.mismatch() + 0.0; } // no −0

    /** Of the phase common to independent inputs of modulus 1, by their deviation σ across it: E|N(0, σ²/count)|. */
    static Networked.Limits limits(double deviation, int inputs) {
        double step = deviation * Math.sqrt(2 / (Math.PI * inputs));
        return new Networked.Limits(step,
                step * IntStream.rangeClosed(1, LENGTH).mapToDouble(heard -> 1 / Math.sqrt(heard)).sum() / LENGTH);
    }

    /** Features [count, re | im, time] and labels [count, re | im, time]. */
    private DataSet sequences(int count) {
        int inputs = offsets.length;
        var features = new float[count][2 * inputs][LENGTH];
        var waves = new float[count][2 * labels.length][LENGTH];
        for (int s = 0; s < count; s++) {
            double start = random.nextDouble(-Math.PI, Math.PI);
            for (int t = 0; t < LENGTH; t++) {
                for (int x = 0; x < inputs; x++) {
                    put(start + FREQUENCY * t + offsets[x] + settings.jitter() * random.nextGaussian(), features[s], x, t);
                    if (noise > 0) {
                        features[s][x][t] += (float) (noise * random.nextGaussian());
                        features[s][x + inputs][t] += (float) (noise * random.nextGaussian());
                    }
                }
                for (int k = 0; k < labels.length; k++)
                    put(start + (FREQUENCY + mismatch(k)) * t + labels[k], waves[s], k, t);
            }
        }
        return new DataSet(Nd4j.createFromArray(features), Nd4j.createFromArray(waves));
    }

    private static void put(double phase, float[][] wave, int x, int t) {
        wave[x][t] = (float) Math.cos(phase);
        wave[x + wave.length / 2][t] = (float) Math.sin(phase);
    }

    /** e^{i error} of a label for each sequence and step. */
    private static Complex[][] errors(INDArray output, DataSet sequences, int label) {
        INDArray labels = sequences.getLabels();
        var errors = new Complex[(int) output.size(0)][LENGTH];
        for (int s = 0; s < errors.length; s++) {
            for (int t = 0; t < LENGTH; t++)
                errors[s][t] = Complex.polar(1, at(output, s, label, t).times(at(labels, s, label, t).conjugate()).phase());
        }
        return errors;
    }

    private static Complex at(INDArray waves, int s, int label, int t) {
        return new Complex(waves.getDouble(s, label, t), waves.getDouble(s, label + waves.size(1) / 2, t));
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

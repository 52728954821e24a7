package org.tanhwg.training.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.tanhwg.report.Calibration.Bin;
import org.tanhwg.training.report.ReportData.ImageData;
import org.tanhwg.training.report.ReportData.Layer;
import org.tanhwg.training.report.ReportData.Mistake;
import org.tanhwg.training.report.RunSections.Setup;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.RunResult;
import org.tanhwg.training.run.RunResult.EpochResult;
import org.tanhwg.training.run.RunResult.EpochResult.EnergyDescent;
import org.tanhwg.training.run.RunResult.FinalResult;

/** A made-up run of the shape and size of the default one; not measured. */
public final class SampleRun {
    static final String CONFIG = "data: mnist\npreset: default\nlayers: [300, 100]\nepochs: 40\nbatch: 100\neta: 0.5\nbeta: 3.0e-4\nseed: 1\n";
    static final Setup SETUP = new Setup(CONFIG, "Release noise is on.", Map.of("beta", "strength of the potential"));
    private static final int SIDE = 28;
    private static final int[] WEIGHTS = {235_200, 30_000, 1_000};
    private static final double[] LEFT = {.0158, .038, .243};

    private SampleRun() {}

    public static RunResult run() {
        return run(IntStream.rangeClosed(1, 40).mapToObj(SampleRun::epoch).toList());
    }

    public static RunResult run(List<EpochResult> epochs) {
        EpochResult last = epochs.get(epochs.size() - 1);
        FinalResult end = new FinalResult(last.testAccuracy(), .0561, .0042, last.keptFraction(), List.of(3710L, 1142L, 243L),
                List.of(96, 48, 10), 266_610, null).trained(71.3, 33_661.);
        return new RunResult("train", new Provenance("0.1.0", "2270191c0ffee", "5f".repeat(32), "a3".repeat(32), 1,
                "17.0.12", "CPU", new Provenance.Host("Some Processor 9000", 2)), epochs, end);
    }

    static EpochResult epoch(int epoch) {
        Random random = new Random(epoch);
        double pruned = Math.min(1, epoch / 24.);
        List<Double> kept = new ArrayList<>();
        double all = 0;
        for (int l = 0; l < WEIGHTS.length; l++) {
            kept.add(Math.pow(LEFT[l], Math.sqrt(pruned)));
            all += kept.get(l) * WEIGHTS[l] / 266_200;
        }
        double accuracy = .9841 - .03 * Math.exp(-epoch / 6.) - .001 * random.nextDouble();
        return new EpochResult(epoch, .02 + .35 * Math.exp(-epoch / 7.) + .004 * random.nextDouble(), accuracy, all, kept,
                List.of(epoch > 8, epoch > 9, false),
                new EnergyDescent(12_300, 0, -1e-7 * random.nextDouble(), .93 - .2 * epoch / 40 + .03 * random.nextDouble()),
                1.9);
    }

    static ReportData data() {
        return data(IntStream.range(0, 10).mapToObj(String::valueOf).toList(), confusion(10), Optional.of(images(24)));
    }

    static ReportData data(List<String> classNames, int[][] confusion, Optional<ImageData> images) {
        return new ReportData("MNIST", "test", classNames, confusion, reliability(),
                List.of(new Layer("layer 1", 784, fanIn(300, 96, 60)), new Layer("layer 2", 300, fanIn(100, 48, 45)),
                        new Layer("output", 100, fanIn(10, 10, 34))),
                images);
    }

    /** Rare and overconfident in the middle, nearly all in the last bin, none in the first two. */
    static List<Bin> reliability() {
        return IntStream.range(0, 15).mapToObj(k -> k < 2 ? new Bin(0, 0, 0)
                : new Bin(k == 14 ? 9570 : 4 + 3 * k, (k + .5) / 15, Math.max(0, (k + .5) / 15 - .02 * (14 - k))))
                .toList();
    }

    static int[][] confusion(int classes) {
        Random random = new Random(1);
        int[][] counts = new int[classes][classes];
        for (int i = 0; i < classes; i++) {
            for (int j = 0; j < classes; j++) counts[i][j] = (int) (-3 * Math.log(random.nextDouble()) * random.nextDouble());
            counts[i][i] = 980 + random.nextInt(40);
        }
        return counts;
    }

    static ImageData images(int mistakes) {
        Random random = new Random(2);
        int[] living = IntStream.range(0, SIDE * SIDE).map(k -> {
            double r = Math.hypot(k % SIDE - 13.5, k / SIDE - 13.5);
            return (int) Math.max(0, 11 * Math.exp(-r * r / 60) * (1 + random.nextGaussian()));
        }).toArray();
        return new ImageData(SIDE, SIDE, living,
                IntStream.range(0, mistakes)
                        .mapToObj(i -> new Mistake(37 * i + 5, i % 10, (i + 3) % 10, .999 - .01 * i, ring(random))).toList());
    }

    private static int[] fanIn(int units, int live, int most) {
        Random random = new Random(units);
        int[] fanIn = new int[units];
        for (int i = 0; i < live; i++) fanIn[i] = 1 + (int) Math.min(most, Math.abs(random.nextGaussian()) * most / 2);
        return fanIn;
    }

    private static float[] ring(Random random) {
        double wide = 4 + 5 * random.nextDouble();
        double high = 6 + 4 * random.nextDouble();
        float[] pixels = new float[SIDE * SIDE];
        for (int k = 0; k < pixels.length; k++) {
            double r = Math.hypot((k % SIDE - 13.5) / wide, (k / SIDE - 13.5) / high);
            pixels[k] = (float) Math.exp(-40 * (r - 1) * (r - 1));
        }
        return pixels;
    }
}

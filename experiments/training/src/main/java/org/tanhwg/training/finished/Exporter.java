package org.tanhwg.training.finished;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tanhwg.core.compact.CompactFile;
import org.tanhwg.core.compact.CompactModel;
import org.tanhwg.core.compact.CompactNetwork;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.Targets;
import org.tanhwg.layers.convert.Conversion;
import org.tanhwg.layers.io.AtomicFile;
import org.tanhwg.layers.io.OnnxFile;
import org.tanhwg.training.evaluate.Evaluation;
import org.tanhwg.training.evaluate.Evaluation.Metrics;
import org.tanhwg.training.evaluate.Shipped;
import org.tanhwg.training.finished.Evaluator.Source;
import org.tanhwg.training.run.UserError;

/** Writes what pruning left of a network as a file that is used without Deeplearning4j. */
public final class Exporter {
    private Exporter() {}

    /** Kinds of file. */
    public enum Format {
        /** This project's own: docs/compact-format.md. */
        COMPACT,
        /** For ONNX Runtime and its like. */
        ONNX;

        /** As on the command line. */
        @Override public String toString() { return name().toLowerCase(Locale.ROOT); }
    }

    /**
     * What to export.
     *
     * @param model a run folder or a model file
     * @param bits of an amplitude, 32 or 8
     * @param out the file, a new one
     * @param data whose test examples both networks are asked about; by default those of the run, if it is one
     */
    public record Settings(Path model, Format format, int bits, Path out, Optional<Source> data) {
        /** @throws UserError when the file is there already */
        public Settings {
            if (bits != 32 && bits != 8) throw new UserError("--bits = " + bits + ": must be 32 or 8");
            if (bits == 8 && format != Format.COMPACT)
                throw new UserError("--bits = 8: only the compact format has amplitudes of 8 bits");
            if (Files.exists(out)) throw new UserError(out + ": is there already; --out takes the name of a new file");
        }
    }

    /**
     * What was written.
     *
     * @param weights of the original, zeros included
     * @param answers of both, if there were examples to ask about
     * @param missing why there were none; empty if nobody named any
     */
    public record Done(CompactNetwork network, long bytes, long weights, Optional<Answers> answers, Optional<String> missing) {
        /** Share of weights that are left. */
        public double keptFraction() { return network.synapses() / (double) weights; }
    }

    /**
     * How the two networks answer test examples.
     *
     * @param accuracy of what was written
     * @param original accuracy of the network it came from
     * @param same how many examples both give the same class
     */
    public record Answers(String data, int examples, double accuracy, double original, int same) {}

    /**
     * Exports.
     *
     * @throws UserError when there is no such network, the format cannot express it, the test examples do not fit, or the file cannot be
     *         written; then none is
     */
    public static Done export(Settings settings) {
        EitherForm given = EitherForm.load(settings.model);
        CompactNetwork exact;
        try {
            exact = given.shipped().map(Shipped::network).orElseGet(() -> Conversion.toCompact(given.model().orElseThrow()));
        } catch (IllegalArgumentException e) {
            throw new UserError(given.file() + ": cannot be exported: " + e.getMessage(), e);
        }
        CompactNetwork network = settings.bits == 8 ? exact.coded8() : exact;
        CompactModel shipped = given.meaning().map(its -> its.shipped(network)).orElseGet(() -> CompactModel.of(network));
        Optional<Answers> answers = Optional.empty();
        Optional<String> missing = Optional.empty();
        if (settings.data.isPresent()) {
            answers = Optional.of(ask(given, network, RunData.load(settings.data.get(), settings.model)));
        } else {
            try {
                answers = RunData.of(settings.model)
                        .map(source -> ask(given, network, RunData.load(source, settings.model)));
            } catch (DataException | UserError e) { // a run may be exported far from its examples
                missing = Optional.of(e.getMessage());
            }
        }
        long bytes = write(settings.out, out -> {
            switch (settings.format) {
                case COMPACT -> CompactFile.write(shipped, out);
                case ONNX -> OnnxFile.write(network, out);
            }
        });
        long weights = given.stats().weights().stream().mapToLong(Long::longValue).sum();
        return new Done(network, bytes, weights, answers, missing);
    }

    private static Answers ask(EitherForm given, CompactNetwork network, Dataset data) {
        Examples test = data.test();
        if (!(test.targets() instanceof Targets.Classes))
            throw new UserError(
                    data.name() + ": its labels are numbers; the answers of both networks are compared by their classes");
        Evaluation original = Evaluation.of(given.classes(), test, data.name());
        Evaluation written = Evaluation.of(new Shipped(CompactModel.of(network), "what was written").classes(), test,
                data.name());
        int same = (int) IntStream.range(0, test.count())
                .filter(i -> Metrics.mostProbable(written.predictions().get(i).probabilities()) == Metrics
                        .mostProbable(original.predictions().get(i).probabilities()))
                .count();
        return new Answers(data.name(), test.count(), written.metrics().accuracy(), original.metrics().accuracy(), same);
    }

    private static long write(Path file, AtomicFile.Content content) {
        try {
            AtomicFile.write(file, content);
            return Files.size(file);
        } catch (IOException e) {
            throw new UserError(file + ": cannot be written (" + UserError.reason(e) + ")", e);
        }
    }
}

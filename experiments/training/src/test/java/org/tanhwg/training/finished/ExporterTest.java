package org.tanhwg.training.finished;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tanhwg.core.compact.CompactFile;
import org.tanhwg.core.compact.CompactNetwork;
import org.tanhwg.datasets.Examples;
import org.tanhwg.layers.io.ModelFile;
import org.tanhwg.training.evaluate.Classifier;
import org.tanhwg.training.evaluate.Evaluation;
import org.tanhwg.training.evaluate.Evaluation.Metrics;
import org.tanhwg.training.evaluate.SparsityStats;
import org.tanhwg.training.finished.Converter.Form;
import org.tanhwg.training.finished.Evaluator.Source;
import org.tanhwg.training.finished.Exporter.Format;
import org.tanhwg.training.run.Progress;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;
import org.tanhwg.training.train.TinyRuns;
import org.tanhwg.training.train.Trainer;
import org.tanhwg.training.train.TrainingData;

/** One network that was pruned, in every form that it is handed over in. */
class ExporterTest {
    @TempDir static Path folder;
    private static RunFolder run;

    @BeforeAll static void train() throws IOException {
        TrainSettings settings = TinyRuns.settingsOn(folder.resolve("data"), "beta", "0.03", "epochs", "25");
        run = new RunFolder(folder.resolve("run"));
        run.writeConfig(SettingsReader.write(settings));
        new Trainer(settings, TrainingData.load(settings)).trainCell(run,
                new Progress(new PrintStream(OutputStream.nullOutputStream()), false));
    }

    private static Exporter.Done export(Format format, int bits, String out) {
        return Exporter.export(new Exporter.Settings(run.path(), format, bits, folder.resolve(out), Optional.empty()));
    }

    @Test void whatIsWrittenAnswersAsTheRunDoes() throws IOException {
        Exporter.Done done = export(Format.COMPACT, 32, "exact.compact");
        CompactNetwork network = CompactFile.read(folder.resolve("exact.compact"));
        assertThat(done.bytes()).isEqualTo(Files.size(folder.resolve("exact.compact")));
        assertThat(done.weights()).isEqualTo(9 * 6 + 6 * 3);
        assertThat(done.keptFraction()).isEqualTo(network.synapses() / 72.0).isLessThan(1);

        Examples test = TinyRuns.data().test();
        var own = new Classifier(ModelFile.load(run.model()), "run");
        Evaluation original = Evaluation.of(own, test, "columns");
        float[] answers = new float[test.count() * 3];
        network.apply(test.features(), test.count(), answers, network.workspace(10));
        int same = 0;
        for (int i = 0; i < test.count(); i++) {
            float[] answer = {answers[3 * i], answers[3 * i + 1], answers[3 * i + 2]};
            if (Metrics.mostProbable(answer) == Metrics.mostProbable(original.predictions().get(i).probabilities())) same++;
        }
        assertThat(same).isEqualTo(test.count());
        assertThat(done.missing()).isEmpty();
        assertThat(done.answers()).hasValueSatisfying(its -> {
            assertThat(its.data()).isEqualTo("columns");
            assertThat(its.examples()).isEqualTo(its.same()).isEqualTo(30);
            assertThat(its.accuracy()).isEqualTo(its.original()).isGreaterThan(.8);
        });
    }

    @Test void amplitudesOf8BitsAreNearAndTheFileIsSmaller() throws IOException {
        Exporter.Done exact = export(Format.COMPACT, 32, "a.compact");
        Exporter.Done rounded = export(Format.COMPACT, 8, "a8.compact");
        assertThat(rounded.bytes()).isLessThan(exact.bytes());
        assertThat(CompactFile.read(folder.resolve("a8.compact")).bits()).isEqualTo(8);
        assertThat(rounded.answers().orElseThrow().same()).isGreaterThanOrEqualTo(28);
    }

    @Test void anotherFormatHoldsTheSameNetwork() throws IOException {
        Exporter.Done done = export(Format.ONNX, 32, "a.onnx");
        assertThat(Files.size(folder.resolve("a.onnx"))).isEqualTo(done.bytes()).isPositive();
        assertThat(done.network().units()).hasSize(2).last().isEqualTo(3);
        assertThatThrownBy(() -> export(Format.ONNX, 8, "b.onnx")).isInstanceOf(UserError.class)
                .hasMessage("--bits = 8: only the compact format has amplitudes of 8 bits");
        assertThat(folder.resolve("b.onnx")).doesNotExist();
    }

    @Test void mistakesAreSaidBeforeAnythingIsWritten() throws IOException {
        assertThatThrownBy(() -> export(Format.COMPACT, 7, "c")).isInstanceOf(UserError.class)
                .hasMessage("--bits = 7: must be 32 or 8");
        Path there = Files.writeString(folder.resolve("there"), "somebody's");
        assertThatThrownBy(() -> export(Format.COMPACT, 32, "there")).isInstanceOf(UserError.class)
                .hasMessage(there + ": is there already; --out takes the name of a new file");
        assertThat(there).content().isEqualTo("somebody's");
        Path nowhere = folder.resolve("no/folder/d");
        assertThatThrownBy(() -> export(Format.COMPACT, 32, "no/folder/d")).isInstanceOf(UserError.class)
                .hasMessage(nowhere + ": cannot be written (no folder above it)");
        var other = new Source("columns", Optional.of(folder.resolve("empty")));
        assertThatThrownBy(() -> Exporter.export(
                new Exporter.Settings(run.path(), Format.COMPACT, 32, folder.resolve("e"), Optional.of(other))))
                .as("examples that were asked for must be there").hasMessageContaining("empty");
        assertThat(folder.resolve("e")).doesNotExist();
    }

    /** A model file alone names no examples; a run whose examples are gone says so, and is exported. */
    @Test void withoutExamplesNothingIsCompared() throws IOException {
        Path alone = Files.copy(run.model(), folder.resolve("alone.zip"));
        Exporter.Done done = Exporter.export(
                new Exporter.Settings(alone, Format.COMPACT, 32, folder.resolve("alone.compact"), Optional.empty()));
        assertThat(done.answers()).isEmpty();
        assertThat(done.missing()).isEmpty();

        Path moved = Files.createDirectory(folder.resolve("moved"));
        Files.copy(run.model(), moved.resolve("model.zip"));
        Files.copy(run.result(), moved.resolve("result.json"));
        Files.writeString(moved.resolve("config.yaml"),
                Files.readString(run.config()).replace(folder.resolve("data").toString(), folder.resolve("gone").toString()));
        Exporter.Done far = Exporter.export(
                new Exporter.Settings(moved, Format.COMPACT, 32, folder.resolve("far.compact"), Optional.empty()));
        assertThat(far.answers()).isEmpty();
        assertThat(far.missing()).hasValueSatisfying(why -> assertThat(why).contains("gone"));
        assertThat(folder.resolve("far.compact")).hasSameBinaryContentAs(folder.resolve("alone.compact"));
    }

    @Test void aConvertedRunComputesTheSameFunction() {
        Converter.Done dense = Converter.convert(run.path(), Optional.of(Form.DENSE), Optional.empty(),
                Optional.of(folder.resolve("dense")));
        assertThat(dense.result().layers()).extracting(Converter.ConvertResult.Layer::to).containsExactly("DenseLayer",
                "OutputLayer");
        Converter.Done back = Converter.convert(dense.folder().path(), Optional.of(Form.GENERALIZED), Optional.empty(),
                Optional.of(folder.resolve("back")));
        Examples test = TinyRuns.data().test();
        double accuracy = accuracy(run, test);
        for (Converter.Done done : new Converter.Done[] {dense, back}) {
            assertThat(accuracy(done.folder(), test)).isEqualTo(accuracy);
            assertThat(done.result().keptFraction()).as("pruned weights stay 0")
                    .isEqualTo(SparsityStats.of(ModelFile.load(run.model())).keptFraction());
            assertThat(done.folder().config()).content().contains("to: " + done.result().to());
        }
        assertThatThrownBy(() -> Converter.convert(run.path(), Optional.of(Form.DENSE), Optional.empty(),
                Optional.of(folder.resolve("dense"))))
                .isInstanceOf(UserError.class).hasMessageContaining("is not empty");
    }

    private static double accuracy(RunFolder of, Examples test) {
        return Evaluation.of(new Classifier(ModelFile.load(of.model()), "it"), test, "columns").metrics().accuracy();
    }
}

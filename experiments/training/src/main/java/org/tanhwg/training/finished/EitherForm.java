package org.tanhwg.training.finished;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.tanhwg.core.compact.CompactNetwork;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.inputs.InputRecord;
import org.tanhwg.datasets.inputs.OutputRecord.Task;
import org.tanhwg.layers.io.ModelFile;
import org.tanhwg.training.evaluate.Classifier;
import org.tanhwg.training.evaluate.Evaluation.ClassAnswers;
import org.tanhwg.training.evaluate.Measured;
import org.tanhwg.training.evaluate.RegressionEvaluation.NumberAnswers;
import org.tanhwg.training.evaluate.Regressor;
import org.tanhwg.training.evaluate.Shipped;
import org.tanhwg.training.evaluate.SparsityStats;
import org.tanhwg.training.report.ReportData;
import org.tanhwg.training.run.RunFolder;

/**
 * A network that is there already: a model of Deeplearning4j, or the compact file that was made of one.
 *
 * @param file  what messages call it
 * @param model empty for a compact file, and then {@code shipped} is there
 */
record EitherForm(Path file, Optional<Model> model, Optional<Shipped> shipped, Optional<InputRecord> meaning) {

    /** @throws org.tanhwg.training.run.UserError when there is none, or it is damaged */
    static EitherForm load(Path runOrFile) {
        Optional<Shipped> shipped = Shipped.load(runOrFile);
        Path file = RunFolder.modelFile(runOrFile, "--model");
        return new EitherForm(file, shipped.isPresent() ? Optional.empty() : Optional.of(ModelFile.load(file)), shipped,
                RunData.meaning(runOrFile));
    }

    /** Whether it tells classes, as far as it is known. */
    boolean isClassifier() {
        return meaning.filter(its -> its.outputs().task() != Task.CLASSIFICATION).isEmpty();
    }

    ClassAnswers classes() {
        return shipped.isPresent() ? shipped.get().classes() : new Classifier(model.orElseThrow(), file.toString());
    }

    NumberAnswers numbers() {
        return shipped.isPresent() ? shipped.get().numbers()
                : new Regressor(model.orElseThrow(), file.toString(), meaning.orElseThrow().outputs());
    }

    SparsityStats stats() {
        return shipped.map(its -> SparsityStats.of(its.network())).orElseGet(() -> SparsityStats.of(model.orElseThrow()));
    }

    /** What a report shows of it and of its answers to test examples. */
    ReportData shown(Dataset data, Measured found) {
        List<String> outputs = data.outputs();
        Optional<CompactNetwork> compact = shipped.map(Shipped::network);
        return compact.isPresent() ? ReportData.of(compact.get(), data.test(), found, data.name(), "test", outputs)
                : ReportData.of(model.orElseThrow(), data.test(), found, data.name(), "test", outputs);
    }
}

package org.tanhwg.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tanhwg.training.evaluate.PredictionProgress;
import org.tanhwg.training.finished.Evaluator;
import org.tanhwg.training.finished.Evaluator.Source;
import org.tanhwg.training.finished.RunData;
import org.tanhwg.training.run.RunResult.FinalResult;
import org.tanhwg.training.run.RunResult.FinalResult.Scores;
import org.tanhwg.training.settings.OwnData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gnn evaluate}: measures a network on the test examples of a data set. */
@Command(name = "evaluate", description = {"Measure a network on the test examples of a data set.", ""})
final class EvaluateCommand implements Callable<Integer> {
    @Option(names = "--model", required = true, paramLabel = "RUN|FILE",
            description = "folder of a run, a model file, or a compact file of gnn export") private Path model;

    @Option(names = "--data", paramLabel = "NAME|PATH",
            description = "data set, see gnn data list, or one's own: its columns or pictures become what training made of them; all of it is measured where it has no test side"
                    + " [that of the run, else mnist]") private Optional<String> data;

    @Option(names = "--label", paramLabel = "COLUMN,...", split = ",",
            description = "columns of a table that say what is right [as in training, else the one that is no input]") private List<String> label = List
                    .of();

    @Option(names = "--data-dir", paramLabel = "DIR",
            description = "folder that holds the IDX files") private Optional<Path> dataDir;

    @Mixin private SamplingOptions sampling;

    @Option(names = "--ood", paramLabel = "NAME",
            description = "data set of another kind: does the entropy of predictions tell its examples?") private Optional<String> ood;

    @Option(names = "--ood-data-dir", paramLabel = "DIR",
            description = "folder that holds the IDX files of that data set") private Optional<Path> oodDataDir;

    @Option(names = "--shift", paramLabel = "PIXELS", defaultValue = "0",
            description = "measure also on the test images shifted by that much, in each of the four directions [${DEFAULT-VALUE}]") private int shift;

    @Option(names = "--stability", paramLabel = "EXAMPLES", arity = "0..1", defaultValue = "0", fallbackValue = "10000",
            description = "eigenvalues of the Hessian of each layer's energy on so many training examples [10000 where none are named]") private int stability;

    @Option(names = "--out", paramLabel = "DIR",
            description = "folder of this run, new or empty [runs/<time>-evaluate]") private Optional<Path> out;

    @Spec private CommandSpec spec;

    @Override public Integer call() {
        if (!label.isEmpty() && data.isEmpty())
            throw new ParameterException(spec.commandLine(), "--label needs --data, the table that has it");
        if (ood.isEmpty() && oodDataDir.isPresent())
            throw new ParameterException(spec.commandLine(), "--ood-data-dir needs --ood, the name of the data set in it");
        if (shift < 0) throw new ParameterException(spec.commandLine(), "--shift = " + shift + ": must be at least 0");
        if (stability < 0)
            throw new ParameterException(spec.commandLine(), "--stability = " + stability + ": must be at least 0");
        var settings = new Evaluator.Settings(model,
                data.map(name -> new Source(OwnData.resolve(name), dataDir, label))
                        .orElseGet(() -> RunData.orMnist(model, dataDir)),
                sampling.sampling(),
                ood.map(name -> new Source(name, oodDataDir)), shift, stability);
        Evaluator.Done done;
        try (var progress = new PredictionProgress(System.err, Gnn.terminal())) {
            done = Evaluator.evaluate(settings, out, progress);
        }
        FinalResult result = done.result().outcome();
        if (result.isRegression()) {
            Scores scores = result.scores();
            String coverage = scores.intervalCoverage() == null ? ""
                    : String.format(Locale.ROOT, "inside 90 %% intervals %.1f %%  ", 100 * scores.intervalCoverage());
            spec.commandLine().getOut().printf(Locale.ROOT, "test RMSE %.4g  MAE %.4g  R2 %.4f  %skept %.2f %%  %s%n",
                    scores.testRmse(),
                    scores.testMae(), scores.testR2(), coverage, 100 * result.keptFraction(), done.folder().path());
            return Gnn.DONE;
        }
        String auroc = ood.isEmpty() ? "" : String.format(Locale.ROOT, "AUROC %.4f  ", result.oodAuroc());
        String shifted = shift == 0 ? "" : String.format(Locale.ROOT, "shifted %.2f %%  ", 100 * result.shiftedAccuracy());
        String roc = result.scores().rocAuc() == null ? ""
                : String.format(Locale.ROOT, "ROC AUC %.4f  ", result.scores().rocAuc());
        String passes = result.scores().meanPasses() == null ? ""
                : String.format(Locale.ROOT, "passes %.1f  ", result.scores().meanPasses());
        spec.commandLine().getOut().printf(Locale.ROOT, "test %.2f %%  %sNLL %.4f  ECE %.4f  F1 %.4f  %s%s%skept %.2f %%  %s%n",
                100 * result.testAccuracy(), shifted, result.testNll(), result.testEce(), result.scores().macroF1(), roc, auroc,
                passes,
                100 * result.keptFraction(),
                done.folder().path());
        return Gnn.DONE;
    }
}

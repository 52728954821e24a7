package org.tanhwg.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.tanhwg.studies.text.TextExperiment;
import org.tanhwg.studies.text.TextResult;
import org.tanhwg.studies.text.TextRule;
import org.tanhwg.studies.text.TextSettings;
import org.tanhwg.studies.text.TextTable;
import org.tanhwg.training.run.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gnn text}: next-character prediction by recurrent networks. */
@Command(name = "text", description = {
        "Train recurrent networks to predict the next character of a text, and compare rules at equal weights and equal time.",
        "",
        "tan-hwg: generalized recurrent and output layer, errors through time. local: the same, but every synapse learns from what it sees"
                + " at its own step. adam: Deeplearning4j's SimpleRnn and Adam. The last tenth of the text is held out."
                + " Defaults are in brackets.",
        ""})
final class TextCommand implements Callable<Integer> {
    @Option(names = "--text", paramLabel = "FILE", description = "text in UTF-8") private Optional<Path> text;

    @Option(names = "--characters", paramLabel = "N", defaultValue = "1000000",
            description = "characters read of it at most [1000000]") private int characters;

    @Option(names = "--rules", paramLabel = "NAME,...", split = ",", defaultValue = "tan-hwg,local,adam",
            description = "what is compared [tan-hwg,local,adam]") private List<TextRule> rules;

    @Option(names = "--seeds", paramLabel = "N,...", split = ",", defaultValue = "1",
            description = "one network of each rule for each [1]") private List<Long> seeds;

    @Option(names = "--units", paramLabel = "N", defaultValue = "128",
            description = "units of the recurrent layer [128]") private int units;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "32", description = "excerpts in a step [32]") private int batch;

    @Option(names = "--length", paramLabel = "N", defaultValue = "64",
            description = "characters of an excerpt; errors travel back no further [64]") private int length;

    @Option(names = "--seconds", paramLabel = "X", defaultValue = "60",
            description = "processor time to train each network; how many steps that is for each rule is measured first [60]") private double seconds;

    @Option(names = "--steps", paramLabel = "N,...", split = ",",
            description = "steps of each rule instead, which makes the study exactly repeatable [as --seconds has it]") private List<Long> steps = List
                    .of();

    @Option(names = "--eta", paramLabel = "X", defaultValue = "10", description = "step size of Tan-HWG [10]") private double eta;

    @Option(names = "--kappa", paramLabel = "X", defaultValue = "0.01",
            description = "weight of the curvature in its step [0.01]") private double kappa;

    @Option(names = "--beta", paramLabel = "X", defaultValue = "0.0008",
            description = "strength of its potential, for 1000 steps: the sparsity knob, 0 keeps every weight [0.0008]") private double beta;

    @Option(names = "--rate", paramLabel = "X", defaultValue = "0.01",
            description = "step size of Adam [0.01]") private double rate;

    @Option(names = "--out", paramLabel = "DIR",
            description = "folder of the study, new or empty [runs/<time>-text]") private Optional<Path> out;

    @Option(names = "--results", paramLabel = "FILE",
            description = "Markdown page that gets the table too, such as docs/results.md") private Optional<Path> results;

    @Option(names = "--resume", paramLabel = "DIR",
            description = "go on with the study in DIR, as it was configured: networks that are trained are kept") private Optional<Path> resume;

    @Spec private CommandSpec spec;

    @Override public Integer call() {
        TextExperiment.Done done = resume.isPresent() ? resume(resume.get())
                : TextExperiment.run(settings(), out, this::print);
        results.ifPresent(page -> TextTable.write(done.result(), settings(), command(), page));
        PrintWriter printer = spec.commandLine().getOut();
        done.result().outcome().forEach((rule, end) -> printer.printf(Locale.ROOT,
                "%-8s %.3f bits per character  recurrent weights kept %.1f %%  %.0f s  %s%n", rule,
                end.bitsPerCharacter().mean(), 100 * end.keptRecurrent().mean(), end.trainSeconds().mean(),
                done.folder().path()));
        return Gnn.DONE;
    }

    /** What was typed, without where things lie. */
    private String command() {
        return spec.commandLine().getParseResult().matchedOptions().stream().map(option -> option.longestName() + " "
                + (option.longestName().equals("--text") ? "FILE" : String.join(",", option.stringValues())))
                .filter(option -> !option.matches("--(out|results|debug) .*")).collect(Collectors.joining(" ", "text ", ""));
    }

    private TextExperiment.Done resume(Path path) {
        var begun = BegunRun.open(path, spec, new TextCommand());
        return TextExperiment.resume(begun.command().settings(), begun.folder(), this::print);
    }

    private void print(TextResult.Run run) {
        PrintWriter progress = spec.commandLine().getErr();
        progress.printf(Locale.ROOT, "%s, seed %d: %.3f bits per character after %d steps, %.0f s%n", run.rule(), run.seed(),
                run.bitsPerCharacter(), run.steps(), run.trainSeconds());
        progress.flush();
    }

    private TextSettings settings() {
        Path file = text.orElseThrow(() -> new UserError("--text is missing; must be a text file"));
        try {
            return new TextSettings(file, characters, rules, seeds, units, batch, length, seconds, steps, eta, kappa, beta, rate);
        } catch (IllegalArgumentException e) {
            throw new UserError("--" + e.getMessage(), e);
        }
    }
}

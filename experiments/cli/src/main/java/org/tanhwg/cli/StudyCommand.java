package org.tanhwg.cli;

import java.io.PrintWriter;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.tanhwg.studies.Study;
import org.tanhwg.studies.StudyProgress;
import org.tanhwg.studies.StudyRun.StudyResult;
import org.tanhwg.training.run.ConfigFile;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.settings.RecordSettings;
import org.tanhwg.training.settings.SettingsReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** {@code gnn NAME} of any study: an option for each of its settings, and where they come from and the run goes to. */
@Command
final class StudyCommand<S extends Record, R extends StudyResult> implements Callable<Integer> {
    @Mixin private RunOptions place;

    @Spec private CommandSpec spec;

    private final Study<S, R> study;

    private StudyCommand(Study<S, R> study) { this.study = study; }

    /** The command of a study. */
    static CommandSpec of(Study<?, ?> study) {
        CommandSpec spec = CommandSpec.forAnnotatedObject(new StudyCommand<>(study)).name(study.name());
        var description = new ArrayList<String>();
        study.description().forEach(paragraph -> description.addAll(List.of(paragraph, "")));
        int last = description.size() - 2;
        description.set(last, description.get(last) + " Defaults are in brackets.");
        spec.usageMessage().description(description.toArray(String[]::new));
        SettingsOptions.add(spec, study.settings(), RecordSettings.standards(study.settings()), key -> false);
        if (study.table().isPresent())
            spec.addOption(OptionSpec.builder("--results").type(Path.class).paramLabel("FILE").order(103)
                    .description("Markdown page that gets a table of this run too, such as docs/results.md").build());
        return spec;
    }

    @Override public Integer call() {
        PrintWriter printer = spec.commandLine().getOut();
        Study.Done<R> done;
        try (var progress = new StudyProgress(spec.commandLine().getErr(),
                Gnn.terminal() ? Optional.of(System.err) : Optional.empty())) {
            Optional<Path> resume = place.resume();
            done = resume.isPresent() ? study.resume(RunFolder.existing(resume.get()), progress) : run(progress);
        }
        done.summary().forEach(printer::println);
        printer.println(done.folder().path());
        return Gnn.DONE;
    }

    private Study.Done<R> run(StudyProgress progress) {
        Optional<ConfigFile> file = place.file(study.keys());
        S settings = RecordSettings.read(study.settings(), SettingsOptions.given(spec, study.keys()), file);
        Study.Done<R> done = study.run(settings, place.out(file), progress);
        Path page = spec.commandLine().getParseResult().matchedOptionValue("--results", null);
        if (page != null) study.table().orElseThrow().write(done.result(), settings, command(), page);
        return done;
    }

    /** What was typed, without where it went and where things lie. */
    private String command() {
        Map<String, RecordComponent> components = SettingsReader.keys(study.settings());
        return SettingsOptions.given(spec, study.keys()).entrySet().stream().map(option -> " --" + option.getKey() + " "
                + (components.get(option.getKey()).getType() == Path.class ? "FILE" : option.getValue()))
                .collect(Collectors.joining("", study.name(), ""));
    }
}

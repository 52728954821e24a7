package org.tanhwg.training.finished;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;
import org.tanhwg.layers.io.ModelFile;
import org.tanhwg.training.report.ReportData;
import org.tanhwg.training.report.RunsReport;
import org.tanhwg.training.run.Json;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.RunResult;
import org.tanhwg.training.run.RunResult.FinalResult;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.run.Yaml;
import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;
import org.tanhwg.training.train.Measurer;
import org.tanhwg.training.train.TrainingData;

/** Reports of runs that are over, from their folders alone. */
public final class Reports {
    private Reports() {}

    /** Writes the report of a training run again. @throws UserError when a part of the folder, or its data, is missing or another */
    public static Path ofTraining(RunFolder folder) {
        RunData.elsewhere(folder).ifPresent(uri -> {
            throw new UserError(folder.path() + ": was trained on " + uri + ", which --data-uri named;"
                    + " its report cannot be written again without those examples");
        });
        TrainSettings settings = SettingsReader.read(folder);
        RunResult result = folder.read(RunResult.class);
        Measurer measurer = Measurer.of(settings, TrainingData.load(settings));
        RunData.requireUnchanged(folder, result.provenance().dataSha256(), measurer.sha256());
        Model network = ModelFile.load(folder.model());
        folder.writeReport(
                ReportData.page(result, settings, measurer.data(), network, measurer.examples(), measurer.evaluate(network),
                        measurer.outputs().names()).html());
        return folder.report();
    }

    /**
     * One report over several training runs, in a folder of its own.
     *
     * @throws UserError when one of them has no outcome, or what they predict cannot be ranked together
     */
    public static Path ofTrainings(List<RunFolder> folders, Optional<Path> out) {
        List<String> names = names(folders.stream().map(folder -> folder.path().toAbsolutePath().normalize()).toList());
        List<RunsReport.Run> runs = IntStream.range(0, folders.size()).mapToObj(i -> run(names.get(i), folders.get(i))).toList();
        requireOneKind(runs);
        RunFolder report = RunFolder.create(out, "report");
        String config = Yaml
                .text(Map.of("runs", folders.stream().map(folder -> folder.path().toAbsolutePath().normalize()).toList()));
        report.writeConfig(config);
        report.writeReport(RunsReport.page(runs).html());
        String data = runs.stream().map(run -> run.result().provenance().dataSha256()).distinct()
                .collect(Collectors.joining(" "));
        var result = new ReportResult("report", Provenance.collect(config, data, runs.get(0).result().provenance().seed()),
                IntStream.range(0, runs.size())
                        .mapToObj(i -> new ReportResult.Run(folders.get(i).path().toString(), runs.get(i).settings(),
                                runs.get(i).result().outcome()))
                        .toList());
        report.write(report.result(), file -> file.write(Json.bytes(result)));
        return report.report();
    }

    private static RunsReport.Run run(String name, RunFolder folder) {
        RunResult result = folder.read(RunResult.class);
        if (result.outcome() == null)
            throw new UserError(folder.path() + ": diverged; a report needs runs that came to their end");
        TrainSettings settings = SettingsReader.read(folder);
        Map<String, Object> values = SettingsReader.values(settings);
        RunData.elsewhere(folder).ifPresent(uri -> values.put("data", uri));
        return new RunsReport.Run(name, values, settings.measuredOn(), result);
    }

    /** Errors are in the units of what is predicted. */
    private static void requireOneKind(List<RunsReport.Run> runs) {
        RunsReport.Run first = runs.get(0);
        for (RunsReport.Run run : runs)
            if (!predicts(run).equals(predicts(first)))
                throw new UserError(run.name() + ": predicts " + predicts(run) + ", " + first.name() + " " + predicts(first)
                        + "; a report over several runs takes those that predict the same numbers, or classes alone");
    }

    private static String predicts(RunsReport.Run run) {
        if (!run.result().outcome().isRegression()) return "classes";
        RunResult.Data data = run.result().data();
        return data == null || data.targets() == null ? "numbers" : "numbers (" + String.join(", ", data.targets()) + ")";
    }

    /** The shortest ends of the paths that tell them apart. */
    static List<String> names(List<Path> paths) {
        int longest = paths.stream().mapToInt(Path::getNameCount).max().orElse(0);
        for (int length = 1;; length++) {
            int parts = length;
            List<String> names = paths.stream()
                    .map(path -> path.subpath(Math.max(0, path.getNameCount() - parts), path.getNameCount()).toString())
                    .toList();
            if (parts >= longest || names.stream().distinct().count() == names.size()) return names;
        }
    }

    /** The whole of {@code result.json} of a report over several runs. */
    public record ReportResult(String command, Provenance provenance, List<Run> runs) {
        public ReportResult { runs = List.copyOf(runs); }

        /** One run: its folder, its settings by key, and how it ended. */
        public record Run(String run, Map<String, Object> settings, @JsonProperty("final") FinalResult outcome) {}
    }
}

package org.tanhwg.studies.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.TextData;
import org.tanhwg.studies.text.TextResult.Outcome;
import org.tanhwg.studies.text.TextResult.Run;
import org.tanhwg.training.run.Json;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.RunResult.Reading;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.run.Yaml;
import org.tanhwg.training.train.Steps.Divergence;

/**
 * Runs a study and fills its folder: first {@code text.sha256}; {@code cells/RULE-SEED.zip}, the network, fifteen times in a run, and
 * {@code .json} at its end; then report and result.
 * With the steps of each rule in its settings a study is a pure function of these, times aside; without, they are measured first.
 */
public final class TextExperiment {
    private final TextSettings settings;
    private final TextData text;
    private final RunFolder folder;
    private final String config;

    private TextExperiment(TextSettings settings, TextData text, RunFolder folder) {
        this.settings = settings;
        this.text = text;
        this.folder = folder;
        this.config = Yaml.text(settings.values());
    }

    /** The result and where it was written. */
    public record Done(TextResult result, RunFolder folder) {}

    /**
     * Begins in a new folder.
     *
     * @param ended is told of each run that ends
     * @throws DataException when the text cannot be read or is too short
     * @throws UserError when the folder cannot be made or written, or is not empty, or when a network diverges
     */
    public static Done run(TextSettings settings, Optional<Path> out, Consumer<Run> ended) {
        TextData text = read(settings);
        RunFolder folder = RunFolder.create(out, "text");
        TextSettings known = settings.steps().isEmpty()
                ? settings.withSteps(settings.rules().stream().map(rule -> affordableSteps(rule, settings, text)).toList())
                : settings;
        folder.write(sum(folder), file -> file.write((text.sha256() + "\n").getBytes(StandardCharsets.US_ASCII)));
        folder.writeConfig(Yaml.text(known.values()));
        return new TextExperiment(known, text, folder).finish(ended);
    }

    /**
     * Goes on in a folder whose {@code config.yaml} says these settings: runs that ended are kept.
     *
     * @throws UserError as {@link #run}, and when the text is no longer the one that the study began with
     */
    public static Done resume(TextSettings settings, RunFolder folder, Consumer<Run> ended) {
        TextData text = read(settings);
        Path sum = sum(folder);
        try {
            if (!Files.readString(sum, StandardCharsets.US_ASCII).strip().equals(text.sha256()))
                throw new UserError(settings.text() + ": has changed since the study began (" + sum
                        + " has another sum); put the old text back, or begin anew");
        } catch (IOException e) {
            throw new UserError(
                    sum + ": cannot be read (" + UserError.reason(e) + "); must hold the SHA-256 of " + settings.text(),
                    e);
        }
        return new TextExperiment(settings, text, folder).finish(ended);
    }

    private static Path sum(RunFolder folder) {
        return folder.path().resolve("text.sha256");
    }

    private static long affordableSteps(TextRule rule, TextSettings settings, TextData text) {
        try {
            return new TextTrial(rule, settings, text).affordableSteps();
        } catch (Divergence e) {
            throw new UserError(rule + ": " + e.getMessage() + "; no network was good yet", e);
        }
    }

    private static TextData read(TextSettings settings) {
        TextData text = TextData.read(settings.text(), settings.characters());
        int least = settings.leastCharacters();
        if (text.symbols().length < least) {
            throw new DataException(settings.text().toString(),
                    "has " + text.symbols().length + " characters; must have at least "
                            + least + " for excerpts of " + settings.length());
        }
        return text;
    }

    private Done finish(Consumer<Run> ended) {
        List<Run> runs = new ArrayList<>();
        for (long seed : settings.seeds())
            for (int i = 0; i < settings.rules().size(); i++) runs.add(run(i, seed, ended));
        TextResult result = result(runs);
        folder.writeReport(TextReport.page(result, config).html());
        folder.write(folder.result(), file -> file.write(Json.bytes(result)));
        return new Done(result, folder);
    }

    private Run run(int rule, long seed, Consumer<Run> ended) {
        Path cells = folder.path().resolve("cells");
        String name = settings.rules().get(rule) + "-" + seed;
        Path cell = cells.resolve(name + ".json");
        if (Files.exists(cell)) return kept(cell);
        Path model = cells.resolve(name + ".zip");
        Run trained;
        try {
            trained = new TextTrial(settings.rules().get(rule), settings, text).train(settings.steps().get(rule), seed,
                    network -> folder.writeModel(network, model));
        } catch (Divergence e) {
            throw new UserError(name + ": " + e.getMessage()
                    + (Files.exists(model) ? "; the last good network is " + model : "; no network was good yet"), e);
        }
        folder.write(cell, file -> file.write(Json.bytes(trained)));
        ended.accept(trained);
        return trained;
    }

    private static Run kept(Path cell) {
        try {
            return Json.read(Files.readAllBytes(cell), Run.class);
        } catch (IOException e) {
            throw new UserError(cell + ": is damaged (" + UserError.reason(e) + "); delete it and it is run again", e);
        }
    }

    private TextResult result(List<Run> runs) {
        Map<String, Outcome> outcome = new LinkedHashMap<>();
        for (TextRule rule : settings.rules()) {
            List<Run> own = runs.stream().filter(run -> run.rule().equals(rule.toString())).toList();
            outcome.put(rule.toString(),
                    new Outcome(reading(own, Run::bitsPerCharacter), reading(own, Run::keptFraction),
                            reading(own, Run::keptRecurrent), own.get(0).weights(), reading(own, Run::trainSeconds),
                            reading(own, Run::charactersPerSecond)));
        }
        return new TextResult("text", Provenance.collect(config, text.sha256(), settings.seeds().get(0)), outcome,
                text.alphabet().length, new HeldOut(text).characters(), runs);
    }

    private static Reading reading(List<Run> runs, ToDoubleFunction<Run> value) {
        return Reading.of(runs.stream().mapToDouble(value).toArray());
    }
}

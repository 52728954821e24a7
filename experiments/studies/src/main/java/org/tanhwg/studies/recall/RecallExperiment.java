package org.tanhwg.studies.recall;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tanhwg.core.attractor.AttractorFile;
import org.tanhwg.core.attractor.AttractorNetwork;
import org.tanhwg.datasets.DataCatalog;
import org.tanhwg.datasets.DataPlaces;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.pattern.CorrelatedPatterns;
import org.tanhwg.datasets.pattern.ImagePatterns;
import org.tanhwg.datasets.pattern.PatternSource;
import org.tanhwg.datasets.pattern.PhasePatterns;
import org.tanhwg.datasets.pattern.RandomPatterns;
import org.tanhwg.training.run.Json;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.run.Yaml;

/**
 * Lets each rule store the same patterns and fills the run folder: {@code rules/NAME.json} and {@code networks/NAME.bin} (read by
 * {@link AttractorFile}) when a rule is done, at the end report and result.
 */
public final class RecallExperiment {
    private static final String DIGITS = "mnist";
    private static final int FAMILIES = 10;
    private static final double CORRELATION = 0.25;

    private RecallExperiment() {}

    /** The result and where it was written. */
    public record Done(RecallResult result, RunFolder folder) {}

    /**
     * Runs; a pure function of its settings, times aside.
     *
     * @throws UserError when there are too few patterns, or the folder cannot be made or written, or is not empty
     */
    public static Done run(RecallSettings settings, Optional<Path> out, RecallProgress progress) {
        Patterns patterns = patterns(settings);
        RunFolder folder = RunFolder.create(out, "recall");
        folder.writeConfig(Yaml.text(settings.values()));
        return run(settings, patterns, folder, progress);
    }

    /**
     * Goes on with a run that was not finished; rules that were are kept.
     *
     * @throws UserError when the folder cannot be read or written
     */
    public static Done resume(RecallSettings settings, RunFolder folder, RecallProgress progress) {
        return run(settings, patterns(settings), folder, progress);
    }

    private static Done run(RecallSettings settings, Patterns patterns, RunFolder folder, RecallProgress progress) {
        progress.start(settings.rules().size(), 1 + (settings.sweep() ? settings.loads().size() : 0));
        List<RecallFindings> found = new ArrayList<>();
        for (Rule rule : settings.rules()) {
            progress.began(rule.toString());
            Path file = folder.path().resolve("rules/" + rule + ".json");
            found.add(Files.exists(file) ? read(file) : study(settings, patterns.source, rule, folder, file, progress));
            progress.ended(found.get(found.size() - 1));
        }
        String config = Yaml.text(settings.values());
        Provenance provenance = patterns.sha256.map(sum -> Provenance.collect(config, sum, settings.seed()))
                .orElseGet(() -> Provenance.collect(config, settings.seed()));
        Map<String, RecallResult.Rule> rules = new LinkedHashMap<>();
        found.forEach(f -> rules.put(f.name(), f.result()));
        var result = new RecallResult("recall", provenance, settings.units(), settings.patterns(), rules);
        folder.writeReport(RecallReport.page(result, config, found).html());
        folder.write(folder.result(), stream -> stream.write(Json.bytes(result)));
        return new Done(result, folder);
    }

    /** The file of the findings comes last: a rule that has one is finished. */
    private static RecallFindings study(RecallSettings settings, PatternSource source, Rule rule, RunFolder folder, Path file,
            RecallProgress progress) {
        RecallStudy.Studied studied = RecallStudy.run(settings, source, rule, progress::measured);
        if (studied.memory() instanceof AttractorNetwork network)
            folder.write(folder.path().resolve("networks/" + rule + ".bin"), stream -> {
                var buffered = new BufferedOutputStream(stream);
                AttractorFile.write(network, buffered);
                buffered.flush();
            });
        folder.write(file, stream -> stream.write(Json.bytes(studied.findings())));
        return studied.findings();
    }

    private static RecallFindings read(Path file) {
        try {
            return Json.read(Files.readAllBytes(file), RecallFindings.class);
        } catch (IOException e) {
            throw new UserError(
                    file + ": is not what this command writes (" + UserError.reason(e) + "); remove it to measure again", e);
        }
    }

    /** Where patterns come from, and the sum of the data set if they are read. */
    private record Patterns(PatternSource source, Optional<String> sha256) {}

    private static Patterns patterns(RecallSettings settings) {
        int units = settings.units();
        long seed = settings.seed();
        Patterns patterns = switch (settings.kind()) {
            case RANDOM -> new Patterns(new RandomPatterns(units, seed), Optional.empty());
            case CORRELATED -> new Patterns(new CorrelatedPatterns(units, FAMILIES, CORRELATION, seed), Optional.empty());
            case PHASE -> new Patterns(new PhasePatterns(units, seed), Optional.empty());
            case MNIST -> {
                Dataset digits = new DataCatalog(DataPlaces.of(System.getenv(), Optional.empty())).load(DIGITS);
                yield new Patterns(new ImagePatterns(digits.train(), seed), Optional.of(digits.sha256()));
            }
        };
        check(settings, patterns.source);
        return patterns;
    }

    private static void check(RecallSettings settings, PatternSource source) {
        String kind = "--patterns-kind " + settings.kind();
        if (settings.units() != source.bits())
            throw new UserError("--units = " + settings.units() + ": must be " + source.bits() + " with " + kind);
        double most = settings.sweep() && !settings.loads().isEmpty()
                ? settings.loads().get(settings.loads().size() - 1) * settings.units() : 0;
        if (Math.max(settings.patterns(), most) > source.size())
            throw new UserError((settings.patterns() > source.size() ? "--patterns = " + settings.patterns() : "--loads")
                    + ": there are " + source.size() + " patterns with " + kind);
    }
}

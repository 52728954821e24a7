package org.tanhwg.experiments.recall;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.tanhwg.datasets.DataCatalog;
import org.tanhwg.datasets.DataPlaces;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.pattern.CorrelatedPatterns;
import org.tanhwg.datasets.pattern.ImagePatterns;
import org.tanhwg.datasets.pattern.PatternSource;
import org.tanhwg.datasets.pattern.RandomPatterns;
import org.tanhwg.experiments.result.Provenance;
import org.tanhwg.experiments.result.RecallResult;
import org.tanhwg.experiments.run.Json;
import org.tanhwg.experiments.run.Provenances;
import org.tanhwg.experiments.run.RunFolder;
import org.tanhwg.experiments.run.UserError;
import org.tanhwg.experiments.run.Yaml;

/** Lets each rule store the same patterns and fills the run folder. */
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
    public static Done run(RecallSettings settings, Optional<Path> out) {
        Optional<Dataset> data = settings.kind() == PatternKind.MNIST
                ? Optional.of(new DataCatalog(DataPlaces.of(System.getenv(), Optional.empty())).load(DIGITS))
                : Optional.empty();
        PatternSource source = data.<PatternSource>map(d -> new ImagePatterns(d.train(), settings.seed()))
                .orElseGet(() -> drawn(settings));
        check(settings, source);
        RunFolder folder = RunFolder.create(out, "recall");
        String config = Yaml.text(settings.values());
        folder.writeConfig(config);
        Map<String, RecallResult.Rule> rules = new LinkedHashMap<>();
        for (Rule rule : settings.rules()) {
            RuleFindings found = RecallStudy.run(settings, source, rule);
            rules.put(found.name(), found.result());
        }
        Provenance provenance = data.map(d -> Provenances.collect(config, d.sha256(), settings.seed()))
                .orElseGet(() -> Provenances.collect(config, settings.seed()));
        var result = new RecallResult("recall", provenance, settings.units(), settings.patterns(), rules);
        folder.write(folder.result(), stream -> stream.write(Json.bytes(result)));
        return new Done(result, folder);
    }

    private static PatternSource drawn(RecallSettings settings) {
        return settings.kind() == PatternKind.RANDOM ? new RandomPatterns(settings.units(), settings.seed())
                : new CorrelatedPatterns(settings.units(), FAMILIES, CORRELATION, settings.seed());
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

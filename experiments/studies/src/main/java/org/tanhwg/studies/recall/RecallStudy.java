package org.tanhwg.studies.recall;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tanhwg.core.attractor.AttractorFile;
import org.tanhwg.core.attractor.AttractorNetwork;
import org.tanhwg.datasets.DataCatalog;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.pattern.PatternSource;
import org.tanhwg.datasets.pattern.PatternSource.CorrelatedPatterns;
import org.tanhwg.datasets.pattern.PatternSource.ImagePatterns;
import org.tanhwg.datasets.pattern.PatternSource.PhasePatterns;
import org.tanhwg.datasets.pattern.PatternSource.RandomPatterns;
import org.tanhwg.studies.Study;
import org.tanhwg.studies.StudyFolder;
import org.tanhwg.studies.StudyRun;
import org.tanhwg.studies.recall.RecallSettings.PatternKind;
import org.tanhwg.training.run.UserError;

/**
 * {@code gnn recall}: lets each rule store the patterns, and fills its folder with {@code networks/NAME.bin} (read by {@link AttractorFile}) and
 * {@code rules/NAME.json} when a rule is done.
 */
public final class RecallStudy implements StudyRun<RecallResult> {
    public static final Study<RecallSettings, RecallResult> STUDY = new Study<>("recall", RecallSettings.class,
            RecallResult.class, RecallStudy::new,
            "Store patterns of bits, or of phases in complex numbers, in recurrent networks by several rules and recall them from damaged cues.",
            "Rules: hebb, storkey (bits only), pseudo-inverse, hopfield (softmax memory), tan-hwg (local learning with the potential --beta), tan-hwg-sparse"
                    + " (the same with potential " + RecallRule.SPARSE_BETA
                    + ", which prunes more than half of the synapses). All see the same patterns and cues.")
            .with(RecallReport::publish);
    private static final String DIGITS = "mnist";
    private static final int FAMILIES = 10;
    private static final double CORRELATION = 0.25;

    private final RecallSettings settings;
    private final PatternSource patterns;
    private final Optional<String> dataSha256;

    /**
     * What was found of one rule: {@code rules/NAME.json}.
     *
     * @param examples first cues, each of another pattern and equal for all rules
     */
    record Found(String name, RecallResult.Rule result, List<Example> examples) {
        Found {
            examples = List.copyOf(examples);
        }
    }

    /** A pattern, its cue and what was recalled, a number for each unit; and the energies on the way. The arrays are not copied. */
    record Example(float[] pattern, float[] cue, float[] end, double[] energies) {}

    /** @throws UserError when there are too few patterns */
    RecallStudy(RecallSettings settings) {
        this.settings = settings;
        Optional<Dataset> digits = settings.patternsKind() == PatternKind.MNIST
                ? Optional.of(DataCatalog.standard().load(DIGITS))
                : Optional.empty();
        int units = settings.units();
        long seed = settings.seed();
        patterns = switch (settings.patternsKind()) {
            case RANDOM -> new RandomPatterns(units, seed);
            case CORRELATED -> new CorrelatedPatterns(units, FAMILIES, CORRELATION, seed);
            case PHASE -> new PhasePatterns(units, seed);
            case MNIST -> new ImagePatterns(digits.orElseThrow().train(), seed);
        };
        dataSha256 = digits.map(Dataset::sha256);
        String kind = "--patterns-kind " + settings.patternsKind();
        if (units != patterns.bits())
            throw new UserError("--units = " + units + ": must be " + patterns.bits() + " with " + kind);
        double most = settings.sweep() && !settings.loads().isEmpty()
                ? settings.loads().get(settings.loads().size() - 1) * units : 0;
        if (Math.max(settings.patterns(), most) > patterns.size())
            throw new UserError((settings.patterns() > patterns.size() ? "--patterns = " + settings.patterns() : "--loads")
                    + ": there are " + patterns.size() + " patterns with " + kind);
    }

    @Override public RecallSettings settings() { return settings; }

    @Override public RecallResult run(StudyFolder folder) {
        folder.progress().start(settings.rules().size(), 1 + (settings.sweep() ? settings.loads().size() : 0));
        Map<String, RecallResult.Rule> rules = new LinkedHashMap<>();
        for (RecallRule rule : settings.rules()) {
            folder.progress().began(rule.toString());
            Found found = found(rule, folder);
            folder.progress().ended(line(found.name, found.result));
            rules.put(found.name, found.result);
        }
        return new RecallResult("recall", folder.provenance(dataSha256, settings.seed()), settings.units(), settings.patterns(),
                rules);
    }

    private Found found(RecallRule rule, StudyFolder folder) {
        return folder.keep("rules/" + rule + ".json", Found.class, () -> {
            RuleTrial.Outcome outcome = RuleTrial.run(settings, patterns, rule, folder.progress()::step);
            if (outcome.memory() instanceof AttractorNetwork network)
                folder.write("networks/" + rule + ".bin", stream -> AttractorFile.write(network, stream));
            return outcome.found();
        });
    }

    @Override public Report report(RecallResult result, StudyFolder folder) {
        return RecallReport.of(result, settings.rules().stream().map(rule -> found(rule, folder)).toList());
    }

    @Override public List<String> summary(RecallResult result) {
        return result.rules().entrySet().stream().map(rule -> line(rule.getKey(), rule.getValue())).toList();
    }

    private static String line(String name, RecallResult.Rule rule) {
        String capacity = rule.capacity() == null ? ""
                : String.format(Locale.ROOT, "  capacity %s%.3f", rule.capacity().limited() ? "at least " : "",
                        rule.capacity().load());
        return String.format(Locale.ROOT, "%-16s  recovered %5.1f %%  stable %5.1f %%  kept %5.1f %%%s", name,
                100 * rule.recovered(), 100 * rule.stable(), 100 * rule.kept(), capacity);
    }
}

package org.tanhwg.studies.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.TextData;
import org.tanhwg.studies.Study;
import org.tanhwg.studies.StudyFolder;
import org.tanhwg.studies.StudyRun;
import org.tanhwg.studies.text.TextResult.Outcome;
import org.tanhwg.studies.text.TextResult.Run;
import org.tanhwg.studies.text.TextSettings.TextRule;
import org.tanhwg.training.run.RunResult.Reading;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.train.Steps.Divergence;

/**
 * {@code gnn text}: fills its folder with {@code text.sha256} first, and for each network with {@code cells/RULE-SEED.zip}, fifteen times in a
 * training, and {@code .json} at its end.
 *
 * <p>With the steps of each rule in its settings a run is a pure function of these, times aside; without, they are measured before it begins.
 */
public final class TextStudy implements StudyRun<TextResult> {
    public static final Study<TextSettings, TextResult> STUDY = new Study<>("text", TextSettings.class, TextResult.class,
            TextStudy::new,
            "Train recurrent networks to predict the next character of a text, and compare rules at equal weights and equal time.",
            "tan-hwg: generalized recurrent and output layer, errors through time. local: the same, but every synapse learns from what it sees"
                    + " at its own step. adam: Deeplearning4j's SimpleRnn and Adam. The last tenth of the text is held out.")
            .with(TextReport::publish);
    private static final String SUM = "text.sha256";

    private final TextData text;
    private final Optional<TextData> other;
    private TextSettings settings;

    /** @throws DataException when the text cannot be read or is too short */
    TextStudy(TextSettings settings) {
        this.settings = settings;
        text = TextData.read(settings.text(), settings.characters());
        other = Optional.ofNullable(settings.other())
                .map(file -> TextData.read(file, settings.characters()).spelt(text.alphabet()));
        int least = settings.leastCharacters();
        if (other.filter(its -> its.symbols().length < least).isPresent())
            throw new DataException(settings.other().toString(),
                    "has too few characters of " + settings.text() + "; must have at least "
                            + least);
        if (text.symbols().length < least)
            throw new DataException(settings.text().toString(), "has " + text.symbols().length
                    + " characters; must have at least " + least + " for excerpts of " + settings.length());
    }

    @Override public TextSettings settings() { return settings; }

    @Override public void begin() {
        if (settings.steps().isEmpty())
            settings = settings.withSteps(settings.rules().stream().map(this::affordableSteps).toList());
    }

    private long affordableSteps(TextRule rule) {
        try {
            return new TextTrial(rule, settings, text, other).affordableSteps();
        } catch (Divergence e) {
            throw new UserError(rule + ": " + e.getMessage() + "; no network was good yet", e);
        }
    }

    /** @throws UserError also when a network diverges, or the text is no longer the one that the run began with */
    @Override public TextResult run(StudyFolder folder) {
        requireSameText(folder);
        folder.progress().start(settings.seeds().size() * settings.rules().size(), 1);
        List<Run> runs = new ArrayList<>();
        for (long seed : settings.seeds())
            for (int i = 0; i < settings.rules().size(); i++) runs.add(run(i, seed, folder));
        Map<String, Outcome> outcome = new LinkedHashMap<>();
        for (TextRule rule : settings.rules()) {
            List<Run> own = runs.stream().filter(run -> run.rule().equals(rule.toString())).toList();
            outcome.put(rule.toString(),
                    new Outcome(reading(own, Run::bitsPerCharacter), reading(own, Run::keptFraction),
                            reading(own, Run::keptRecurrent), own.get(0).weights(), reading(own, Run::trainSeconds),
                            reading(own, Run::charactersPerSecond), doubt(own, Run::sampledBits), doubt(own, Run::epistemic),
                            doubt(own, Run::epistemicOther)));
        }
        return new TextResult("text", folder.provenance(Optional.of(text.sha256()), settings.seeds().get(0)), outcome,
                text.alphabet().length, new HeldOutText(text).characters(), runs);
    }

    private void requireSameText(StudyFolder folder) {
        Path sum = folder.path(SUM);
        if (!Files.exists(sum) && !Files.exists(folder.path("cells"))) // at the start
            folder.write(SUM, file -> file.write((text.sha256() + "\n").getBytes(StandardCharsets.US_ASCII)));
        try {
            if (!Files.readString(sum, StandardCharsets.US_ASCII).strip().equals(text.sha256()))
                throw new UserError(settings.text() + ": has changed since the study began (" + sum
                        + " has another sum); put the old text back, or begin anew");
        } catch (IOException e) {
            throw new UserError(
                    sum + ": cannot be read (" + UserError.reason(e) + "); must hold the SHA-256 of " + settings.text(), e);
        }
    }

    private Run run(int i, long seed, StudyFolder folder) {
        TextRule rule = settings.rules().get(i);
        String name = rule + "-" + seed;
        folder.progress().began(name);
        Path model = folder.path("cells/" + name + ".zip");
        Run run = folder.keep("cells/" + name + ".json", Run.class,
                () -> train(rule, settings.steps().get(i), seed, model, network -> folder.folder().writeModel(network, model)));
        folder.progress().ended(String.format(Locale.ROOT, "%s, seed %d: %.3f bits per character after %d steps, %.0f s", rule,
                seed, run.bitsPerCharacter(), run.steps(), run.trainSeconds()));
        return run;
    }

    private Run train(TextRule rule, long steps, long seed, Path model, Consumer<MultiLayerNetwork> good) {
        try {
            return new TextTrial(rule, settings, text, other).train(steps, seed, good);
        } catch (Divergence e) {
            throw new UserError(rule + "-" + seed + ": " + e.getMessage()
                    + (Files.exists(model) ? "; the last good network is " + model : "; no network was good yet"), e);
        }
    }

    private static Reading reading(List<Run> runs, ToDoubleFunction<Run> value) {
        return Reading.of(runs.stream().mapToDouble(value).toArray());
    }

    /** Null where there is none. */
    private static Reading doubt(List<Run> runs, Function<Run, Double> value) {
        return value.apply(runs.get(0)) == null ? null : reading(runs, value::apply);
    }

    @Override public Report report(TextResult result, StudyFolder folder) { return TextReport.of(result); }

    @Override public List<String> summary(TextResult result) {
        return result.outcome().entrySet().stream().map(e -> String.format(Locale.ROOT,
                "%-8s %.3f bits per character%s  recurrent weights kept %.1f %%  %.0f s", e.getKey(),
                e.getValue().bitsPerCharacter().mean(), doubt(e.getValue()), 100 * e.getValue().keptRecurrent().mean(),
                e.getValue().trainSeconds().mean())).toList();
    }

    private static String doubt(Outcome end) {
        if (end.sampledBits() == null) return "";
        String other = end.epistemicOther() == null ? ""
                : String.format(Locale.ROOT, ", another author %.4f", end.epistemicOther().mean());
        return String.format(Locale.ROOT, ", sampled %.3f, epistemic %.4f%s", end.sampledBits().mean(), end.epistemic().mean(),
                other);
    }
}

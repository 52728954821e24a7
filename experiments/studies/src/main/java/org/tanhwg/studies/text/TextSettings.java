package org.tanhwg.studies.text;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.tanhwg.core.Checks;
import org.tanhwg.training.settings.Setting;

/** Everything that decides a run of {@code gnn text}; {@code steps} are empty until they are known. */
public record TextSettings(
        @Setting(value = "text in UTF-8", label = "FILE") Path text,
        @Setting(value = "characters read of it at most; the last tenth is held out", standard = "1000000") int characters,
        @Setting(value = "what is compared", label = "NAME,...", standard = "tan-hwg,local,adam") List<TextRule> rules,
        @Setting(value = "one network of each rule for each", label = "N,...", standard = "1") List<Long> seeds,
        @Setting(value = "units of the recurrent layer", standard = "128") int units,
        @Setting(value = "excerpts in a step", standard = "32") int batch,
        @Setting(value = "characters of an excerpt; errors travel back no further", standard = "64") int length,
        @Setting(
                value = "processor time to train each network; how many steps that is for each rule is measured first",
                standard = "60") double seconds,
        @Setting(
                value = "steps of each rule instead, which makes the study exactly repeatable",
                label = "N,...", otherwise = "as --seconds has it") List<Long> steps,
        @Setting(value = "step size of Tan-HWG", standard = "10") double eta,
        @Setting(value = "weight of the curvature in its step", standard = "0.01") double kappa,
        @Setting(
                value = "strength of its potential in 1000 steps, others keep β√steps: the sparsity knob, 0 keeps every weight",
                standard = "0.0008") double beta,
        @Setting(value = "step size of Adam", standard = "0.01") double rate,
        @Setting(value = "text of another author, on which the doubt of the rule gaussian is measured too",
                label = "FILE") Path other,
        @Setting(value = "temperature of its laws in units of 1/characters", standard = "0.01") double temperature) {
    private static final double HELD_OUT = 0.1;

    /** @throws IllegalArgumentException naming the option, its value and its range */
    public TextSettings {
        if (text == null) throw new IllegalArgumentException("text is missing; must be a text file");
        text = text.toAbsolutePath().normalize();
        if (other != null) other = other.toAbsolutePath().normalize();
        rules = List.copyOf(rules);
        seeds = List.copyOf(seeds);
        steps = steps == null ? List.of() : List.copyOf(steps);
        Checks.atLeast("units", units, 1);
        Checks.atLeast("batch", batch, 1);
        Checks.atLeast("length", length, 2);
        Checks.atLeast("characters", characters, 1);
        Checks.positive("seconds", seconds);
        Checks.positive("eta", eta);
        Checks.nonNegative("kappa", kappa);
        Checks.nonNegative("beta", beta);
        Checks.positive("rate", rate);
        Checks.nonNegative("temperature", temperature);
        if (other != null && !rules.contains(TextRule.GAUSSIAN))
            throw new IllegalArgumentException("other = " + other + ": needs the rule gaussian, whose doubt is measured");
        requireDistinct("rules", rules);
        requireDistinct("seeds", seeds);
        if (!steps.isEmpty() && steps.size() != rules.size())
            throw new IllegalArgumentException(
                    "steps = " + joined(steps) + ": must be one number for each of the " + rules.size() + " rules");
        if (steps.stream().anyMatch(n -> n < 1))
            throw new IllegalArgumentException("steps = " + joined(steps) + ": must be whole numbers >= 1");
    }

    private static void requireDistinct(String name, List<?> values) {
        if (values.isEmpty() || values.stream().distinct().count() < values.size())
            throw new IllegalArgumentException(name + " = " + joined(values) + ": must be one or more, each once");
    }

    private static String joined(List<?> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    TextSettings withSteps(List<Long> known) {
        return new TextSettings(text, characters, rules, seeds, units, batch, length, seconds, known, eta, kappa, beta, rate,
                other,
                temperature);
    }

    /** Enough for an excerpt to train on, and a few held-out characters for each stream. */
    int leastCharacters() {
        return Math.max(1000, 4 * length);
    }

    /** Place where the held-out part of a text of that length begins. */
    static int heldOutFrom(int length) {
        return (int) (length * (1 - HELD_OUT));
    }

    /** What trains a recurrent network on a text. */
    public enum TextRule {
        /** Tan–HWG on generalized layers, errors through time. */
        TAN_HWG("tan-hwg"),
        /** The same with normal laws of the amplitudes, which are drawn anew at each step. */
        GAUSSIAN("gaussian"),
        /** Tan–HWG on generalized layers, each synapse from what it sees at its own step: nothing travels back through time. */
        LOCAL("local"),
        /** Adam on Deeplearning4j's SimpleRnn and RnnOutputLayer, errors through time. */
        ADAM("adam");

        private final String name;

        TextRule(String name) { this.name = name; }

        /** As on the command line and in results. */
        @Override public String toString() { return name; }
    }
}

package org.tanhwg.studies.text;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.tanhwg.core.Checks;

/**
 * Everything that decides a study; {@code gnn text} has an option for each component.
 *
 * @param text file
 * @param characters that are read of it; the last tenth is held out
 * @param rules what is compared
 * @param seeds one run of each rule for each
 * @param units of the recurrent layer
 * @param batch excerpts in a step of training
 * @param length of an excerpt: errors travel back no further
 * @param seconds of processor time that training a network takes; decides the steps where these are not given
 * @param steps of training, one number for each rule; empty until they are known
 * @param eta step size of Tan–HWG
 * @param kappa weight of the curvature in its step
 * @param beta strength of its potential in a training of 1000 steps; scaled to keep β√steps in others
 * @param rate step size of Adam
 */
public record TextSettings(Path text, int characters, List<TextRule> rules, List<Long> seeds, int units, int batch, int length,
        double seconds, List<Long> steps, double eta, double kappa, double beta, double rate) {
    private static final double HELD_OUT = 0.1;

    /** @throws IllegalArgumentException naming the option, its value and its range */
    public TextSettings {
        text = text.toAbsolutePath().normalize();
        rules = List.copyOf(rules);
        seeds = List.copyOf(seeds);
        steps = List.copyOf(steps);
        Checks.atLeast("units", units, 1);
        Checks.atLeast("batch", batch, 1);
        Checks.atLeast("length", length, 2);
        Checks.atLeast("characters", characters, 1);
        Checks.positive("seconds", seconds);
        Checks.positive("eta", eta);
        Checks.nonNegative("kappa", kappa);
        Checks.nonNegative("beta", beta);
        Checks.positive("rate", rate);
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
        return new TextSettings(text, characters, rules, seeds, units, batch, length, seconds, known, eta, kappa, beta, rate);
    }

    /** Enough for an excerpt to train on, and a few held-out characters for each stream. */
    int leastCharacters() {
        return Math.max(1000, 4 * length);
    }

    /** Place where the held-out part of a text of that length begins. */
    static int heldOutFrom(int length) {
        return (int) (length * (1 - HELD_OUT));
    }

    /** By option, in the order of the components. */
    public Map<String, Object> values() {
        var values = new LinkedHashMap<String, Object>();
        values.put("text", text.toString());
        values.put("characters", characters);
        values.put("rules", joined(rules));
        values.put("seeds", joined(seeds));
        values.put("units", units);
        values.put("batch", batch);
        values.put("length", length);
        values.put("seconds", seconds);
        if (!steps.isEmpty()) values.put("steps", joined(steps));
        values.put("eta", eta);
        values.put("kappa", kappa);
        values.put("beta", beta);
        values.put("rate", rate);
        return values;
    }
}

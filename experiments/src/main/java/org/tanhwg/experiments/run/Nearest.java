package org.tanhwg.experiments.run;

import java.util.Collection;
import java.util.Comparator;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Guesses what a user meant by a word that is not known. */
public final class Nearest {
    private Nearest() {}

    /** {@code "; did you mean X?"} for the nearest known word if it is near enough, else a list of the words; each with {@code prefix}. */
    public static String hint(String word, Collection<String> known, String prefix) {
        var distance = new LevenshteinDistance();
        return known.stream().min(Comparator.comparingInt(k -> distance.apply(word, k)))
                .filter(k -> distance.apply(word, k) <= Math.max(1, Math.min(word.length(), k.length()) / 2)) //
                .map(k -> "; did you mean " + prefix + k + "?") //
                .orElseGet(() -> "; known: " + prefix + String.join(", " + prefix, known));
    }
}

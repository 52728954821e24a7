package org.tanhwg.training.run;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Guesses what a user meant by a word that is not known. */
public final class Nearest {
    private Nearest() {}

    /** The known word with the fewest edits, if they are no more than half of it. */
    public static Optional<String> to(String word, Collection<String> known) {
        var distance = new LevenshteinDistance();
        return known.stream().min(Comparator.comparingInt(k -> distance.apply(word, k)))
                .filter(k -> distance.apply(word, k) <= k.length() / 2);
    }
}

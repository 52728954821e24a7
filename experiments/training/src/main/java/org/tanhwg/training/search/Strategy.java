package org.tanhwg.training.search;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How candidates are chosen. */
public enum Strategy {
    /** Each by itself, by chance. */
    RANDOM,
    /** Every combination of a few values of each setting; a random part of them when there are more than asked for. */
    GRID,
    /** In generations: a child has each of its settings from one of two good parents, or by chance. */
    GENETIC;

    @JsonValue
    @Override public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

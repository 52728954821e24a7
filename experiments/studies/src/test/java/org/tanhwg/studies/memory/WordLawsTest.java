package org.tanhwg.studies.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WordLawsTest {
    private static final List<List<String>> TOPICS = List.of(List.of("sea", "ship", "sail", "wave", "harbour"),
            List.of("tree", "leaf", "root", "bark", "forest"));

    /** Sentences about one of two things, with words that say nothing. */
    static String text(int sentences) {
        var random = new SplittableRandom(7);
        return IntStream.range(0, sentences).mapToObj(i -> {
            List<String> topic = TOPICS.get(random.nextInt(2));
            List<String> words = new ArrayList<>();
            for (int k = 0; k < 8; k++) words.add(topic.get(random.nextInt(5)) + (k % 3 == 0 ? " the" : ""));
            return "A " + String.join(" ", words) + ".\n";
        }).collect(Collectors.joining());
    }

    @Test void wordsOfOneTopicHaveSimilarLaws() {
        String text = text(1200) + "seldom";
        List<String> words = WordLaws.vocabulary(text, 100);
        assertThat(words).hasSize(12).startsWith("the").contains("a", "harbour").doesNotContain("seldom");
        assertThat(WordLaws.vocabulary(text, 3)).isEqualTo(words.subList(0, 3));
        WordLaws laws = WordLaws.learn(text, words, 2, new SplittableRandom(1));
        int sea = words.indexOf("sea"), ship = words.indexOf("ship"), tree = words.indexOf("tree");
        assertThat(distance(laws.stored()[sea], laws.stored()[ship]))
                .isLessThan(distance(laws.stored()[sea], laws.stored()[tree]) / 4);
        assertThat(distance(laws.stored()[sea], laws.heldOut()[sea]))
                .isLessThan(distance(laws.stored()[sea], laws.stored()[tree]) / 4);
    }

    private static double distance(double[] x, double[] y) {
        return Math.sqrt(IntStream.range(0, x.length).mapToDouble(k -> (x[k] - y[k]) * (x[k] - y[k])).sum());
    }
}

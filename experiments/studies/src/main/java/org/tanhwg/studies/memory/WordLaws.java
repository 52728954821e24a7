package org.tanhwg.studies.memory;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Words as normal laws: mean and deviations of the contexts that a word occurs in, each context the average of its words' vectors.
 *
 * <p>The vectors are the rows of the positive pointwise mutual information of words within a window, projected on its dominant subspace.
 * Chunks of the text go to two halves in turn. Vectors come from the first half; laws are learned on each, so that the two laws of a word
 * share nothing else.
 *
 * @param words the most frequent first
 * @param stored [mean, deviations] of each word, learned on the first half
 * @param heldOut the same on the second half
 */
record WordLaws(List<String> words, double[][] stored, double[][] heldOut) {
    /** Occurrences in either half that a word needs. */
    static final int LEAST = 10;
    private static final Pattern WORD = Pattern.compile("\\p{L}+(?:['’]\\p{L}+)?");
    private static final int CHUNK = 1000;
    private static final int WINDOW = 4;
    private static final int ITERATIONS = 15;

    /** The words of a text that occur often enough, the most frequent first, {@code most} of them. */
    static List<String> vocabulary(String text, int most) {
        Map<String, int[]> counts = new HashMap<>();
        List<String> tokens = tokens(text);
        for (int t = 0; t < tokens.size(); t++) counts.computeIfAbsent(tokens.get(t), word -> new int[2])[half(t)]++;
        Comparator<String> byCount = Comparator.comparingInt(word -> -counts.get(word)[0] - counts.get(word)[1]);
        return counts.keySet().stream().filter(word -> Math.min(counts.get(word)[0], counts.get(word)[1]) >= LEAST)
                .sorted(byCount.thenComparing(Comparator.naturalOrder())).limit(most).toList();
    }

    /** Learns the laws of the words of a vocabulary. @param dimension of the laws, at most the number of words */
    static WordLaws learn(String text, List<String> words, int dimension, RandomGenerator random) {
        Map<String, Integer> index = new HashMap<>();
        for (String word : words) index.put(word, index.size());
        int[] ids = tokens(text).stream().mapToInt(token -> index.getOrDefault(token, -1)).toArray();
        double[][] vectors = vectors(ids, words.size(), dimension, random);
        return new WordLaws(words, laws(ids, 0, vectors), laws(ids, 1, vectors));
    }

    private static List<String> tokens(String text) {
        return WORD.matcher(text).results().map(MatchResult::group).map(word -> word.toLowerCase(Locale.ROOT)).toList();
    }

    private static int half(int token) { return token / CHUNK % 2; }

    /** Calls back for each known word near token {@code t}, in the same chunk. */
    private static void eachNear(int[] ids, int t, IntConsumer word) {
        for (int s = Math.max(t - WINDOW, t / CHUNK * CHUNK); s <= t + WINDOW && s < ids.length && s / CHUNK == t / CHUNK; s++)
            if (s != t && ids[s] >= 0) word.accept(ids[s]);
    }

    private static double[][] vectors(int[] ids, int words, int dimension, RandomGenerator random) {
        double[][] information = new double[words][words];
        for (int t = 0; t < ids.length; t++) {
            int word = ids[t];
            if (word >= 0 && half(t) == 0) eachNear(ids, t, near -> information[word][near]++);
        }
        double[] totals = IntStream.range(0, words)
                .mapToDouble(i -> IntStream.range(0, words).mapToDouble(j -> information[i][j]).sum())
                .toArray();
        double all = IntStream.range(0, words).mapToDouble(i -> totals[i]).sum();
        for (int i = 0; i < words; i++)
            for (int j = 0; j < words; j++)
                information[i][j] = information[i][j] == 0 ? 0
                        : Math.max(0, Math.log(information[i][j] * all / (totals[i] * totals[j])));

        double[][] basis = Orthonormal.random(dimension, words, random);
        for (int k = 0; k < ITERATIONS; k++) {
            for (int b = 0; b < dimension; b++) basis[b] = times(information, basis[b]);
            Orthonormal.straighten(basis);
        }
        double[][] vectors = new double[words][dimension];
        for (int b = 0; b < dimension; b++) {
            double[] column = times(information, basis[b]);
            for (int i = 0; i < words; i++) vectors[i][b] = column[i];
        }
        return vectors;
    }

    private static double[] times(double[][] symmetric, double[] vector) {
        double[] product = new double[vector.length];
        for (int i = 0; i < product.length; i++) {
            double[] row = symmetric[i];
            for (int j = 0; j < row.length; j++) product[i] += row[j] * vector[j];
        }
        return product;
    }

    private static double[][] laws(int[] ids, int half, double[][] vectors) {
        int d = vectors[0].length;
        double[][] laws = new double[vectors.length][2 * d];
        int[] contexts = new int[vectors.length];
        for (int t = 0; t < ids.length; t++) {
            if (ids[t] < 0 || half(t) != half) continue;
            double[] sum = new double[d + 1];
            eachNear(ids, t, near -> {
                for (int k = 0; k < d; k++) sum[k] += vectors[near][k];
                sum[d]++;
            });
            if (sum[d] == 0) continue;
            contexts[ids[t]]++;
            for (int k = 0; k < d; k++) {
                laws[ids[t]][k] += sum[k] / sum[d];
                laws[ids[t]][d + k] += sum[k] / sum[d] * (sum[k] / sum[d]);
            }
        }
        for (int i = 0; i < laws.length; i++) {
            for (int k = 0; k < d; k++) {
                double mean = contexts[i] == 0 ? 0 : laws[i][k] / contexts[i],
                        square = contexts[i] == 0 ? 0 : laws[i][d + k] / contexts[i];
                laws[i][k] = mean;
                laws[i][d + k] = Math.sqrt(Math.max(0, square - mean * mean));
            }
        }
        return laws;
    }
}

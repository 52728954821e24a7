package org.tanhwg.training.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.tanhwg.training.search.SearchData.Column;
import org.tanhwg.training.search.SearchData.Share;

/**
 * How much of an objective one setting alone explains: Fisher's correlation ratio η², the variance between groups of candidates over the whole variance, of the
 * ranks of the objective. Numbers are grouped by quartile, others by value.
 */
final class Importance {
    /** With fewer candidates every ratio is chance. */
    static final int FEWEST = 8;
    private static final int GROUPS = 4;
    private static final int SHUFFLES = 200;
    private static final double CHANCE = 95;

    private Importance() {}

    /**
     * Shares of all columns, the highest first.
     *
     * @param columns values by candidate
     * @param costs of the candidates to be looked at; NaN for all others
     */
    static List<Share> of(List<Column> columns, double[] costs) {
        int[] seen = IntStream.range(0, costs.length).filter(i -> !Double.isNaN(costs[i])).toArray();
        if (seen.length < FEWEST) return List.of();
        double[] ranks = new NaturalRanking().rank(IntStream.of(seen).mapToDouble(i -> costs[i]).toArray());
        return columns.stream().map(column -> {
            int[] groups = groups(IntStream.of(seen).mapToDouble(i -> column.values()[i]).toArray(), !column.names().isEmpty());
            return new Share(column.name(), ratio(groups, ranks), chance(groups, ranks));
        }).sorted(Comparator.comparingDouble(Share::share).reversed()).toList();
    }

    /** Group of each value; equal values are in one group, and so are all NaN. */
    static int[] groups(double[] values, boolean categories) {
        double[] distinct = Arrays.stream(values).distinct().sorted().toArray();
        int[] groups = new int[values.length];
        double[] ranks = new NaturalRanking()
                .rank(Arrays.stream(values).map(v -> Double.isNaN(v) ? -Double.MAX_VALUE : v).toArray());
        for (int i = 0; i < values.length; i++) {
            groups[i] = categories || distinct.length <= GROUPS ? Arrays.binarySearch(distinct, values[i])
                    : Math.min(GROUPS - 1, (int) (GROUPS * (ranks[i] - .5) / values.length));
        }
        return groups;
    }

    /** Variance between the groups over the whole variance, in [0, 1]; 0 when nothing varies. */
    static double ratio(int[] groups, double[] values) {
        double mean = new Mean().evaluate(values);
        int count = Arrays.stream(groups).max().orElse(0) + 1;
        double[] sums = new double[count];
        int[] sizes = new int[count];
        double whole = 0;
        for (int i = 0; i < values.length; i++) {
            sums[groups[i]] += values[i] - mean;
            sizes[groups[i]]++;
            whole += (values[i] - mean) * (values[i] - mean);
        }
        double between = 0;
        for (int g = 0; g < count; g++) if (sizes[g] > 0) between += sums[g] * sums[g] / sizes[g];
        return whole == 0 ? 0 : between / whole;
    }

    private static double chance(int[] groups, double[] values) {
        var random = new Random(1);
        List<Double> shuffled = new ArrayList<>(Arrays.stream(values).boxed().toList());
        double[] ratios = IntStream.range(0, SHUFFLES).mapToDouble(i -> {
            Collections.shuffle(shuffled, random);
            return ratio(groups, shuffled.stream().mapToDouble(Double::doubleValue).toArray());
        }).toArray();
        return new Percentile().evaluate(ratios, CHANCE);
    }
}

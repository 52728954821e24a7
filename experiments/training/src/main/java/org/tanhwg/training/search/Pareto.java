package org.tanhwg.training.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tanhwg.training.search.SearchResult.CandidateResult;
import org.tanhwg.training.search.SearchResult.CandidateResult.Status;
import org.tanhwg.training.search.SearchSettings.Objective;

/** Order among vectors of costs: one dominates another when it is nowhere higher and somewhere lower. */
final class Pareto {
    private Pareto() {}

    static boolean dominates(double[] a, double[] b) {
        boolean lower = false;
        for (int k = 0; k < a.length; k++) {
            if (a[k] > b[k]) return false;
            lower |= a[k] < b[k];
        }
        return lower;
    }

    /** Indices of the candidates that came to their end and that no other such candidate dominates, by the first objective, the best first. */
    static List<Integer> front(List<CandidateResult> candidates, List<Objective> objectives) {
        List<CandidateResult> done = candidates.stream().filter(c -> c.status() == Status.DONE).toList();
        return front(costs(done, objectives));
    }

    /**
     * The candidate of the front to take: the best in the first objective, or, where weights or multiply-adds count too, the one with the fewest whose accuracy is within one
     * standard error of the best accuracy (the rule of L. Breiman, J. Friedman, R. Olshen, C. Stone, Classification and Regression Trees, 1984).
     *
     * @param examples on which the accuracies were measured
     * @param drop points of accuracy, or per cent of the error of numbers, that weights may cost, instead of one standard error; null for that
     */
    static Optional<CandidateResult> best(List<CandidateResult> candidates, List<Objective> objectives, int examples,
            Double drop) {
        List<Integer> front = front(candidates, objectives);
        List<CandidateResult> best = front.stream()
                .map(i -> candidates.stream().filter(c -> c.index() == i).findFirst().orElseThrow())
                .toList();
        if (best.isEmpty() || objectives.size() == 1) return best.stream().findFirst();
        if (objectives.get(0) == Objective.RMSE) {
            double error = value(best.get(0), Objective.RMSE);
            double most = error * (1 + (drop == null ? 1 / Math.sqrt(2.0 * examples) : drop / 100)); // the standard error of a normal law's deviation
            return best.stream().filter(c -> value(c, Objective.RMSE) <= most)
                    .min(Comparator.comparingDouble(c -> value(c, objectives.get(1))));
        }
        double accuracy = value(best.get(0), Objective.ACCURACY);
        // accuracies are counts over examples: half an example keeps rounding out of it
        double least = drop == null ? accuracy - Math.sqrt(accuracy * (1 - accuracy) / examples)
                : accuracy - drop / 100 - 0.5 / examples;
        return best.stream().filter(c -> value(c, Objective.ACCURACY) >= least)
                .min(Comparator.comparingDouble(c -> value(c, objectives.get(1))));
    }

    private static double value(CandidateResult candidate, Objective objective) {
        return candidate.objectives().get(objective.key());
    }

    /**
     * Indices of all candidates with objectives, the fittest first: those that came to their end before those that were stopped, front by front, within a
     * front the lonelier first (K. Deb, A. Pratap, S. Agarwal, T. Meyarivan, A fast and elitist multiobjective genetic algorithm: NSGA-II, 2002).
     */
    static List<Integer> ranked(List<CandidateResult> candidates, List<Objective> objectives) {
        var ranked = new ArrayList<Integer>();
        for (Status status : List.of(Status.DONE, Status.STOPPED)) {
            Map<Integer, double[]> left = costs(candidates.stream().filter(c -> c.status() == status).toList(), objectives);
            while (!left.isEmpty()) {
                List<Integer> front = front(left);
                Map<Integer, Double> lonely = loneliness(front, left);
                front.stream().sorted(Comparator.comparing(lonely::get, Comparator.reverseOrder())).forEach(ranked::add);
                left.keySet().removeAll(front);
            }
        }
        return ranked;
    }

    /** How many of {@code others} lie on a better front than {@code own} does, all sorted together. */
    static long ahead(List<double[]> others, double[] own) {
        var left = new HashMap<Integer, double[]>();
        others.forEach(other -> left.put(left.size(), other));
        int self = left.size();
        left.put(self, own);
        while (true) {
            List<Integer> front = front(left);
            if (front.contains(self)) return self + 1 - left.size();
            left.keySet().removeAll(front);
        }
    }

    private static Map<Integer, double[]> costs(List<CandidateResult> candidates, List<Objective> objectives) {
        var costs = new HashMap<Integer, double[]>();
        candidates.forEach(candidate -> costs.put(candidate.index(), CandidateResult.costs(candidate.objectives(), objectives)));
        return costs;
    }

    private static List<Integer> front(Map<Integer, double[]> costs) {
        return costs.keySet().stream().filter(i -> costs.values().stream().noneMatch(other -> dominates(other, costs.get(i))))
                .sorted(Comparator.<Integer>comparingDouble(i -> costs.get(i)[0]).thenComparing(i -> i)).toList();
    }

    /** Sum over the objectives of the distance between both neighbours, in units of the front's extent; infinite at its ends. */
    private static Map<Integer, Double> loneliness(List<Integer> front, Map<Integer, double[]> costs) {
        var lonely = new HashMap<Integer, Double>();
        int last = front.size() - 1;
        for (int k = 0; k < costs.get(front.get(0)).length; k++) {
            int objective = k;
            List<Integer> line = front.stream().sorted(Comparator.comparingDouble(i -> costs.get(i)[objective])).toList();
            double extent = costs.get(line.get(last))[k] - costs.get(line.get(0))[k];
            for (int i = 0; i <= last; i++) {
                boolean end = i == 0 || i == last || extent == 0;
                double gap = end ? Double.POSITIVE_INFINITY
                        : (costs.get(line.get(i + 1))[k] - costs.get(line.get(i - 1))[k]) / extent;
                lonely.merge(line.get(i), gap, Double::sum);
            }
        }
        return lonely;
    }
}

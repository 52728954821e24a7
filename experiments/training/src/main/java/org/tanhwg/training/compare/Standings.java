package org.tanhwg.training.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.inference.TTest;
import org.tanhwg.training.compare.CompareResult.Against;
import org.tanhwg.training.compare.CompareResult.Cell;
import org.tanhwg.training.compare.CompareResult.Entrant;
import org.tanhwg.training.compare.CompareResult.Figures;
import org.tanhwg.training.compare.CompareResult.Row;
import org.tanhwg.training.report.Yardstick;
import org.tanhwg.training.run.RunResult.Reading;

/** How entrants stand to one another on one data set: means over seeds, the Pareto front of accuracy, or error, and weights kept, paired differences. */
final class Standings {
    private final String data;
    private final String reference;
    private final Yardstick judge;
    private final Map<Entrant, List<Cell>> cells;
    private final List<Entrant> ranked;

    /**
     * Standings on a data set.
     *
     * @param reference the optimizer that all others are measured against
     */
    Standings(String data, String reference, Yardstick judge, List<Cell> all) {
        this.data = data;
        this.reference = reference;
        this.judge = judge;
        cells = all.stream().filter(cell -> cell.data().equals(data))
                .collect(Collectors.groupingBy(Cell::entrant, LinkedHashMap::new, Collectors.toList()));
        ranked = cells.keySet().stream().filter(entrant -> cells.get(entrant).stream().allMatch(Cell::finished)).toList();
    }

    List<Row> rows() {
        var rows = new ArrayList<Row>();
        cells.forEach((entrant, runs) -> {
            Cell first = runs.get(0);
            boolean whole = ranked.contains(entrant);
            int diverged = (int) runs.stream().filter(run -> !run.finished()).count();
            rows.add(new Row(data, entrant.optimizer(), entrant.beta(), entrant.keep(), first.eta(), first.epochs(), runs.size(),
                    diverged,
                    whole ? figures(entrant) : Figures.none(), whole ? reading(entrant, Cell::keptFraction) : null,
                    whole ? reading(entrant, Cell::seconds) : null, whole && onFront(entrant),
                    whole && !entrant.optimizer().equals(reference) ? against(entrant).orElse(null) : null));
        });
        return rows;
    }

    private Reading reading(Entrant entrant, ToDoubleFunction<Cell> figure) {
        return Reading.of(cells.get(entrant).stream().mapToDouble(figure).toArray());
    }

    private Figures<Reading> figures(Entrant entrant) {
        return new Figures<>(figure(entrant, Figures::testAccuracy), figure(entrant, Figures::testNll),
                figure(entrant, Figures::testEce), figure(entrant, Figures::testRmse), figure(entrant, Figures::testMae),
                figure(entrant, Figures::testR2));
    }

    private Reading figure(Entrant entrant, Function<Figures<Double>, Double> figure) {
        boolean measured = figure.apply(cells.get(entrant).get(0).figures()) != null;
        return measured ? reading(entrant, cell -> figure.apply(cell.figures())) : null;
    }

    private double judged(Entrant entrant) { return reading(entrant, Cell::judged).mean(); }

    private double cost(Entrant entrant) { return judge.cost(judged(entrant)); }

    private double kept(Entrant entrant) { return reading(entrant, Cell::keptFraction).mean(); }

    private boolean onFront(Entrant entrant) {
        return ranked.stream().noneMatch(rival -> kept(rival) <= kept(entrant) && cost(rival) <= cost(entrant)
                && (kept(rival) < kept(entrant) || cost(rival) < cost(entrant)));
    }

    private Optional<Against> against(Entrant entrant) {
        List<Entrant> rivals = ranked.stream().filter(rival -> rival.optimizer().equals(reference)).toList();
        Optional<Entrant> sparser = rivals.stream().filter(rival -> kept(rival) <= kept(entrant))
                .min(Comparator.comparingDouble(this::cost));
        return sparser.or(() -> rivals.stream().min(Comparator.comparingDouble(this::kept)))
                .map(rival -> against(entrant, rival, sparser.isPresent()));
    }

    private Against against(Entrant entrant, Entrant rival, boolean sparser) {
        Map<Long, Double> theirs = bySeed(rival);
        Map<Long, Double> own = bySeed(entrant);
        List<Long> seeds = own.keySet().stream().filter(theirs::containsKey).toList();
        double[] before = seeds.stream().mapToDouble(own::get).toArray();
        double[] after = seeds.stream().mapToDouble(theirs::get).toArray();
        double difference = seeds.isEmpty() ? judged(rival) - judged(entrant) : StatUtils.meanDifference(after, before);
        return new Against(rival, difference, pValue(after, before), sparser, sparser && cost(rival) <= cost(entrant));
    }

    private Map<Long, Double> bySeed(Entrant entrant) {
        return cells.get(entrant).stream().collect(Collectors.toMap(Cell::seed, Cell::judged));
    }

    /** Null where the test says nothing. */
    static Double pValue(double[] a, double[] b) {
        if (a.length < 2 || StatUtils.varianceDifference(a, b, StatUtils.meanDifference(a, b)) < 1e-18) return null;
        return new TTest().pairedTTest(a, b);
    }
}

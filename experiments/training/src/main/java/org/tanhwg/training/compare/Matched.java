package org.tanhwg.training.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.tanhwg.report.Table;
import org.tanhwg.training.compare.CompareResult.Cell;
import org.tanhwg.training.report.Yardstick;
import org.tanhwg.training.run.RunResult.Reading;

/**
 * Accuracies, or errors of numbers, at an equal share of the weights: between the two strengths whose runs of a seed keep just more and just less, along a straight line in the logarithm of the share.
 */
final class Matched {
    static final List<Double> SHARES = List.of(0.02, 0.01);
    /** Runs that are told to keep a share miss it by rounding. */
    private static final double CLOSE = 1e-3;

    private Matched() {}

    static String heading(Yardstick judge) {
        return judge.heading()
                + " at an equal share of the weights, between strengths that keep more and less; – where no strength does";
    }

    /** What one optimizer and seed come to at a share; empty where its runs do not lie on both sides. */
    static OptionalDouble at(double share, List<Cell> runs) {
        List<Cell> sorted = runs.stream().filter(Cell::finished).filter(run -> run.keptFraction() > 0)
                .sorted(Comparator.comparingDouble(Cell::keptFraction)).toList();
        for (Cell run : sorted)
            if (Math.abs(run.keptFraction() / share - 1) <= CLOSE) return OptionalDouble.of(run.judged());
        for (int i = 1; i < sorted.size(); i++) {
            Cell less = sorted.get(i - 1), more = sorted.get(i);
            if (less.keptFraction() > share || more.keptFraction() < share) continue;
            double t = Math.log(share / less.keptFraction()) / Math.log(more.keptFraction() / less.keptFraction());
            return OptionalDouble.of((1 - t) * less.judged() + t * more.judged());
        }
        return OptionalDouble.empty();
    }

    static List<String> header() {
        return Stream
                .concat(Stream.of("", "data"),
                        SHARES.stream().map(share -> String.format(Locale.ROOT, "%.0f %% kept", 100 * share)))
                .toList();
    }

    /** A line for each optimizer and data set that prunes to one of the shares. */
    static List<List<String>> lines(List<Cell> cells, Yardstick judge) {
        var lines = new ArrayList<List<String>>();
        for (String data : cells.stream().map(Cell::data).distinct().toList())
            for (String optimizer : cells.stream().map(Cell::optimizer).distinct().toList()) {
                List<Cell> own = cells.stream().filter(cell -> cell.data().equals(data) && cell.optimizer().equals(optimizer))
                        .toList();
                if (own.stream().allMatch(cell -> cell.beta() == null && cell.keep() == null)) continue;
                var line = new ArrayList<>(List.of(optimizer, data));
                for (double share : SHARES) line.add(text(share, own, judge));
                lines.add(line);
            }
        return lines;
    }

    private static String text(double share, List<Cell> own, Yardstick judge) {
        List<Long> seeds = own.stream().map(Cell::seed).distinct().toList();
        List<OptionalDouble> found = seeds.stream()
                .map(seed -> at(share, own.stream().filter(cell -> cell.seed() == seed).toList())).toList();
        if (!found.stream().allMatch(OptionalDouble::isPresent)) return "–";
        return judge.plain(Reading.of(found.stream().mapToDouble(OptionalDouble::getAsDouble).toArray()));
    }

    /** The lines as Markdown; empty where nothing prunes. */
    static String markdown(List<Cell> cells, Yardstick judge) {
        List<List<String>> lines = lines(cells, judge);
        return lines.isEmpty() ? "" : "\n" + heading(judge) + ":\n\n" + Table.markdown(header(), lines);
    }
}

package org.tanhwg.training.compare;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tanhwg.report.Table;
import org.tanhwg.training.compare.CompareResult.Row;
import org.tanhwg.training.compare.Plan.Strength;
import org.tanhwg.training.report.Yardstick;
import org.tanhwg.training.run.RunResult.Reading;

/** The table of a comparison as Table for people and as CSV for programs. */
final class Tables {
    private Tables() {}

    static String markdown(CompareResult result) {
        Yardstick judge = result.judgedBy();
        List<String> header = Stream
                .of(Stream.of("", "data", "η", "seeds", judge == Yardstick.RMSE ? "RMSE" : "accuracy %", "kept %"),
                        judge.others().stream(), Stream.of("seconds", "front", "reference − it", "p"))
                .flatMap(its -> its).toList();
        return Table.markdown(header, result.table().stream().map(row -> line(row, judge)).toList())
                + Matched.markdown(result.cells(), judge);
    }

    private static List<String> line(Row row, Yardstick judge) {
        List<String> head = List.of(row.entrant().label(), row.data(), Strength.text(row.eta()), Integer.toString(row.runs()));
        if (row.diverged() > 0) {
            String diverged = row.diverged() == row.runs() ? "diverged" : row.diverged() + " of " + row.runs() + " diverged";
            return Stream.concat(head.stream(), Stream.of(diverged, "–", "–", "–", "–", "", "", "")).toList();
        }
        var against = row.against();
        return Stream.concat(head.stream(), Stream.of(judge.plain(row.judged()), reading(row.keptFraction(), 100, 2),
                other(row, 0, judge, 4), other(row, 1, judge, 4), reading(row.seconds(), 1, 1),
                row.front() ? "yes" : "",
                against == null ? ""
                        : judge.signed(against.difference(), row.judged().mean()) + (against.sparser() ? "" : ", denser"),
                against == null || against.pValue() == null ? "" : String.format(Locale.ROOT, "%.3f", against.pValue())))
                .toList();
    }

    /** A figure beside what is judged: errors as that is written, all else to so many decimals. */
    static String other(Row row, int which, Yardstick judge, int decimals) {
        Reading reading = row.figures().others().get(which);
        return judge == Yardstick.RMSE && which == 0 ? judge.plain(reading) : reading(reading, 1, decimals);
    }

    static String reading(Reading reading, double unit, int decimals) {
        String format = "%." + decimals + "f";
        String mean = String.format(Locale.ROOT, format, unit * reading.mean());
        return reading.sd() == null ? mean : mean + " ± " + String.format(Locale.ROOT, format, unit * reading.sd());
    }

    static String csv(CompareResult result) {
        List<String> keys = result.judgedBy().keys();
        Stream<String> header = Stream.of(Stream.of("data", "optimizer", "beta", "keep", "eta", "epochs", "runs", "diverged"),
                spread(keys.get(0)), spread("keptFraction"), spread(keys.get(1)), spread(keys.get(2)), spread("seconds"),
                Stream.of("front", "reference", "difference", "pValue", "sparser", "dominates")).flatMap(its -> its);
        return Stream.concat(Stream.of(header), result.table().stream().map(Tables::values))
                .map(row -> row.collect(Collectors.joining(","))).collect(Collectors.joining("\n", "", "\n"));
    }

    private static Stream<String> spread(String key) { return Stream.of(key, key + "Sd"); }

    private static Stream<String> values(Row row) {
        var against = row.against();
        boolean whole = row.judged() != null;
        Reading second = whole ? row.figures().others().get(0) : null;
        Reading third = whole ? row.figures().others().get(1) : null;
        return Stream.<Object>of(row.data(), row.optimizer(), row.beta(), row.keep(), row.eta(), row.epochs(), row.runs(),
                row.diverged(),
                mean(row.judged()), sd(row.judged()), mean(row.keptFraction()), sd(row.keptFraction()), mean(second),
                sd(second), mean(third), sd(third), mean(row.seconds()), sd(row.seconds()), row.front(),
                against == null ? null : against.reference().label(), against == null ? null : against.difference(),
                against == null ? null : against.pValue(), against == null ? null : against.sparser(),
                against == null ? null : against.dominates()).map(value -> value == null ? "" : value.toString());
    }

    private static Double mean(Reading reading) { return reading == null ? null : reading.mean(); }

    private static Double sd(Reading reading) { return reading == null ? null : reading.sd(); }
}

package org.tanhwg.training.compare;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tanhwg.report.Table;
import org.tanhwg.training.compare.CompareResult.Row;
import org.tanhwg.training.compare.Plan.Strength;
import org.tanhwg.training.run.RunResult.Reading;

/** The table of a comparison as Table for people and as CSV for programs. */
final class Tables {
    private static final List<String> COLUMNS = List.of("data", "optimizer", "beta", "keep", "eta", "epochs", "runs", "diverged",
            "testAccuracy", "testAccuracySd", "keptFraction", "keptFractionSd", "testNll", "testNllSd", "testEce", "testEceSd",
            "seconds",
            "secondsSd", "front", "reference", "difference", "pValue", "sparser", "dominates");

    private Tables() {}

    static String markdown(CompareResult result) {
        List<String> header = List.of("", "data", "η", "seeds", "accuracy %", "kept %", "NLL", "ECE", "seconds", "front",
                "reference − it",
                "p");
        return Table.markdown(header, result.table().stream().map(Tables::line).toList()) + Matched.markdown(result.cells());
    }

    private static List<String> line(Row row) {
        List<String> head = List.of(row.entrant().label(), row.data(), Strength.text(row.eta()), Integer.toString(row.runs()));
        if (row.diverged() > 0) {
            String diverged = row.diverged() == row.runs() ? "diverged" : row.diverged() + " of " + row.runs() + " diverged";
            return Stream.concat(head.stream(), Stream.of(diverged, "–", "–", "–", "–", "", "", "")).toList();
        }
        var against = row.against();
        return Stream.concat(head.stream(), Stream.of(reading(row.testAccuracy(), 100, 2), reading(row.keptFraction(), 100, 2),
                reading(row.testNll(), 1, 4), reading(row.testEce(), 1, 4), reading(row.seconds(), 1, 1),
                row.front() ? "yes" : "",
                against == null ? ""
                        : String.format(Locale.ROOT, "%+.2f%s", 100 * against.difference(), against.sparser() ? "" : ", denser"),
                against == null || against.pValue() == null ? "" : String.format(Locale.ROOT, "%.3f", against.pValue())))
                .toList();
    }

    private static String reading(Reading reading, double unit, int decimals) {
        String format = "%." + decimals + "f";
        String mean = String.format(Locale.ROOT, format, unit * reading.mean());
        return reading.sd() == null ? mean : mean + " ± " + String.format(Locale.ROOT, format, unit * reading.sd());
    }

    static String csv(CompareResult result) {
        return Stream.concat(Stream.of(COLUMNS.stream()), result.table().stream().map(Tables::values))
                .map(row -> row.collect(Collectors.joining(","))).collect(Collectors.joining("\n", "", "\n"));
    }

    private static Stream<String> values(Row row) {
        var against = row.against();
        return Stream.<Object>of(row.data(), row.optimizer(), row.beta(), row.keep(), row.eta(), row.epochs(), row.runs(),
                row.diverged(),
                mean(row.testAccuracy()), sd(row.testAccuracy()), mean(row.keptFraction()), sd(row.keptFraction()),
                mean(row.testNll()),
                sd(row.testNll()), mean(row.testEce()), sd(row.testEce()), mean(row.seconds()), sd(row.seconds()), row.front(),
                against == null ? null : against.reference().label(), against == null ? null : against.difference(),
                against == null ? null : against.pValue(), against == null ? null : against.sparser(),
                against == null ? null : against.dominates()).map(value -> value == null ? "" : value.toString());
    }

    private static Double mean(Reading reading) { return reading == null ? null : reading.mean(); }

    private static Double sd(Reading reading) { return reading == null ? null : reading.sd(); }
}

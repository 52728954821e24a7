package org.tanhwg.report;

import static org.tanhwg.report.Unit.COUNT;
import static org.tanhwg.report.Unit.SHARE;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tanhwg.report.Bars.Bar;
import org.tanhwg.report.Page.Section;

/** Whether answers given with probability p are right in a share p of the cases. */
public final class Calibration {
    private Calibration() {}

    /** Diagram, counts and figures; empty where nothing was measured. */
    public static Optional<Section> section(List<ReliabilityBin> bins, String evaluatedOn, double ece) {
        if (bins.isEmpty()) return Optional.empty();
        String text = "Of the answers given with probability p, a share p should be right. Expected calibration error over "
                + bins.size() + " bins: " + SHARE.text(ece) + ".";
        return Optional.of(new Section("Calibration", text,
                List.of(new Reliability("Reliability, " + evaluatedOn + " examples", bins), counts(bins),
                        numbers(bins))));
    }

    private static Bars counts(List<ReliabilityBin> bins) {
        List<Bar> bars = IntStream.range(0, bins.size()).mapToObj(k -> new Bar(Reliability.range(k, bins.size()),
                (double) k / bins.size(), (k + 1.0) / bins.size(), bins.get(k).count())).toList();
        return new Bars("Examples in each bin", Axis.linear("probability that the network gives its answer", SHARE),
                Axis.log("examples", COUNT), 0, bars);
    }

    private static Table numbers(List<ReliabilityBin> bins) {
        return new Table("Every bin in numbers", List.of("Probability of the answer", "Examples", "Mean probability", "Right"),
                IntStream.range(0, bins.size()).filter(k -> bins.get(k).count() > 0).mapToObj(k -> {
                    ReliabilityBin bin = bins.get(k);
                    return List.of(Reliability.range(k, bins.size()), COUNT.text(bin.count()), SHARE.text(bin.confidence()),
                            SHARE.text(bin.accuracy()));
                }).toList(), true);
    }
}

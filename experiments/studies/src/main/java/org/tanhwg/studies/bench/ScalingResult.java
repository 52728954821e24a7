package org.tanhwg.studies.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.tanhwg.training.run.Provenance;

/** The whole of {@code result.json} of {@code gnn bench scaling}. */
public record ScalingResult(String command, Provenance provenance, List<Series> series) {
    public ScalingResult { series = List.copyOf(series); }

    /**
     * How the time of a step grows with one thing.
     *
     * @param grows parameters, batch, kept (share of synapses) or threads; wide is one wide layer in three ways
     * @param exponent slope of log time over log size by least squares; absent where nothing is fitted
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Series(String grows, List<Point> points, Double exponent) {
        public Series { points = List.copyOf(points); }
    }

    /**
     * One network.
     *
     * @param size of what grows
     * @param msPerStep median over the rounds
     * @param timesFirst median over the rounds of (time of its step / that of the series' first point in the same round)
     */
    public record Point(String network, double size, int batch, double keptFraction, double msPerStep, double lowerQuartile,
            double upperQuartile, double timesFirst) {}
}

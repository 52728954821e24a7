package org.tanhwg.training.report;

import static org.tanhwg.report.Axis.Unit.COUNT;
import static org.tanhwg.report.Axis.Unit.NUMBER;
import static org.tanhwg.report.Axis.Unit.SHARE;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tanhwg.report.Axis;
import org.tanhwg.report.Bars;
import org.tanhwg.report.Lines;
import org.tanhwg.report.Lines.Point;
import org.tanhwg.report.Lines.Series;
import org.tanhwg.report.Page.Block;
import org.tanhwg.report.Page.Section;
import org.tanhwg.report.Scatter;
import org.tanhwg.report.Scatter.Mark;
import org.tanhwg.report.Table;
import org.tanhwg.training.run.StabilityResult;
import org.tanhwg.training.run.StabilityResult.LayerStability;
import org.tanhwg.training.run.StabilityResult.UnitsOfLayer;

/** How a network rests: eigenvalues of each layer's Hessian, and what its units' own are. */
final class StabilitySection {
    private StabilitySection() {}

    static Section of(StabilityResult stability) {
        List<LayerStability> layers = stability.layers();
        List<Series> series = new ArrayList<>();
        List<Block> charts = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        for (int l = 0; l < layers.size(); l++) {
            LayerStability layer = layers.get(l);
            List<Double> values = layer.eigenvalues();
            series.add(new Series(layer.layer(), l, IntStream.range(0, values.size())
                    .mapToObj(k -> new Point(k + 1, Math.abs(values.get(k)))).toList()));
            rows.add(List.of(layer.layer(), COUNT.text(layer.synapses()), values.isEmpty() ? "–" : NUMBER.text(values.get(0)),
                    values.isEmpty() ? "–" : NUMBER.text(values.get(values.size() - 1)), SHARE.text(layer.stable()),
                    SHARE.text(layer.neutral()), SHARE.text(layer.unstable()), NUMBER.text(layer.effectiveDimension()),
                    NUMBER.text(layer.gradient())));
        }
        charts.add(new Lines("Leading eigenvalues", Axis.linear("rank", COUNT), Axis.log("|λ|", NUMBER), series, true));
        for (int l = 0; l < layers.size(); l++) {
            double[] sizes = layers.get(l).unitEigenvalues().stream().mapToDouble(Math::abs).toArray();
            if (sizes.length > 1)
                charts.add(Bars.shares("Units of " + layers.get(l).layer(), "|λ| of the unit's own energy",
                        "share of the units", l, sizes,
                        IntStream.range(0, sizes.length).mapToDouble(i -> sizes[i]).max().orElse(0)));
        }
        charts.add(
                new Table("Directions of each layer", List.of("Layer", "Synapses", "First λ", "Last λ shown", "Stable", "Neutral",
                        "Unstable", "Effective dimension", "Gradient"), rows, false));
        List<LayerStability> pressed = layers.stream().filter(layer -> layer.pressures() != null).toList();
        if (!pressed.isEmpty())
            charts.add(new Table("KKT pressures p = m ∂L/∂O, with the gradient of all training examples",
                    List.of("Layer", "Units", "Level θ", "Spread / |θ|", "Equal to 10 %", "Silent, below θ"),
                    pressed.stream().map(layer -> List.of(layer.layer(), COUNT.text(layer.pressures().units()),
                            NUMBER.text(layer.pressures().level()), NUMBER.text(layer.pressures().spread()),
                            SHARE.text(layer.pressures().equal()), SHARE.text(layer.pressures().smaller()))).toList(),
                    false));
        for (int l = 0; l < layers.size(); l++)
            if (layers.get(l).units() != null && layers.get(l).units().units().size() > 1)
                charts.add(map(layers.get(l), l));
        return new Section("How it rests",
                "Eigenvalues λ of the Hessian of each layer's energy, the mean cross-entropy of "
                        + COUNT.text(stability.examples())
                        + " training examples, all other layers held. A step of size η multiplies a direction by 1/(1 + ηλ): stable where λ > 0, unstable where λ < 0. Neutral is, by convention, |λ| up to "
                        + NUMBER.text(stability.neutralTolerance())
                        + " of the layer's greatest. The effective dimension Σ e^{−tλ} counts the directions that are still free when the least stable one has shrunk to 1/e. The theorem speaks of fixed points, where the gradient is 0. Where mass rests under a potential, the living synapses of a unit have one pressure θ and the silent ones a greater; once the potential is off (--off-at), pressures vanish with the gradient.",
                charts);
    }

    /** Units as points; those that repeat an earlier one lie on it. */
    private static Scatter map(LayerStability layer, int hue) {
        UnitsOfLayer found = layer.units();
        List<Mark> marks = IntStream.range(0, found.units().size()).mapToObj(i -> new Mark(found.places().get(i).get(0),
                found.places().get(i).get(1), hue, true, "",
                "unit " + found.units().get(i) + ", nearest at " + NUMBER.text(found.nearest().get(i)))).toList();
        return new Scatter("Map of the units of " + layer.layer() + " by W₂, " + found.metric() + "; " + found.duplicates()
                + " repeat another", Axis.linear("first direction", NUMBER), Axis.linear("second", NUMBER), marks, List.of(),
                List.of());
    }
}

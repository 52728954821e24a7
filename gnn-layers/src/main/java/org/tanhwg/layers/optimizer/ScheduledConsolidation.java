package org.tanhwg.layers.optimizer;

import java.nio.FloatBuffer;
import java.util.Optional;
import org.tanhwg.layers.impl.Pass;
import org.tanhwg.layers.kernel.Consolidation;

/** Consolidation of one layer (theory §4.2), at the steps and with the coefficients of its optimizer. */
final class ScheduledConsolidation implements MassRegime {
    private final TanHwg settings;
    private final Schedule schedule;
    private final Consolidation consolidation = new Consolidation();
    private final Assemblies assemblies;

    ScheduledConsolidation(TanHwg settings) {
        this.settings = settings;
        this.schedule = settings.schedule();
        this.assemblies = new Assemblies(settings.assemblies());
    }

    @Override public boolean move(LayerViews layer, Pass pass, FloatBuffer massUpdate, FloatBuffer amplitudeUpdate, float[] rate,
            int step) {
        if (!schedule.consolidates(step)) return false;
        consolidate(layer, pass, massUpdate, amplitudeUpdate, settings.gamma(), step);
        return true;
    }

    /** The target s depends on O alone, which stays: c moves by γ are one by 1 − (1−γ)^c. */
    @Override public boolean makeUpFor(LayerViews layer, FloatBuffer massUpdate, FloatBuffer amplitudeUpdate, int from, int to) {
        int due = 0;
        int last = from;
        for (int step = from; step < to; step++) {
            if (!schedule.consolidates(step)) continue;
            due++;
            last = step;
        }
        if (due == 0) return false;
        consolidate(layer, Pass.ALL, massUpdate, amplitudeUpdate,
                due == 1 ? settings.gamma() : 1 - Math.pow(1 - settings.gamma(), due), last);
        return true;
    }

    private void consolidate(LayerViews layer, Pass pass, FloatBuffer massUpdate, FloatBuffer amplitudeUpdate, double gamma,
            int step) {
        var coefficients = new Consolidation.Coefficients(gamma, settings.power(), schedule.silentShare(step),
                layer.sketch().map(sketch -> assemblies.of(layer.n(), sketch, step)));
        Optional<FloatBuffer> spread = settings.beta() > 0 ? layer.spread() : Optional.empty();
        pass.support().ifPresentOrElse(
                few -> consolidation.apply(few, layer.amplitude(), massUpdate, amplitudeUpdate, layer.signal(),
                        spread, coefficients),
                () -> consolidation.apply(layer.n(), layer.units(), layer.mass(), layer.amplitude(), massUpdate, amplitudeUpdate,
                        layer.signal(), spread, coefficients));
    }
}

package org.tanhwg.training.report;

import static org.tanhwg.report.Axis.Unit.COUNT;
import static org.tanhwg.report.Axis.Unit.NUMBER;
import static org.tanhwg.report.Axis.Unit.SHARE;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tanhwg.core.measure.PhaseLaw;
import org.tanhwg.core.measure.SpectralMemory;
import org.tanhwg.report.Page.Block;
import org.tanhwg.report.Page.Section;
import org.tanhwg.report.Polar;

/** Spectral memory of complex units: the law of the phase of each synapse as training left it (Def 6.15). */
final class MemorySection {
    private static final int UNITS = 4;
    private static final int SYNAPSES = 8;
    private static final int ARCS = 72;

    private MemorySection() {}

    /** @param memories of the units of a layer; empty for a network without complex units */
    static Optional<Section> of(List<SpectralMemory> memories) {
        if (memories.isEmpty()) return Optional.empty();
        List<Integer> shown = IntStream.range(0, memories.size()).boxed().filter(y -> !heaviest(memories.get(y), 1).isEmpty())
                .limit(UNITS).toList();
        List<PhaseLaw> living = shown.stream().map(memories::get)
                .flatMap(memory -> heaviest(memory, Integer.MAX_VALUE).stream().map(memory.laws()::get)).toList();
        long several = living.stream().filter(law -> law.modes().size() > 1).count();
        double length = living.stream().mapToDouble(PhaseLaw::resultantLength).average().orElse(0);
        List<Block> charts = shown.stream().<Block>map(y -> polar(y, memories.get(y))).toList();
        return Optional.of(new Section("What its synapses remember of phases",
                "The law of the phase of each synapse in the first complex layer, from its learned law, for the first units that live. Of their "
                        + COUNT.text(living.size()) + " living synapses " + COUNT.text(several)
                        + " have several modes; the mean resultant length is " + NUMBER.text(length)
                        + ", 1 for a single phase. Those with the most mass are drawn; hover for modes.",
                charts));
    }

    /** Synapses with mass that prefer some phase, the heaviest first. */
    private static List<Integer> heaviest(SpectralMemory memory, int most) {
        double[] weights = memory.weights();
        return IntStream.range(0, weights.length).boxed()
                .filter(x -> weights[x] > 0 && memory.laws().get(x).resultantLength() > 0)
                .sorted(Comparator.comparingDouble((Integer x) -> weights[x]).reversed()).limit(most).toList();
    }

    private static Polar polar(int unit, SpectralMemory memory) {
        List<Integer> shown = heaviest(memory, SYNAPSES);
        double[] weights = memory.weights();
        return new Polar("Unit " + (unit + 1), IntStream.range(0, shown.size()).mapToObj(i -> {
            PhaseLaw law = memory.laws().get(shown.get(i));
            String modes = law.modes().stream().map(mode -> NUMBER.text(mode.phase()) + " rad (" + SHARE.text(mode.mass()) + ")")
                    .collect(Collectors.joining(", "));
            return new Polar.Rose(
                    "input " + (shown.get(i) + 1) + ": mass " + SHARE.text(weights[shown.get(i)]) + ", modes " + modes,
                    i, law.histogram(ARCS));
        }).toList());
    }
}

package org.tanhwg.training.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tanhwg.training.cluster.RoundSimulation.Machines;

class RoundSimulationTest {
    /** Nothing but training costs anything. */
    private static final Machines IDEAL = new Machines(1e-8, 1e-10, 1e-5, 1e-9, 0, 0, 0, 0, 0, Double.MAX_VALUE, 0);

    private static RoundSimulation of(Machines machines, int executors, double kept) {
        return new RoundSimulation(machines, executors, 1e6, kept, 100, 100);
    }

    @Test void withoutCostsEverybodyTrainsAllTheTime() {
        assertThat(of(IDEAL, 10_000, 1).efficiency(3, 1)).isCloseTo(1, within(1e-12));
        assertThat(of(IDEAL, 1, 1).training()).as("100 steps of a million synapses").isCloseTo(100 * 0.02, within(1e-12));
        assertThat(of(IDEAL, 1, 0.01).training()).as("of the few").isCloseTo(100 * (1e-3 + 1e-3), within(1e-12));
    }

    /** By hand: 10 ms of network for each field that comes back, one after the other. */
    @Test void theDriverTakesFieldsOneAfterTheOther() {
        var slow = new Machines(1e-8, 1e-10, 1e-5, 1e-9, 0, 0, 0, 0, 0, 8e8, 0);
        RoundSimulation round = of(slow, 8, 1);
        double broadcast = (12e6 + 4 * (4 << 20)) / 8e8;
        assertThat(round.seconds(new SplittableRandom(1))).isCloseTo(broadcast + 2 + 8 * 0.01, within(1e-9));
    }

    /** The slowest of P equal tasks: about exp(σ √(2 ln P)). */
    @Test void stragglersDelayTheRest() {
        var uneven = new Machines(1e-8, 1e-10, 1e-5, 1e-9, 0, 0, 0, 0, 0, Double.MAX_VALUE, 0.2);
        assertThat(of(uneven, 1000, 1).efficiency(20, 1)).isCloseTo(Math.exp(-0.2 * Math.sqrt(2 * Math.log(1000))), within(0.06));
    }

    @Test void packingAsksForWhatIsKept() {
        var machines = new Machines(0, 0, 0, 0, 2e-9, 6e-9, 0, 0, 0, 1, 0);
        assertThat(machines.packing(3, 1e6, 0.5)).isCloseTo(3e6 * 5e-9, within(1e-12));
    }

    @Test void whatIsPrunedDoesNotTravel() {
        assertThat(of(IDEAL, 1, 0.02).bytesDown() / of(IDEAL, 1, 1).bytesDown()).isCloseTo(0.03, within(1e-12));
        assertThat(of(Machines.MEASURED, 10_000, 0.02).efficiency(3, 1))
                .as("less to compute, and yet the rest costs the same").isPositive();
    }
}

package org.tanhwg.studies.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tanhwg.core.compact.CompactNetwork;
import org.tanhwg.layers.convert.Conversion;
import org.tanhwg.studies.speed.PeerProcess.Launch;
import org.tanhwg.studies.speed.ProductsPeer.Way;
import org.tanhwg.studies.speed.Turns.Entrant;
import org.tanhwg.studies.speed.Turns.Figures;
import org.tanhwg.training.settings.SettingsReader;

class SpeedTest {
    private static final SpeedTask PROBLEM = new SpeedTask(new float[] {0, 1, 1, 0, 1, 1, .5f, -2}, new int[] {0, 1, 1, 0}, 2, 2,
            2,
            "3");

    /** A child process: a short task and one that takes about a thousand times as long. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws IOException {
            if (arguments.length > 0) return;
            Peer.serve("child", Map.of("short", () -> spin(1000), "long", () -> spin(1_000_000)));
        }

        private static void spin(long nanoseconds) {
            for (long end = System.nanoTime() + nanoseconds; System.nanoTime() < end;) Thread.onSpinWait();
        }
    }

    @Test void aProblemIsReadAsItWasWritten(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a.problem");
        PROBLEM.write(file);
        SpeedTask read = SpeedTask.read(file);
        assertThat(read.features()).containsExactly(PROBLEM.features());
        assertThat(read.labels()).containsExactly(PROBLEM.labels());
        assertThat(read.widths()).containsExactly(2, 3, 2);
        assertThat(List.of(read.classes(), read.batch())).containsExactly(2, 2);
    }

    @Test void ratiosAreTakenWithinARoundAndThenTheirMedian() {
        Figures figures = Turns.figures("b", new double[] {2, 20, 6}, new double[] {1, 10, 2});
        assertThat(figures.nanoseconds()).isEqualTo(6);
        assertThat(figures.timesFirst()).isEqualTo(2);
        assertThat(figures.tenth()).isEqualTo(2.8);
        assertThat(figures.upper()).isEqualTo(2.5);
    }

    @Test void contestantsAreTimedInTurnAndShareAProcess() {
        Launch launch = new Launches(Path.of("nowhere")).ours(Child.class);
        List<Figures> figures = Turns.measure(List.of(new Entrant("", launch, "short"), new Entrant("slow", launch, "long")), .05,
                new PrintStream(OutputStream.nullOutputStream()));
        assertThat(figures).extracting(Figures::contestant).containsExactly("child", "child, slow");
        assertThat(figures.get(0).timesFirst()).isEqualTo(1);
        assertThat(figures.get(1).timesFirst()).isGreaterThan(10);
    }

    @Test void aContestantThatEndsIsNamed() {
        Launch launch = new Launches(Path.of("nowhere")).ours(Child.class, "end");
        assertThatThrownBy(() -> new PeerProcess(launch)).hasMessageContaining("ended in mid-run").hasMessageContaining("Child");
    }

    @Test void librariesThatAreNotThereAreNamedWithWhatBringsThem() {
        var launches = new Launches(Path.of("nowhere"));
        assertThat(launches.absent().get(0)).contains("TensorFlow", "mvn -q -Ppeers");
        assertThat(launches.tensorFlow(1, "a")).isEmpty();
    }

    @Test void everyContestantOfOursDoesEachTask() {
        for (String optimizer : List.of("tan-hwg", "adam")) {
            var settings = SettingsReader.read(Map.of("preset", "dense", "layers", "3", "batch", "2", "optimizer", optimizer),
                    Optional.empty());
            Map<String, Runnable> tasks = OurPeer.tasks(PROBLEM, OurPeer.network(PROBLEM, settings, 1));
            assertThat(tasks).containsOnlyKeys("step", "answer 1", "answer 100");
            tasks.get("step").run();
            tasks.get("answer 1").run();
        }
        for (Way way : Way.values())
            ProductsPeer.product(way, new ProductsPeer.Size(3, 4, 5), new SplittableRandom(1)).run();
        new ProductsPeer.Step(2, PROBLEM.widths(), new SplittableRandom(1)).run();
    }

    @Test void leNetStepsAndAnswers() {
        var digits = new SpeedTask(new float[2 * PrunedLeNet.PIXELS], new int[] {0, 1}, PrunedLeNet.PIXELS, 10, 2, "lenet5");
        for (String optimizer : List.of("tan-hwg", "adam")) {
            var settings = SettingsReader.read(
                    Map.of("preset", "dense", "network", "lenet5", "batch", "2", "optimizer", optimizer),
                    Optional.empty());
            var network = OurPeer.network(digits, settings, optimizer.equals("adam") ? 1 : .005);
            Map<String, Runnable> tasks = OurPeer.tasks(digits, network);
            tasks.get("step").run();
            tasks.get("answer 1").run();
            if (optimizer.equals("tan-hwg")) {
                CompactNetwork pruned = Conversion.toCompact(network);
                assertThat(pruned.units()).containsExactly(15, 26, 169, 10);
                assertThat(pruned.synapses()).isBetween(2050, 2159);
            }
        }
        ProductsPeer.Step.lenet(1, new SplittableRandom(1)).run();
    }

    @Test void thePrunedLeNetHasWhatThePresetLeaves() {
        assertThat(PrunedLeNet.dense(1).multiplyAdds()).isEqualTo(2_293_000);
        CompactNetwork pruned = PrunedLeNet.pruned(1);
        assertThat(pruned.units()).containsExactly(15, 26, 169, 10);
        assertThat(pruned.synapses()).isBetween(2050, 2159);
        assertThat(pruned.inputs()).isEqualTo(784);
    }
}

package org.tanhwg.studies.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.Examples;
import org.tanhwg.studies.bench.TransitionsBench.Kind;
import org.tanhwg.studies.bench.TransitionsBench.Sizes;
import org.tanhwg.studies.bench.TransitionsBench.Stage;
import org.tanhwg.studies.bench.TransitionsBench.Transition;
import org.tanhwg.studies.bench.TransitionsBench.TransitionsResult;
import org.tanhwg.training.run.RunFolder;

class TransitionsBenchTest {
    @TempDir Path folder;

    /** Whole at first, silent in the end; every change of support that matters is named, once and at its strength. */
    @Test void unitsAreFollowedToSilence() throws Exception {
        var log = new java.io.ByteArrayOutputStream();
        RunFolder run = RunFolder.create(Optional.of(folder.resolve("run")), "bench");
        String table = new TransitionsBench(data(), new Sizes(200, 40, 18), 1, new PrintStream(log)).run(run, Optional.empty());
        assertThat(table.lines()).hasSize(20);
        List<Stage> stages = run.read(TransitionsResult.class).stages();
        assertThat(stages).hasSize(18);
        assertThat(stages.get(0).layers().get(0).support()).containsOnly(12);
        assertThat(stages.get(17).layers().get(0).support()).contains(0);
        for (int l = 0; l < 2; l++) {
            int layer = l;
            for (int y = 0; y < stages.get(0).layers().get(l).support().size(); y++) {
                int unit = y;
                List<Transition> own = stages.stream().flatMap(stage -> stage.transitions().stream())
                        .filter(t -> t.unit() == unit && t.layer().equals(stages.get(0).layers().get(layer).layer())).toList();
                int end = stages.get(17).layers().get(l).support().get(y);
                assertThat(own.stream().anyMatch(t -> t.kind() == Kind.SILENT)).as("unit %d, at the end %d", y, end)
                        .isEqualTo(stages.stream().anyMatch(stage -> stage.layers().get(layer).support().get(unit) == 0));
                for (Transition t : own) {
                    Stage there = stages.stream().filter(stage -> stage.beta() == t.beta()).findFirst().orElseThrow();
                    int support = there.layers().get(layer).support().get(unit);
                    assertThat(support).isLessThanOrEqualTo(t.kind() == Kind.SILENT ? 0 : t.kind() == Kind.SELECTIVE ? 1 : 39);
                }
            }
        }
        assertThat(Files.readString(run.report())).contains("Support of the units of layer0").contains("fell silent");
    }

    /** Classes told apart by the first two of twelve inputs. */
    private static Dataset data() {
        var random = new SplittableRandom(3);
        float[] rows = new float[12 * 240];
        int[] labels = new int[240];
        for (int i = 0; i < labels.length; i++) {
            for (int x = 0; x < 12; x++) rows[12 * i + x] = (float) random.nextDouble(-1, 1);
            labels[i] = rows[12 * i] > 0 ? rows[12 * i + 1] > 0 ? 0 : 1 : 2;
        }
        Examples all = new Examples(rows, 12, labels, 3, Optional.empty());
        return new Dataset("drawn", all, all, "0".repeat(64));
    }
}

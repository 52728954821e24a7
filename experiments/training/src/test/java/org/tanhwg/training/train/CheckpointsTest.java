package org.tanhwg.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tanhwg.training.evaluate.EitherNetwork;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.train.Checkpoints.Checkpoint;
import org.tanhwg.training.train.Checkpoints.TrainingState;
import org.tanhwg.training.train.Steps.StepAccount;

class CheckpointsTest {
    @TempDir private Path path;
    private RunFolder folder;
    private Checkpoints checkpoints;
    private final MultiLayerNetwork network = Networks.create(TinyRuns.settings(), TinyRuns.data().train(), 36);

    @BeforeEach void begin() {
        folder = new RunFolder(path);
        folder.writeConfig("eta: 1\n");
        checkpoints = new Checkpoints(folder);
    }

    private Path save(int step) {
        network.setIterationCount(step);
        network.params().putScalar(0, step);
        var state = new TrainingState();
        state.account(StepAccount.fresh(step));
        return checkpoints.save(network, state, Optional.empty());
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder.checkpoints())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test void theLastTwoAreKeptAndTheLastIsTaken() throws IOException {
        for (int step : new int[] {9, 20, 100}) save(step);
        assertThat(names()).containsExactly("step-00000020.json", "step-00000020.zip", "step-00000100.json", "step-00000100.zip");
        Checkpoint last = checkpoints.latest().orElseThrow();
        assertThat(EitherNetwork.step(last.network())).isEqualTo(100);
        assertThat(last.network().params().toFloatVector()).isEqualTo(network.params().toFloatVector());
        assertThat(((MultiLayerNetwork) last.network()).getUpdater().getStateViewArray().toFloatVector())
                .isEqualTo(network.getUpdater().getStateViewArray().toFloatVector());
        assertThat(last.state().trainSeconds()).isEqualTo(100);
    }

    /** The network is written first: one that is alone was being written when the run was killed. */
    @Test void anUnfinishedOneIsPassedOverAndClearedAwayByTheNext() throws IOException {
        save(1);
        Files.write(folder.checkpoints().resolve("step-00000002.zip"), new byte[] {'P', 'K', 3});
        Files.write(folder.checkpoints().resolve(".step-00000002.json.tmp"), new byte[1]);
        assertThat(EitherNetwork.step(checkpoints.latest().orElseThrow().network())).isEqualTo(1);
        save(3);
        assertThat(names()).containsExactly("step-00000001.json", "step-00000001.zip", "step-00000003.json", "step-00000003.zip");
    }

    @Test void aDamagedOneIsRefusedByName() throws IOException {
        Path model = save(1);
        Path state = model.resolveSibling("step-00000001.json");
        Files.writeString(state, "{\"epochs\": [");
        assertThatThrownBy(checkpoints::latest).isInstanceOf(UserError.class).hasMessageStartingWith(state + ": ")
                .hasMessageContaining("remove it to go on from the checkpoint before");
    }

    /** {@code -Dgnn.flips=all} flips each bit; those of the network are flipped where model files are. */
    @Test void noFlippedBitOfAStateIsAnotherState() throws IOException {
        Path state = save(1).resolveSibling("step-00000001.json");
        byte[] bytes = Files.readAllBytes(state);
        Object whole = checkpoints.latest().orElseThrow().state().snapshot();
        String flips = System.getProperty("gnn.flips", "60");
        for (int bit : flips.equals("all") ? IntStream.range(0, 8 * bytes.length).toArray()
                : new SplittableRandom(1).ints(Integer.parseInt(flips), 0, 8 * bytes.length).toArray()) {
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(state, bytes);
            try {
                assertThat(checkpoints.latest().orElseThrow().state().snapshot()).as("bit %d", bit).isEqualTo(whole);
            } catch (UserError e) {
                assertThat(e).message().startsWith(state + ": ").hasLineCount(1);
            }
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
        }
    }

    @Test void atTheEndNothingOfThemIsLeftButWhatTheUserKeepsThere() throws IOException {
        Path saved = save(1);
        Files.copy(saved, folder.checkpoints().resolve("mine.zip"));
        folder.clearCheckpoints();
        assertThat(names()).containsExactly("mine.zip");
        Files.delete(folder.checkpoints().resolve("mine.zip"));
        folder.clearCheckpoints();
        assertThat(folder.checkpoints()).doesNotExist();
        assertThat(checkpoints.latest()).isEmpty();
    }
}

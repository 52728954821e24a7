package org.tanhwg.training.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;

class RoundCostsTest {
    @TempDir Path folder;

    @Test void byHand() throws IOException {
        Files.writeString(folder.resolve("rounds.csv"),
                RoundCosts.HEAD + "\n0,5,10,0.5,100,400,3.0,2.5\n5,5,10,0.4,10,10,2.0,1.5\n");
        assertThat(RoundCosts.read(new RunFolder(folder), 4)).isEqualTo(new RoundCosts(12.5 / 200, 500, 0.25));
    }

    @Test void whatIsNoRecordIsSaid() throws IOException {
        var run = new RunFolder(folder);
        assertThatThrownBy(() -> RoundCosts.read(run, 1)).isInstanceOf(UserError.class).hasMessageContaining("rounds.csv");
        Files.writeString(folder.resolve("rounds.csv"), RoundCosts.HEAD + "\n0,5\n");
        assertThatThrownBy(() -> RoundCosts.read(run, 1)).isInstanceOf(UserError.class).hasMessageContaining("rounds.csv");
    }
}

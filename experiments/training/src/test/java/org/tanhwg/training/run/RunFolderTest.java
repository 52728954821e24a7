package org.tanhwg.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    @TempDir Path temporary;

    @Test void newAndEmptyFoldersAreTaken() throws IOException {
        Path empty = Files.createDirectory(temporary.resolve("empty"));
        assertThat(RunFolder.create(Optional.of(empty), "train").path()).isEqualTo(empty);
        assertThat(RunFolder.create(Optional.of(temporary.resolve("a/b")), "train").path()).isDirectory();
    }

    @Test void aFolderWithAnythingInItIsRefused() throws IOException {
        Files.createFile(temporary.resolve("x"));
        assertThatThrownBy(() -> RunFolder.create(Optional.of(temporary), "train")).isInstanceOf(UserError.class)
                .hasMessageStartingWith(temporary + ": is not empty");
    }

    @Test void filesInTheWayAreNamed() throws IOException {
        Path file = Files.createFile(temporary.resolve("x"));
        assertThatThrownBy(() -> RunFolder.create(Optional.of(file), "train")).isInstanceOf(UserError.class)
                .hasMessage(file + ": is a file; --out needs a folder");
        assertThatThrownBy(() -> RunFolder.create(Optional.of(file.resolve("y")), "train")).isInstanceOf(UserError.class)
                .hasMessageContaining("cannot be made");
    }

    @Test void readOnlyFoldersAreNamed() {
        assumeTrue(temporary.toFile().setWritable(false) && !Files.isWritable(temporary), "the superuser may write anywhere");
        assertThatThrownBy(() -> RunFolder.create(Optional.of(temporary.resolve("a")), "train")).isInstanceOf(UserError.class)
                .hasMessageContaining("permission denied");
    }

    /** Every write to this device fails as on a full disk. */
    @Test void aFullDiskIsTheUsersToSolve() {
        assumeTrue(Files.isWritable(Path.of("/dev/full")), "needs Linux");
        var folder = RunFolder.create(Optional.of(temporary.resolve("run")), "train");
        folder.writeConfig("eta: 1\n");
        assertThatThrownBy(() -> folder.write(folder.report(), out -> {
            try (var full = Files.newOutputStream(Path.of("/dev/full"))) {
                full.write(1);
            }
        })).isInstanceOf(UserError.class)
                .hasMessageStartingWith(folder.report() + ": cannot be written (No space left on device)");
        assertThat(folder.path().toFile().list()).containsExactly("config.yaml");
    }

    @Test void foldersWithoutAConfigurationAreNoRuns() {
        assertThatThrownBy(() -> RunFolder.existing(temporary)).isInstanceOf(UserError.class)
                .hasMessageContaining("no config.yaml");
    }
}

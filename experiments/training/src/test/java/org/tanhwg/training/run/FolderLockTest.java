package org.tanhwg.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
    private static final FolderLock.Locking WITHOUT_LOCKS = channel -> {
        throw new IOException("Function not implemented");
    };

    @TempDir Path temporary;
    private RunFolder folder;

    @BeforeEach void begin() {
        folder = RunFolder.create(Optional.of(temporary.resolve("run")), "train");
        folder.writeConfig("eta: 1\n");
    }

    @Test void oneAtATime() {
        try (var lock = FolderLock.take(folder, "training")) {
            assertThatThrownBy(() -> FolderLock.take(folder, "training")).isInstanceOf(UserError.class)
                    .hasMessageStartingWith(folder.path() + ": another training is running there");
        }
        FolderLock.take(folder, "training").close();
    }

    /** Locking failed with "Function not implemented" there, and with it the command. */
    @Test void fileSystemsWithoutLocksToo() {
        try (var lock = FolderLock.take(folder, "training", WITHOUT_LOCKS)) {
            assertThatThrownBy(() -> FolderLock.take(folder, "training", WITHOUT_LOCKS)).isInstanceOf(UserError.class)
                    .hasMessageContaining("another training is running there (process " + ProcessHandle.current().pid() + " on ");
        }
        FolderLock.take(folder, "training", WITHOUT_LOCKS).close();
    }

    @Test void whoDiedThereNoLongerCountsButWhoIsElsewhereDoes() throws Exception {
        Process ended = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        ended.waitFor();
        String host = InetAddress.getLocalHost().getHostName();
        Path file = folder.path().resolve(".lock");
        Files.writeString(file, ended.pid() + " on " + host);
        FolderLock.take(folder, "training", WITHOUT_LOCKS).close();
        Files.writeString(file, ended.pid() + " on another-machine");
        assertThatThrownBy(() -> FolderLock.take(folder, "training", WITHOUT_LOCKS)).isInstanceOf(UserError.class)
                .hasMessageContaining("on another-machine; if it is not, remove " + file);
        assertThat(file).exists();
    }
}

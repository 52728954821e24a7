package org.tanhwg.layers.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir Path folder;

    @Test void replacesWhatWasThere() throws IOException {
        Path file = folder.resolve("a");
        for (String text : new String[] {"longer text", "short"}) {
            AtomicFile.write(file, out -> out.write(text.getBytes()));
            assertThat(file).hasContent(text);
        }
    }

    @Test void keepsTheOldFileWhenWritingFails() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "old");
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
            out.write(new byte[1 << 20]);
            throw new IOException("disk full");
        })).hasMessage("disk full");
        assertThat(file).hasContent("old");
        assertThat(folder.toFile().list()).containsExactly("a");
    }
}

package org.tanhwg.core.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tanhwg.core.memory.GaussianMemory.Structure;

class MemoryFileTest {
    private static GaussianMemory memory(Structure structure) {
        var random = new SplittableRandom(structure.ordinal());
        if (structure == Structure.GENERAL) return GaussianMemory.of(Laws.laws(5, 3, 100, random), 0.7);
        Eigenbasis basis = switch (structure) {
            case SPHERICAL -> Eigenbasis.spherical(3);
            case DIAGONAL -> Eigenbasis.diagonal(3);
            default -> Eigenbasis.of(Laws.axes(3, random).get2DData());
        };
        double[][] rows = Laws.vectors(5, basis.length(), random);
        for (double[] row : rows) for (int k = 3; k < row.length; k++) row[k] = Math.abs(row[k]);
        return GaussianMemory.of(basis, rows, 0.7);
    }

    private static byte[] bytes(GaussianMemory memory) throws IOException {
        var out = new ByteArrayOutputStream();
        MemoryFile.write(memory, out);
        return out.toByteArray();
    }

    private static GaussianMemory read(byte[] bytes) throws IOException {
        return MemoryFile.read(new ByteArrayInputStream(bytes));
    }

    @ParameterizedTest
    @EnumSource void memoriesComeBackToTheBit(Structure structure) throws IOException {
        GaussianMemory memory = memory(structure), back = read(bytes(memory));
        assertThat(back.structure()).isEqualTo(structure);
        var cues = List.of(Laws.law(3, 10, new SplittableRandom(9)), memory.pattern(2));
        var there = memory.retrieve(cues, Stopping.DEFAULT);
        var here = back.retrieve(cues, Stopping.DEFAULT);
        for (int q = 0; q < cues.size(); q++) {
            assertThat(here.get(q).energies()).isEqualTo(there.get(q).energies());
            assertThat(here.get(q).state().mean()).isEqualTo(there.get(q).state().mean());
            assertThat(here.get(q).state().covariance()).isDeepEqualTo(there.get(q).state().covariance());
        }
        assertThat(bytes(back)).isEqualTo(bytes(memory));
    }

    @ParameterizedTest
    @EnumSource void everyTruncationAndEveryFlippedBitIsFound(Structure structure) throws IOException {
        byte[] whole = bytes(memory(structure));
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(part)).isInstanceOf(IOException.class).hasMessageStartingWith("ends too early");
        }
        for (int i = 0; i < whole.length; i++) {
            byte[] flipped = whole.clone();
            flipped[i] ^= 4;
            assertThatThrownBy(() -> read(flipped)).as("byte %d", i).isInstanceOf(IOException.class);
        }
    }

    /** {@code golden-*.bin} were written by the release before the formats got one reader. */
    @ParameterizedTest
    @EnumSource void earlierFilesAreRead(Structure structure) throws IOException {
        byte[] golden = resource("golden-" + structure.name().toLowerCase(Locale.ROOT));
        GaussianMemory memory = read(golden);
        assertThat(memory.structure()).isEqualTo(structure);
        assertThat(memory.beta()).isEqualTo(.7);
        assertThat(memory.space().dimension()).isEqualTo(2);
        assertThat(bytes(memory)).isEqualTo(golden);
    }

    /** 201 bytes that speak of 13,807,371 dimensions made the reader allocate 110 MB. */
    @Test void aHugeDimensionAllocatesNothing(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("memory.bin"), resource("hostile-dimension"));
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> MemoryFile.read(file)).isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + ": ends too early: 5 × ").hasMessageContaining("bytes of patterns in 169");
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
    }

    private static byte[] resource(String name) throws IOException {
        try (var in = MemoryFileTest.class.getResourceAsStream(name + ".bin")) {
            return in.readAllBytes();
        }
    }

    @Test void otherFilesAreNamed() throws IOException {
        assertThatThrownBy(() -> read("PK\3\4 and so on".getBytes())).hasMessage("is not a file of a Gaussian memory");
        byte[] later = bytes(memory(Structure.SPHERICAL));
        ByteBuffer.wrap(later).putShort(4, (short) 2);
        assertThatThrownBy(() -> read(later)).hasMessage("is of format version 2; this program reads version 1");
        byte[] huge = bytes(memory(Structure.GENERAL));
        ByteBuffer.wrap(huge).putInt(16, 1 << 24);
        assertThatThrownBy(() -> read(huge)).hasMessageStartingWith("ends too early");
    }
}

package org.tanhwg.core.attractor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tanhwg.core.attractor.LocalRule.LocalLearning;
import org.tanhwg.core.attractor.StorageRule.Hebb;

class AttractorFileTest {
    private static byte[] bytes() throws IOException {
        var rule = new LocalRule(6, States.BITS, LocalLearning.of(0.15, 3));
        rule.store(RulesTest.patterns(4, 6, 1));
        var out = new ByteArrayOutputStream();
        AttractorFile.write(rule.memory(), out);
        return out.toByteArray();
    }

    private static AttractorNetwork read(byte[] bytes) throws IOException {
        return AttractorFile.read(new ByteArrayInputStream(bytes));
    }

    @Test void networksComeBackToTheBit() throws IOException {
        byte[] whole = bytes();
        assertThat(whole).hasSize(11 + 6 * 7 * 4 + 8);
        var again = new ByteArrayOutputStream();
        AttractorFile.write(read(whole), again);
        assertThat(again.toByteArray()).isEqualTo(whole);
    }

    @Test void phasesComeBackToo() throws IOException {
        var rule = new Hebb(6, States.PHASES);
        rule.store(PhasorTest.phases(2, 6, 1));
        var out = new ByteArrayOutputStream();
        AttractorFile.write(rule.memory(), out);
        AttractorNetwork again = read(out.toByteArray());
        assertThat(again.states()).isEqualTo(States.PHASES);
        for (int y = 0; y < 6; y++) assertThat(again.weights(y)).isEqualTo(rule.memory().weights(y));
    }

    @Test void everyTruncationAndEveryFlippedBitIsFound() throws IOException {
        byte[] whole = bytes();
        for (int i = 0; i < whole.length; i++) {
            byte[] part = Arrays.copyOf(whole, i), flipped = whole.clone();
            flipped[i] ^= 4;
            assertThatThrownBy(() -> read(part)).isInstanceOf(IOException.class).hasMessageStartingWith("ends too early");
            assertThatThrownBy(() -> read(flipped)).as("byte %d", i).isInstanceOf(IOException.class);
        }
    }

    /** {@code golden-*.bin} were written by the release before the formats got one reader. */
    @ParameterizedTest
    @CsvSource({"golden-bits, BITS, 6", "golden-phases, PHASES, 5"}) void earlierFilesAreRead(String name, States states,
            int units)
            throws IOException {
        byte[] golden = AttractorFileTest.class.getResourceAsStream(name + ".bin").readAllBytes();
        AttractorNetwork network = read(golden);
        assertThat(network.states()).isEqualTo(states);
        assertThat(network.units()).isEqualTo(units);
        var again = new ByteArrayOutputStream();
        AttractorFile.write(network, again);
        assertThat(again.toByteArray()).isEqualTo(golden);
    }

    @Test void otherFilesAreNamed() throws IOException {
        assertThatThrownBy(() -> read("PK\3\4 and so on".getBytes())).hasMessage("is not a file of an attractor network");
        byte[] later = bytes();
        ByteBuffer.wrap(later).putShort(4, (short) 3);
        assertThatThrownBy(() -> read(later)).hasMessage("is of format version 3; this program reads version 2");
        byte[] huge = bytes();
        ByteBuffer.wrap(huge).putInt(7, Integer.MAX_VALUE);
        assertThatThrownBy(() -> read(huge)).hasMessageStartingWith("ends too early: ").hasMessageContaining("of biases in");
    }
}

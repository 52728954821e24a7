package org.tanhwg.core.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.tanhwg.core.BinaryFormat;

class PackedListTest {
    private static byte[] bytes(long... ascending) throws IOException {
        var out = new ByteArrayOutputStream();
        PackedList.write(new DataOutputStream(out), ascending);
        return out.toByteArray();
    }

    private static long[] read(byte[] bytes, int count, long limit) throws IOException {
        LongStream.Builder found = LongStream.builder();
        var in = new BinaryFormat.Input(ByteBuffer.wrap(bytes));
        PackedList.read(in, "list", count, limit, found);
        in.requireEnd();
        return found.build().toArray();
    }

    /** Indexes of any density come back, at no more bits each than entropy asks and one. */
    @Property(tries = 300) void theyComeBack(@ForAll long seed, @ForAll @IntRange(min = 1, max = 3000) int limit,
            @ForAll @DoubleRange(max = 1) double density) throws IOException {
        var random = new SplittableRandom(seed);
        long[] ascending = LongStream.range(0, limit).filter(i -> random.nextDouble() < density).toArray();
        byte[] bytes = bytes(ascending);
        assertThat(read(bytes, ascending.length, limit)).isEqualTo(ascending);
        double p = ascending.length / (double) limit;
        double entropy = p == 0 || p == 1 ? 0 : -limit * (p * Math.log(p) + (1 - p) * Math.log(1 - p)) / Math.log(2);
        assertThat(8 * bytes.length).isLessThan((int) (entropy + ascending.length + 8 * 3 + 64));
    }

    @Test void theSpecificationsExample() throws IOException {
        assertThat(bytes(0, 7, 8)).containsExactly(0, 0b01111110, 0b00000000);
        assertThat(bytes()).containsExactly(0);
        assertThat(read(bytes(1L << 40), 1, 1L << 41)).containsExactly(1L << 40);
    }

    @Test void whatIsNoSuchListIsRefused() {
        assertThatThrownBy(() -> read(bytes(3, 9), 2, 9)).isInstanceOf(IOException.class)
                .hasMessage("list: an index that is not below 9");
        assertThatThrownBy(() -> read(new byte[] {63, 0}, 1, 9)).hasMessage("list: gaps of 63 low bits: must be at most 62");
        assertThatThrownBy(() -> read(new byte[] {0, 1}, 1, 9)).hasMessage("list: bits behind the last gap are not 0");
        assertThatThrownBy(() -> read(new byte[] {0, -1, -1}, 1, 9)).hasMessage("list: an index that is not below 9");
        assertThatThrownBy(() -> read(new byte[] {2, -1}, 1, 1L << 40)).isInstanceOf(IOException.class)
                .hasMessageContaining("ends too early");
        assertThatThrownBy(() -> read(new byte[] {0}, 1, 0)).isInstanceOf(IOException.class);
    }
}

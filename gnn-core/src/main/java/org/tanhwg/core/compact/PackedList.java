package org.tanhwg.core.compact;

import java.io.DataOutputStream;
import java.io.IOException;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.tanhwg.core.BinaryFormat;

/**
 * An ascending list of indexes as the bits of its gaps, Rice's code: after a byte k each gap g, the number of indexes left out, is ⌊g/2ᵏ⌋ ones, a zero and the k lowest bits of g, highest
 * first. Bits fill bytes from the highest on, and zeros the last byte.
 */
final class PackedList {
    private static final int MOST_LOW_BITS = 62;

    private PackedList() {}

    /** With the k that makes it shortest. @param ascending from 0 on */
    static void write(DataOutputStream out, long... ascending) throws IOException {
        long[] gaps = ascending.clone();
        for (int i = gaps.length - 1; i > 0; i--) gaps[i] -= gaps[i - 1] + 1;
        int best = 0;
        for (int low = 1; low <= MOST_LOW_BITS; low++) if (bits(gaps, low) < bits(gaps, best)) best = low;
        out.writeByte(best);
        var bits = new Writer(out);
        for (long gap : gaps) {
            for (long ones = gap >>> best; ones > 0; ones--) bits.add(1);
            bits.add(0);
            for (int bit = best - 1; bit >= 0; bit--) bits.add((int) (gap >>> bit & 1));
        }
        bits.end();
    }

    /** Bits that the code needs; as a floating-point number, for they may be more than a long counts. */
    private static double bits(long[] gaps, int low) {
        return LongStream.of(gaps).mapToDouble(gap -> (double) (gap >>> low) + 1 + low).sum();
    }

    /** Reads {@code count} indexes, one after the other. @throws IOException when they are no such list, or not all below {@code limit} */
    static void read(BinaryFormat.Input in, String field, int count, long limit, LongConsumer each) throws IOException {
        int low = in.signedByte(field);
        if (low < 0 || low > MOST_LOW_BITS)
            throw new IOException(field + ": gaps of " + low + " low bits: must be at most " + MOST_LOW_BITS);
        var bits = new Reader(in, field);
        for (long i = 0, next = 0; i < count; i++) {
            long gap = 0;
            while (bits.next() == 1) if (++gap > limit >>> low) throw outside(field, limit);
            for (int bit = 0; bit < low; bit++) gap = gap << 1 | bits.next();
            if (gap >= limit - next) throw outside(field, limit);
            each.accept(next + gap);
            next += gap + 1;
        }
        if (bits.rest() != 0) throw new IOException(field + ": bits behind the last gap are not 0");
    }

    private static IOException outside(String field, long limit) {
        return new IOException(field + ": an index that is not below " + limit);
    }

    private static final class Writer {
        private final DataOutputStream out;
        private int open;
        private int count;

        Writer(DataOutputStream out) { this.out = out; }

        void add(int bit) throws IOException {
            open = open << 1 | bit;
            if (++count == Byte.SIZE) end();
        }

        void end() throws IOException {
            if (count > 0) out.writeByte(open << Byte.SIZE - count);
            open = 0;
            count = 0;
        }
    }

    private static final class Reader {
        private final BinaryFormat.Input in;
        private final String field;
        private int open;
        private int left;

        Reader(BinaryFormat.Input in, String field) {
            this.in = in;
            this.field = field;
        }

        int next() throws IOException {
            if (left == 0) {
                open = in.signedByte(field);
                left = Byte.SIZE;
            }
            return open >>> --left & 1;
        }

        /** What of the byte last read is not used. */
        int rest() { return open & (1 << left) - 1; }
    }
}

package org.tanhwg.spark;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.IntPredicate;

/**
 * Arrays most of whose numbers are 0, as bytes: runs of zeros and runs of others in turn, each with its length (7 bits a byte), the others as they
 * are. A number among zeros costs two bytes more than itself, an array without zeros five bytes in all. Every bit is kept, −0 too.
 */
final class Runs {
    private Runs() {}

    static byte[] encode(float[] numbers) {
        return encode(numbers.length, Float.BYTES, i -> Float.floatToRawIntBits(numbers[i]) == 0,
                (buffer, i) -> buffer.putFloat(numbers[i]));
    }

    static byte[] encode(double[] numbers) {
        return encode(numbers.length, Double.BYTES, i -> Double.doubleToRawLongBits(numbers[i]) == 0,
                (buffer, i) -> buffer.putDouble(numbers[i]));
    }

    /** @param length of the array that was encoded */
    static float[] floats(byte[] bytes, int length) {
        float[] numbers = new float[length];
        decode(bytes, length, (buffer, i) -> numbers[i] = buffer.getFloat());
        return numbers;
    }

    /** @param length of the array that was encoded */
    static double[] doubles(byte[] bytes, int length) {
        double[] numbers = new double[length];
        decode(bytes, length, (buffer, i) -> numbers[i] = buffer.getDouble());
        return numbers;
    }

    private interface Move {
        void number(ByteBuffer buffer, int i);
    }

    private static byte[] encode(int length, int size, IntPredicate zero, Move write) {
        var out = new ByteArrayOutputStream();
        var buffer = ByteBuffer.allocate(1 << 13);
        for (int i = 0; i < length;) {
            int others = i;
            while (others < length && zero.test(others)) others++;
            int end = others;
            while (end < length && !zero.test(end)) end++;
            length(out, others - i);
            length(out, end - others);
            for (i = others; i < end; i++) {
                if (buffer.remaining() < size) flush(buffer, out);
                write.number(buffer, i);
            }
            flush(buffer, out);
        }
        return out.toByteArray();
    }

    private static void flush(ByteBuffer buffer, ByteArrayOutputStream out) {
        out.write(buffer.array(), 0, buffer.position());
        buffer.clear();
    }

    private static void length(ByteArrayOutputStream out, int length) {
        int rest = length;
        for (; rest >= 0x80; rest >>>= 7) out.write(rest & 0x7f | 0x80);
        out.write(rest);
    }

    private static void decode(byte[] bytes, int length, Move read) {
        var buffer = ByteBuffer.wrap(bytes);
        for (int i = 0; i < length;) {
            i += length(buffer);
            for (int end = i + length(buffer); i < end; i++) read.number(buffer, i);
        }
    }

    private static int length(ByteBuffer buffer) {
        int length = 0;
        for (int shift = 0;; shift += 7) {
            byte next = buffer.get();
            length |= (next & 0x7f) << shift;
            if (next >= 0) return length;
        }
    }
}

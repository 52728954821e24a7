package org.tanhwg.spark;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.tanhwg.layers.optimizer.LivingState;

/**
 * Arrays most of whose numbers are 0, as bytes: runs of zeros and runs of others in turn, each with its length (7 bits a byte), the others as they
 * are. A number among zeros costs two bytes more than itself, an array without zeros five bytes in all. Every bit is kept, −0 too.
 */
final class Runs {
    /** Bytes of two lengths. */
    private static final int MOST_LENGTHS = 10;

    private Runs() {}

    static byte[] encode(float[] numbers) {
        return encode(numbers.length, Float.BYTES, i -> Float.floatToRawIntBits(numbers[i]) == 0,
                (buffer, i) -> buffer.putFloat(numbers[i]));
    }

    static byte[] encode(double[] numbers) {
        return encode(numbers.length, Double.BYTES, i -> Double.doubleToRawLongBits(numbers[i]) == 0,
                (buffer, i) -> buffer.putDouble(numbers[i]));
    }

    /** A place of an array and what stands there. */
    interface Visitor {
        void visit(int i, float number);
    }

    /** Visits the numbers that were encoded as they are, in their order; the others are 0. */
    static void visit(byte[] bytes, Visitor visitor) {
        decode(bytes, (buffer, i) -> visitor.visit(i, buffer.getFloat()));
    }

    /** @param length of the array that was encoded */
    static float[] floats(byte[] bytes, int length) {
        float[] numbers = new float[length];
        visit(bytes, (i, number) -> numbers[i] = number);
        return numbers;
    }

    /** @param length of the array that was encoded */
    static double[] doubles(byte[] bytes, int length) {
        double[] numbers = new double[length];
        decode(bytes, (buffer, i) -> numbers[i] = buffer.getDouble());
        return numbers;
    }

    private interface Move {
        void number(ByteBuffer buffer, int i);
    }

    private static byte[] encode(int length, int size, IntPredicate zero, Move write) {
        var buffer = ByteBuffer.allocate(1 << 13);
        for (int i = 0; i < length;) {
            int others = i;
            while (others < length && zero.test(others)) others++;
            int end = others;
            while (end < length && !zero.test(end)) end++;
            buffer = withRoom(buffer, MOST_LENGTHS + (long) size * (end - others));
            length(buffer, others - i);
            length(buffer, end - others);
            for (i = others; i < end; i++) write.number(buffer, i);
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private static ByteBuffer withRoom(ByteBuffer buffer, long bytes) {
        if (buffer.remaining() >= bytes) return buffer;
        int size = Math.toIntExact(Math.max(Math.min(2L * buffer.capacity(), Integer.MAX_VALUE - 8), buffer.position() + bytes));
        return ByteBuffer.allocate(size).put(buffer.flip());
    }

    private static void length(ByteBuffer buffer, int length) {
        int rest = length;
        for (; rest >= 0x80; rest >>>= 7) buffer.put((byte) (rest & 0x7f | 0x80));
        buffer.put((byte) rest);
    }

    private static void decode(byte[] bytes, Move read) {
        var buffer = ByteBuffer.wrap(bytes);
        for (int i = 0; buffer.hasRemaining();) {
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

    /**
     * A field on its way: the numbers of synapses with mass, the others cost next to nothing.
     *
     * @param parameters and {@code optimizer} as {@link Runs}, with the lengths of what they were
     */
    record Message(byte[] parameters, int parameterCount, byte[] optimizer, int optimizerCount) implements Serializable {

        static Message of(LivingState state) {
            return new Message(Runs.encode(state.parameters()), state.parameters().length, Runs.encode(state.optimizer()),
                    state.optimizer().length);
        }

        LivingState state() {
            return new LivingState(Runs.floats(parameters, parameterCount), Runs.floats(optimizer, optimizerCount));
        }

        long bytes() { return (long) parameters.length + optimizer.length; }
    }
}

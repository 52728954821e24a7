package org.tanhwg.layers.io;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UTFDataFormatException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.options.ArrayOptionsHelper;
import org.nd4j.linalg.exception.ND4JUnknownDataTypeException;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A row of numbers in the form of {@code Nd4j.write}: shape descriptor (rank, shape, strides, extras, element stride, order), then data; each
 * as allocation mode, length, type and elements.
 *
 * <p>{@code Nd4j.read} believes every length and stride in it, and native code follows them. So all are checked here, and it only ever sees
 * a dense row of the length that the network's configuration asks for, in full.
 */
final class ArrayEntry {
    private static final int LONGEST_HEADER = 1024;
    /** All bytes once while they arrive and once put together. */
    private static final int HEAP_BYTES_PER_BYTE = 3;
    private static final Set<String> FLOATING = Set.of("FLOAT", "DOUBLE", "HALF", "BFLOAT16");

    /** Numbers that are written at a time. */
    private static final int TILE = 1 << 12;

    private ArrayEntry() {}

    /** Writes an array, to the byte as {@code Nd4j.write} does, which asks for one element after the other. */
    static void write(INDArray array, OutputStream out) throws IOException {
        var data = new DataOutputStream(out);
        if (array.dataType() != DataType.FLOAT || array.isView()) {
            Nd4j.write(array, data);
        } else {
            array.shapeInfoDataBuffer().write(data);
            data.writeUTF(array.data().allocationMode().name());
            data.writeLong(array.data().length());
            data.writeUTF(DataType.FLOAT.name());
            FloatBuffer numbers = array.data().asNioFloat();
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * TILE);
            while (numbers.hasRemaining()) {
                int count = Math.min(TILE, numbers.remaining());
                bytes.asFloatBuffer().put(numbers.slice(numbers.position(), count));
                numbers.position(numbers.position() + count);
                data.write(bytes.array(), 0, Float.BYTES * count);
            }
        }
        data.flush();
    }

    /**
     * Reads the row.
     *
     * @param where what messages call it
     * @param length number of elements it must have
     * @throws ModelFileException when it is anything else than a whole dense row of so many floating-point numbers
     */
    static INDArray read(String where, InputStream in, long length) throws IOException {
        long most = Math.min(Integer.MAX_VALUE - LONGEST_HEADER, Runtime.getRuntime().maxMemory() / HEAP_BYTES_PER_BYTE)
                / Double.BYTES;
        if (length > most)
            throw new ModelFileException(where + " should hold " + length + " numbers; this Java heap holds at most " + most);
        var buffered = new BufferedInputStream(in, 1 << 16);
        buffered.mark(LONGEST_HEADER);
        byte[] start = buffered.readNBytes(LONGEST_HEADER);
        buffered.reset();
        var header = new ByteArrayInputStream(start);
        long total;
        try {
            long size = size(where, new DataInputStream(header), length);
            total = start.length - header.available() + size;
        } catch (EOFException | UTFDataFormatException | ND4JUnknownDataTypeException e) {
            throw new ModelFileException(where + " is damaged or cut short", e);
        }
        byte[] bytes = buffered.readNBytes((int) total);
        if (bytes.length < total)
            throw new ModelFileException(where + " is cut short: " + bytes.length + " of " + total + " bytes");
        if (buffered.read() != -1) throw new ModelFileException(where + " goes on after its " + total + " bytes; must end there");
        return Nd4j.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    }

    /** Reads and checks both headers; returns the number of bytes of the elements that follow. */
    private static long size(String where, DataInputStream in, long length) throws IOException {
        long words = buffer(where, in, Set.of("LONG"));
        long rank = in.readLong();
        if (rank < 1 || rank > 2 || words != 2 * rank + 4) throw new ModelFileException(where + " is not a row of numbers");
        long[] shape = new long[(int) words];
        shape[0] = rank;
        for (int i = 1; i < words; i++) shape[i] = in.readLong();
        int last = (int) rank;
        boolean row = (rank == 1 || shape[1] == 1) && (shape[last] == 1 || shape[2 * last] == 1);
        if (!row) throw new ModelFileException(where + " is not a dense row of numbers");
        if (shape[last] != length) {
            throw new ModelFileException(
                    where + " holds " + shape[last] + " numbers; the network's configuration asks for " + length);
        }
        DataType declared = ArrayOptionsHelper.dataType(shape);
        if (!FLOATING.contains(declared.name()))
            throw new ModelFileException(where + " holds " + declared + "; must be floating-point numbers");
        if (buffer(where, in, Set.of(declared.name())) != length)
            throw new ModelFileException(where + " contradicts itself about its length");
        return length * declared.width();
    }

    /** Reads the header of a buffer of one of these types; returns its number of elements. */
    private static long buffer(String where, DataInputStream in, Set<String> types) throws IOException {
        String mode = in.readUTF();
        // the older modes have 32-bit lengths or convert while they read
        if (!mode.equals("MIXED_DATA_TYPES") && !mode.equals("LONG_SHAPE")) {
            throw new ModelFileException(
                    where + " is not in the form that Deeplearning4j 1.0.0-M2.1 writes; save the network anew with it");
        }
        long length = in.readLong();
        if (!types.contains(in.readUTF())) throw new ModelFileException(where + " is damaged: unexpected type of numbers");
        return length;
    }
}

package org.tanhwg.datasets.array;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.DataFiles;

/**
 * An array of numbers in NumPy's format, as it lies in the file.
 *
 * @param name    what messages call it
 * @param type    one of {@code b u i f}: truth values, unsigned, signed, floating point
 * @param bytes   of one number: 1, 2, 4 or 8
 * @param order   of the bytes of a number
 * @param fortran whether the first dimension changes fastest
 * @param shape   lengths, at most four; each at least 1
 * @param data    the numbers
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</a>
 */
record NpyArray(String name, char type, int bytes, ByteOrder order, boolean fortran, int[] shape, byte[] data) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST_HEADER = 1 << 16;
    private static final int MOST_DIMENSIONS = 4;
    private static final Pattern DESCR = Pattern.compile("'descr':\\s*'([<>|=])([a-zA-Z])(\\d{1,6})'");
    private static final Pattern OBJECT = Pattern.compile("'descr':\\s*'[<>|=]?O");
    private static final Pattern FORTRAN = Pattern.compile("'fortran_order':\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([0-9, ]*)\\)");

    /**
     * Reads header and numbers.
     *
     * @param in     closed by the caller
     * @param length bytes that the file says it has, header included
     * @param stored bytes that are really there, packed or not
     * @throws DataException if it holds pickled objects or another kind than numbers, is cut short, or is too large for the heap
     */
    static NpyArray read(String name, InputStream in, long length, long stored) throws IOException {
        byte[] magic = in.readNBytes(8);
        if (magic.length < 8 || !Arrays.equals(Arrays.copyOf(magic, MAGIC.length), MAGIC))
            throw new DataException(name, "is not an array in NumPy's format; it must start with \\x93NUMPY");
        int sizeBytes = magic[6] == 1 ? 2 : 4;
        byte[] size = in.readNBytes(sizeBytes);
        if (size.length < sizeBytes) throw new DataException(name, "is cut short within its header");
        long headerLength = sizeBytes == 2 ? ByteBuffer.wrap(size).order(ByteOrder.LITTLE_ENDIAN).getShort() & 0xffff
                : ByteBuffer.wrap(size).order(ByteOrder.LITTLE_ENDIAN).getInt() & 0xffffffffL;
        if (headerLength > LONGEST_HEADER)
            throw new DataException(name, "has a header of " + DataFiles.grouped(headerLength) + " bytes; at most "
                    + DataFiles.grouped(LONGEST_HEADER) + " are read");
        byte[] header = in.readNBytes((int) headerLength);
        if (header.length < headerLength) throw new DataException(name, "is cut short within its header");
        return of(name, new String(header, StandardCharsets.ISO_8859_1), in, length - 8 - sizeBytes - headerLength, stored);
    }

    private static NpyArray of(String name, String header, InputStream in, long left, long stored) throws IOException {
        if (OBJECT.matcher(header).find())
            throw new DataException(name,
                    "holds pickled Python objects, which are never unpickled; save it as an array of numbers");
        Matcher descr = DESCR.matcher(header), fortran = FORTRAN.matcher(header), lengths = SHAPE.matcher(header);
        if (!descr.find() || !fortran.find() || !lengths.find())
            throw new DataException(name, "has a header that is not understood; must describe one array of numbers");
        char type = descr.group(2).charAt(0);
        int bytes = Integer.parseInt(descr.group(3));
        boolean known = switch (type) {
            case 'b' -> bytes == 1;
            case 'u', 'i' -> bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8;
            case 'f' -> bytes == 2 || bytes == 4 || bytes == 8;
            default -> false;
        };
        if (!known)
            throw new DataException(name, "holds values of type " + type + bytes
                    + "; must be whole numbers, floating point of 2, 4 or 8 bytes, or truth values");
        int[] shape = shape(name, lengths.group(1));
        long size = bytes;
        for (int one : shape) size = Math.min(size * one, Long.MAX_VALUE >> 31); // saturates
        String promise = "header promises " + words(shape) + " numbers of " + bytes + " bytes";
        if (left >= 0 && size != left)
            throw new DataException(name,
                    promise + ", the file holds " + DataFiles.grouped(left) + " bytes of them; must be equal");
        DataFiles.requireRoom(name, promise, size);
        byte[] data = DataFiles.readUpTo(in, (int) size, stored);
        if (data.length < size) throw new DataException(name, "is cut short: " + promise);
        if (in.read() != -1) throw new DataException(name, "goes on after what its header promises; must end there");
        ByteOrder order = descr.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return new NpyArray(name, type, bytes, order, fortran.group(1).equals("True"), shape, data);
    }

    private static int[] shape(String name, String text) {
        String[] lengths = Arrays.stream(text.split(",")).map(String::strip).filter(one -> !one.isEmpty()).toArray(String[]::new);
        if (lengths.length < 1 || lengths.length > MOST_DIMENSIONS)
            throw new DataException(name, "has " + lengths.length + " dimensions; must have 1 to " + MOST_DIMENSIONS);
        int[] shape = new int[lengths.length];
        for (int d = 0; d < shape.length; d++) {
            if (!lengths[d].matches("[0-9]{1,9}") || Integer.parseInt(lengths[d]) < 1)
                throw new DataException(name,
                        "has the length " + lengths[d] + " in dimension " + (d + 1) + "; must be in [1, 999999999]");
            shape[d] = Integer.parseInt(lengths[d]);
        }
        return shape;
    }

    /** A shape as messages show it: 60,000 x 28 x 28. */
    static String words(int[] shape) {
        return Arrays.stream(shape).mapToObj(DataFiles::grouped).collect(Collectors.joining(" x "));
    }

    /** Length of the first dimension. */
    int count() {
        return shape[0];
    }

    /** Numbers of one item along the first dimension. */
    int width() {
        int width = 1;
        for (int d = 1; d < shape.length; d++) width *= shape[d];
        return width;
    }

    /** Whether the data are unsigned bytes, item after item. */
    boolean isPlainBytes() {
        return type == 'u' && bytes == 1 && !fortran;
    }

    /** Plain bytes in the order of images in Deeplearning4j. They are put so where they lie, a copy being too large; nothing else is to be asked of the array then. */
    byte[] planes() {
        if (channelsLast() && shape[3] > 1) {
            int[] places = places();
            byte[] item = new byte[places.length];
            for (int first = 0; first < data.length; first += item.length) {
                System.arraycopy(data, first, item, 0, item.length);
                for (int i = 0; i < item.length; i++) data[first + i] = item[places[i]];
            }
        }
        return data;
    }

    /** Whether the last of four dimensions, not the second, is that of channels. */
    boolean channelsLast() {
        return shape.length == 4 && (shape[3] == 1 || shape[3] == 3);
    }

    /** Place of each number of the first item, in the order of images in Deeplearning4j: channels first, then rows. */
    int[] places() {
        int[] strides = new int[shape.length];
        for (int d = 0, stride = 1; d < shape.length; d++) {
            int axis = fortran ? d : shape.length - 1 - d;
            strides[axis] = stride;
            stride *= shape[axis];
        }
        int[] axes = channelsLast() ? new int[] {3, 1, 2} : new int[] {1, 2, 3};
        int[] places = new int[width()];
        for (int i = 0; i < places.length; i++) {
            int rest = i;
            for (int a = shape.length - 2; a >= 0; a--) {
                places[i] += rest % shape[axes[a]] * strides[axes[a]];
                rest /= shape[axes[a]];
            }
        }
        return places;
    }

    /** Distance between items in numbers. */
    int stride() {
        return fortran ? 1 : width();
    }

    /** A number of half precision, IEEE 754 binary16. */
    private static double half(short bits) {
        int exponent = bits >> 10 & 31, fraction = bits & 1023;
        double size = exponent == 31 ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                : exponent == 0 ? fraction * 0x1p-24 : Math.scalb(1024.0 + fraction, exponent - 25);
        return bits < 0 ? -size : size;
    }

    /** The number at a place, counted in numbers. */
    double at(int place) {
        ByteBuffer in = ByteBuffer.wrap(data).order(order);
        return switch (type) {
            case 'f' -> switch (bytes) {
                case 2 -> half(in.getShort(2 * place));
                case 4 -> in.getFloat(4 * place);
                default -> in.getDouble(8 * place);
            };
            case 'i' -> switch (bytes) {
                case 1 -> data[place];
                case 2 -> in.getShort(2 * place);
                case 4 -> in.getInt(4 * place);
                default -> in.getLong(8 * place);
            };
            default -> switch (bytes) {
                case 1 -> data[place] & 0xff;
                case 2 -> in.getShort(2 * place) & 0xffff;
                case 4 -> in.getInt(4 * place) & 0xffffffffL;
                default -> in.getLong(8 * place) >= 0 ? in.getLong(8 * place) : 0x1p64;
            };
        };
    }
}

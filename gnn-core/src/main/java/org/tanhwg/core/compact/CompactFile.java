package org.tanhwg.core.compact;

import static org.tanhwg.core.BinaryFormat.writeNumber;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.tanhwg.core.BinaryFormat;
import org.tanhwg.core.compact.PictureLayer.Junction;
import org.tanhwg.core.compact.PictureLayer.Pooling;

/**
 * How a {@link CompactNetwork} or {@link CompactModel} is kept; docs/compact-format.md is the specification.
 *
 * <p>A file is checked against its length and its CRC-32C before anything in it is believed, and no count makes the reader allocate more
 * than the bytes behind it can fill.
 */
public final class CompactFile {
    private static final int MAGIC = 0x474E4E43; // "GNNC"
    /** Version of a file that holds a network alone. */
    private static final int PLAIN = 1;
    /** Version of a file that also says what inputs and outputs mean. */
    private static final int MEANT = 2;
    /** Version of a file with convolutions or poolings. */
    private static final int PICTURES = 3;
    /** Version of a file in which layers take what others than the one before gave. */
    private static final int JOINED = 4;
    /** Version of the same whose lists of inputs are packed. */
    private static final int PACKED = 5;
    private static final int CONNECTED = 0;
    private static final int CONVOLUTION = 1;
    /** Kind of a layer that takes the largest; the next one averages. */
    private static final int POOLING = 2;
    /** Kind of what takes earlier maps once more; the next one adds them. */
    private static final int AGAIN = POOLING + Pooling.Kind.values().length;
    private static final int HEADER = 11;
    private static final int CHECKSUM = 4;
    private static final int MOST_LAYERS = 1024;

    private CompactFile() {}

    /** Writes a network alone, as version 1, or 5 with convolutions or poolings; the stream stays open. @throws IOException when it refuses */
    public static void write(CompactNetwork network, OutputStream stream) throws IOException {
        write(CompactModel.of(network), stream);
    }

    /**
     * Writes a network with what its inputs and outputs mean, as version 2, as version 1 where that is not known, or as version 5 where it has convolutions or poolings; the
     * stream stays open.
     *
     * @throws IOException when it refuses
     */
    public static void write(CompactModel model, OutputStream stream) throws IOException {
        CompactNetwork network = model.network();
        boolean meant = model.outputs().isPresent();
        boolean pictures = !network.compactPictures().isEmpty();
        var body = new ByteArrayOutputStream();
        var out = new DataOutputStream(body);
        writeNumber(out, network.inputs());
        int[] live = network.liveInputs();
        writeNumber(out, live.length);
        if (pictures) PackedList.write(out, Arrays.stream(live).asLongStream().toArray());
        else LayerFormat.writeGaps(out, live, 0, live.length);
        writeNumber(out, network.compactPictures().size() + network.compactLayers().size());
        for (CompactPicture layer : network.compactPictures()) write(out, layer);
        for (CompactLayer layer : network.compactLayers()) {
            if (pictures) out.writeByte(CONNECTED);
            LayerFormat.write(out, layer, pictures);
        }
        if (pictures) out.writeBoolean(meant);
        if (meant) ModelMeaning.write(out, model);

        ByteBuffer file = ByteBuffer.allocate(HEADER + body.size() + CHECKSUM);
        file.putInt(MAGIC).putShort((short) (pictures ? PACKED : meant ? MEANT : PLAIN))
                .put((byte) network.bits())
                .putInt(file.capacity())
                .put(body.toByteArray());
        file.putInt(checksum(file.array()));
        stream.write(file.array());
    }

    private static void write(DataOutputStream out, CompactPicture layer) throws IOException {
        if (layer.junction().isPresent()) {
            Junction its = layer.junction().get();
            out.writeByte(its.adds() ? AGAIN + 1 : AGAIN);
            writeNumber(out, its.earlier());
            if (its.adds()) out.writeByte(its.activation().ordinal());
            return;
        }
        out.writeByte(layer.pooling().map(its -> POOLING + its.kind().ordinal()).orElse(CONVOLUTION));
        for (int number : layer.window().numbers()) writeNumber(out, number);
        if (layer.kernel().isPresent()) LayerFormat.write(out, layer.kernel().get(), true);
    }

    /** Whether a file begins as compact networks do. */
    public static boolean isOne(Path file) throws IOException {
        try (var in = new DataInputStream(Files.newInputStream(file))) {
            return in.readInt() == MAGIC;
        } catch (EOFException e) {
            return false;
        }
    }

    /** Reads a network of any version. @throws IOException when the file cannot be read, or as in {@link #read(byte[])}, naming the file */
    public static CompactNetwork read(Path file) throws IOException {
        return readModel(file).network();
    }

    /** Reads a network with what its inputs and outputs mean. @throws IOException as {@link #read(Path)} */
    public static CompactModel readModel(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        try {
            return readModel(bytes);
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a network from the bytes of a whole file.
     *
     * @throws IOException when they are not a compact network, a damaged one, or one of another version; the message says which
     */
    public static CompactNetwork read(byte[] file) throws IOException {
        return readModel(file).network();
    }

    /** Reads a network with what its inputs and outputs mean from the bytes of a whole file. @throws IOException as {@link #read(byte[])} */
    public static CompactModel readModel(byte[] file) throws IOException {
        if (file.length < HEADER + CHECKSUM || ByteBuffer.wrap(file).getInt() != MAGIC)
            throw new IOException("is not a compact network");
        ByteBuffer in = ByteBuffer.wrap(file, Integer.BYTES, file.length - Integer.BYTES - CHECKSUM);
        int version = in.getShort();
        int bits = in.get();
        int length = in.getInt();
        // a later version may place these differently, but damage is the likelier reason
        boolean known = version >= PLAIN && version <= PACKED;
        if (known && length != file.length)
            throw new IOException("is " + file.length + " bytes long and should be " + length + "; it is damaged");
        if (ByteBuffer.wrap(file).getInt(file.length - CHECKSUM) != checksum(file))
            throw new IOException("does not match its checksum; it is damaged");
        if (!known)
            throw new IOException("is of format version " + version + "; this program reads versions up to " + PACKED);
        if (bits != 8 && bits != 32) throw new IOException("has amplitudes of " + bits + " bits; must be 8 or 32");
        try {
            var body = new BinaryFormat.Input(in);
            CompactNetwork network = network(body, bits == 8, version);
            boolean meant = version >= PICTURES ? ModelMeaning.flag(body, "meaning") : version == MEANT;
            CompactModel model = meant ? ModelMeaning.read(body, network) : CompactModel.of(network);
            body.requireEnd();
            return model;
        } catch (IOException | IllegalArgumentException | ArithmeticException e) {
            throw new IOException("does not hold a valid network: " + e.getMessage(), e);
        }
    }

    /** Over all bytes but the last four. */
    private static int checksum(byte[] file) {
        var sum = new CRC32C();
        sum.update(file, 0, file.length - CHECKSUM);
        return (int) sum.getValue();
    }

    /** What follows the header; what is wrong with it may also be an IllegalArgumentException or an overflow. */
    private static CompactNetwork network(BinaryFormat.Input in, boolean coded, int version) throws IOException {
        int inputs = in.number("inputs");
        boolean packed = version >= PACKED;
        int[] live = new int[packed ? number(in, "live inputs", inputs) : in.number("live inputs", 1)];
        if (packed) readPacked(in, live, inputs);
        else LayerFormat.readGaps(in, live, 0, live.length);
        int count = in.number("layers");
        if (count > MOST_LAYERS) throw new IOException(count + " layers: must be at most " + MOST_LAYERS);
        List<CompactPicture> pictures = new ArrayList<>();
        List<CompactLayer> layers = new ArrayList<>();
        int width = live.length;
        for (int l = 0; l < count; l++) {
            int kind = version >= PICTURES ? in.signedByte("kind of a layer") : CONNECTED;
            if (kind == CONNECTED) {
                layers.add(LayerFormat.read(in, width, coded, packed));
                width = layers.get(layers.size() - 1).units();
            } else {
                if (!layers.isEmpty()) throw new IOException("maps above a fully connected layer: must come before");
                boolean junction = version >= JOINED && (kind == AGAIN || kind == AGAIN + 1);
                pictures.add(junction ? junction(in, kind == AGAIN + 1, pictures) : picture(in, kind, coded, packed));
                width = pictures.get(l).outputs();
            }
        }
        return new CompactNetwork(inputs, live, pictures, layers);
    }

    private static CompactPicture junction(BinaryFormat.Input in, boolean adds, List<CompactPicture> before) throws IOException {
        int earlier = in.number("earlier layer");
        if (before.isEmpty() || earlier > before.size())
            throw new IOException("maps of layer " + earlier + " in layer " + (before.size() + 1) + ": must come before");
        CompactPicture source = before.get(Math.max(0, earlier - 1));
        PictureWindow its = source.window();
        PictureWindow window = earlier == 0 ? PictureWindow.point(its.channels(), its.height(), its.width())
                : PictureWindow.point(source.units(), its.outHeight(), its.outWidth());
        return CompactPicture.junction(
                new Junction(window, earlier, adds, adds ? LayerFormat.activation(in) : Activation.IDENTITY));
    }

    private static CompactPicture picture(BinaryFormat.Input in, int kind, boolean coded, boolean packed) throws IOException {
        if (kind < CONVOLUTION || kind >= POOLING + Pooling.Kind.values().length)
            throw new IOException("kind of a layer " + kind + ": does not exist");
        int[] numbers = new int[PictureWindow.NUMBERS];
        for (int i = 0; i < numbers.length; i++) numbers[i] = in.number("window");
        PictureWindow window = PictureWindow.of(numbers);
        if (kind == CONVOLUTION)
            return CompactPicture.convolution(window, LayerFormat.read(in, window.synapses(), coded, packed));
        return CompactPicture.pooling(new Pooling(window, Pooling.Kind.values()[kind - POOLING]));
    }

    /** A number of things that are below a limit, of which each takes at least a bit. */
    private static int number(BinaryFormat.Input in, String of, int limit) throws IOException {
        int number = in.number(of);
        in.require(of, (number + 7L) / 8, 1);
        if (number > limit) throw new IOException(number + " " + of + ": must be at most " + limit);
        return number;
    }

    private static void readPacked(BinaryFormat.Input in, int[] ascending, int limit) throws IOException {
        int[] at = {0};
        PackedList.read(in, "live inputs", ascending.length, limit, index -> ascending[at[0]++] = (int) index);
    }
}

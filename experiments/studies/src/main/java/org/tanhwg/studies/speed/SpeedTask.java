package org.tanhwg.studies.speed;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What all contestants of a group train on, and with which network, as a file that any language reads: one line of the numbers, then features as 32-bit floats,
 * then labels as 32-bit integers, little-endian.
 *
 * @param features count × width, example after example
 * @param network widths of the hidden layers such as {@code 300,100}, or {@code lenet5}
 * @param batch examples of a step
 */
public record SpeedTask(float[] features, int[] labels, int width, int classes, int batch, String network) {

    /** Writes it. */
    void write(Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            out.write((labels.length + " " + width + " " + classes + " " + batch + " " + network + "\n")
                    .getBytes(StandardCharsets.US_ASCII));
            ByteBuffer number = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
            for (float feature : features) out.write(number.putFloat(0, feature).array());
            for (int label : labels) out.write(number.putInt(0, label).array());
        }
    }

    /** Reads one. @throws IOException when it cannot be read, or is not one */
    public static SpeedTask read(Path file) throws IOException {
        try (var in = new DataInputStream(Files.newInputStream(file))) {
            var line = new StringBuilder();
            for (int next = in.readByte(); next != '\n'; next = in.readByte()) line.append((char) next);
            String[] words = line.toString().split(" ");
            if (words.length != 5) throw new IOException(file + ": is not a task of gnn bench speed");
            int count = Integer.parseInt(words[0]);
            int width = Integer.parseInt(words[1]);
            float[] features = new float[count * width];
            int[] labels = new int[count];
            numbers(in, features.length).asFloatBuffer().get(features);
            numbers(in, count).asIntBuffer().get(labels);
            return new SpeedTask(features, labels, width, Integer.parseInt(words[2]), Integer.parseInt(words[3]), words[4]);
        }
    }

    private static ByteBuffer numbers(DataInputStream in, int count) throws IOException {
        byte[] bytes = new byte[4 * count];
        in.readFully(bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Whether the network is LeNet-5, and examples are pictures. */
    boolean lenet() {
        return network.equals("lenet5");
    }

    /** Units of each fully connected layer from the input to the classes. @throws NumberFormatException for a network that has others */
    public int[] widths() {
        String[] hidden = network.split(",");
        int[] widths = new int[hidden.length + 2];
        widths[0] = width;
        for (int i = 0; i < hidden.length; i++) widths[i + 1] = Integer.parseInt(hidden[i]);
        widths[hidden.length + 1] = classes;
        return widths;
    }
}

package org.tanhwg.cli;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Forty IDX images of 4 × 4 pixels, three classes, each a bright row: enough to run every command. */
final class TinyData {
    static final int SIDE = 4;
    static final int CLASSES = 3;

    private TinyData() {}

    static Path write(Path folder) throws IOException {
        return write(folder, CLASSES);
    }

    static Path write(Path folder, int classes) throws IOException {
        Files.createDirectories(folder);
        for (String part : new String[] {"train", "t10k"}) {
            images(folder.resolve(part + "-images-idx3-ubyte"), 40);
            try (var out = new DataOutputStream(Files.newOutputStream(folder.resolve(part + "-labels-idx1-ubyte")))) {
                out.writeInt(0x0801);
                out.writeInt(40);
                for (int i = 0; i < 40; i++) out.writeByte(i % classes);
            }
        }
        return folder;
    }

    static Path images(Path file, int count) throws IOException {
        try (var out = new DataOutputStream(Files.newOutputStream(file))) {
            out.writeInt(0x0803);
            out.writeInt(count);
            out.writeInt(SIDE);
            out.writeInt(SIDE);
            for (int i = 0; i < count * SIDE * SIDE; i++) {
                int row = i / SIDE % SIDE;
                out.writeByte(row == i / (SIDE * SIDE) % CLASSES ? 255 : 0);
            }
        }
        return file;
    }
}

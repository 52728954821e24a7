package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tanhwg.cli.GnnTest.gnn;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One's own data that nothing can be trained on: exit 2, one line that says where and what, nothing begun. */
class BadDataTest {
    @TempDir Path folder;

    /** Rows apart by a slash; the reason, and options where there are some. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
            "label column that is not there | a,b,y/1,2,u/3,4,v/5,6,u/7,9,v | has no column | --label=species",
            "no usual label | a,b/1,2/3,4/5,6/7,8 | the label must be named |",
            "two labels | a,Target,y/1,2,u/3,4,v/5,6,u/7,9,v | the columns 'Target', 'y' may be the label; --label must name it |",
            "two labels of one name | a,class,Class/1,2,u/3,4,v/5,6,u/7,9,v | the columns 'class', 'Class' may be the label |",
            "one class | a,b,y/1,2,u/3,4,u/5,6,u/7,9,u | every label is 'u' |",
            "constant columns | a,b,y/1,2,u/1,2,v/1,2,u/1,2,v | constant |",
            "unequal rows | a,b,y/1,2,u/3,4/5,6,u/7,9,v | line 3 |",
            "NaN | a,b,y/1,2,u/NaN,4,v/5,6,u/7,9,v |  |",
            "infinite | a,b,y/1,2,u/Infinity,4,v/5,6,u/7,9,v |  |",
            "duplicate headers | a,a,y/1,2,u/3,4,v/5,6,u/7,9,v | a |",
            "missing value | a,b,y/1,2,u/,4,v/5,6,u/7,9,v | line 3 |",
            "missing label | a,b,y/1,2,u/3,4,/5,6,u/7,9,v | line 3 |",
            "a class of one row | a,b,y/1,2,u/3,4,v/5,6,u/7,9,u/2,1,u | v |",
            "more classes than rows | a,b,y/1,2,s/3,4,t/5,6,u/7,9,v |  |",
            "labels that are all one number | a,b,y/1,2,1.5/3,4,1.5/5,6,1.5/7,9,1.5 | the same number |",
            "text among label numbers | a,b,y/1,2,.5/3,4,.7/5,6,1.1/7,9,1.5/7,9,1.7/7,9,1.6/7,9,1.5/7,9,1.5/7,9,1.4/2,1,x/2,3,4 | table.csv: line 11 |",
            "classes of one row each | a,b,y/1,2,s/3,4,t/5,6,u/7,9,v | each row has a class of its own |",
            "a line that counts rows | 4,2,setosa,virginica/1,2,0/3,4,1/5,6,0/7,9,1 | line 1: counts rows and columns |",
            "a line that counts rows, as wide as others | 4,4,setosa,virginica,versicolor/1,2,3,4,0/3,4,4,4,1/5,6,5,5,0/7,9,8,8,1 | line 1: counts |",
            "a title | My flowers/a,b,y/1,2,u/3,4,v/5,6,u/7,9,v | line 1: is no row of the table |",
            "blanks between columns | a b y/1 2 u/3 4 v/5 6 u/7 9 v | blanks between columns |",
            "labels alone | y/1/2/1/2 | labels that are in a file of their own |",
            "header and nothing else | a,b,y |  |",
            "empty | '' | is empty |"}) void tables(String what, String rows, String reason, String option) throws IOException {
        Path file = Files.writeString(folder.resolve("table.csv"), rows.isEmpty() ? "" : rows.replace('/', '\n') + "\n");
        refused("table.csv", reason == null ? "" : reason, option == null ? new String[0] : option.split("="), file);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"text where numbers were | x,4,v | ", "unknown class | 3,4,w | w",
            "missing value | ,4,v | test.csv: 1 cell has no value"}) void testSides(
                    String what, String row,
                    String reason) throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.writeString(data.resolve("train.csv"), "a,b,y\n1,2,u\n3,4,v\n5,6,u\n7,9,v\n");
        Files.writeString(data.resolve("test.csv"), "a,b,y\n" + row + "\n");
        refused("data", reason == null ? "" : reason, new String[0], data);
    }

    @Test void picturesThatAreNone() throws IOException {
        Path data = pictures(8, 8);
        Files.writeString(data.resolve("cat/broken.png"), "no picture");
        refused("broken.png", "", new String[0], data);
    }

    @Test void picturesOfTwoSizes() throws IOException {
        refused("4.png", "is 8 x 9 pixels, but the first picture 8 x 8", new String[0], pictures(8, 9));
    }

    @Test void aClassWithoutPictures() throws IOException {
        Path data = pictures(8, 8);
        Files.createDirectory(data.resolve("emu"));
        refused("emu", "", new String[0], data);
    }

    @Test void picturesThatAreAllTheSame() throws IOException {
        refused("data", "all training pictures are the same", new String[0], pictures(8, 8));
    }

    @Test void aPictureForEachClass() throws IOException {
        Path data = pictures(8, 8);
        for (String name : List.of("cat", "dog"))
            for (int i = 1; i < 5; i++) Files.delete(data.resolve(name).resolve(i + ".png"));
        refused("data", "each example has a class of its own", new String[0], data);
    }

    /** A class that is on another disk is not left out in silence. */
    @Test void linksToNothing() throws IOException {
        Path data = pictures(8, 8);
        Path link = Files.createSymbolicLink(data.resolve("emu"), folder.resolve("nowhere"));
        refused("emu", "is a link to something that is not there", new String[0], data);
        Files.delete(link);
        Files.createSymbolicLink(data.resolve("cat/5.png"), folder.resolve("nowhere"));
        refused("5.png", "is a link to something that is not there", new String[0], data);
    }

    /** The walk ends. */
    @Test void foldersThatHoldThemselves() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.createSymbolicLink(data.resolve("cat"), data);
        Files.createSymbolicLink(data.resolve("dog"), data);
        refused("data", "", new String[0], data);
    }

    /** Zeros: pictures that are all the same, and classes that are; then a label for each of them. */
    @Test void arraysThatTeachNothing() throws IOException {
        Path file = folder.resolve("data.npz");
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            array(zip, "x.npy", "'|u1'", "(8, 2, 2)", new byte[32]);
            array(zip, "y.npy", "'|u1'", "(8,)", new byte[] {0, 1, 0, 1, 0, 1, 0, 1});
        }
        refused("data.npz", "all training pictures are the same", new String[0], file);
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            array(zip, "x.npy", "'|u1'", "(4, 1, 1)", new byte[] {1, 2, 3, 4});
            array(zip, "y.npy", "'|u1'", "(4,)", new byte[] {1, 2, 3, 4});
        }
        refused("data.npz", "each example has a class of its own", new String[] {"--task", "classification"}, file);
    }

    /** Unpickling runs what the file says. */
    @Test void pickledObjects() throws IOException {
        Path file = folder.resolve("data.npz");
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String name : List.of("x_train.npy", "y_train.npy")) array(zip, name, "'|O'", "(3,)", 30);
        }
        refused("data.npz", "pickle", new String[0], file);
    }

    /** 400 MB of zeros in some kilobytes, said to be four numbers. */
    @Test void bombs() throws IOException {
        Path file = folder.resolve("data.npz");
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            array(zip, "x_train.npy", "'<f4'", "(4, 1)", 400_000_000);
            array(zip, "y_train.npy", "'<i8'", "(4,)", 32);
        }
        refused("data.npz", "", new String[0], file);
    }

    private static void array(ZipOutputStream zip, String name, String type, String shape, int bytes) throws IOException {
        head(zip, name, type, shape);
        zeros(zip, bytes);
        zip.closeEntry();
    }

    private static void array(ZipOutputStream zip, String name, String type, String shape, byte[] data) throws IOException {
        head(zip, name, type, shape);
        zip.write(data);
        zip.closeEntry();
    }

    private static void head(ZipOutputStream zip, String name, String type, String shape) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        String header = "{'descr': " + type + ", 'fortran_order': False, 'shape': " + shape + ", }";
        header += " ".repeat(63 - (10 + header.length()) % 64) + "\n";
        zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), (byte) (header.length() >> 8)});
        zip.write(header.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void zeros(OutputStream out, int bytes) throws IOException {
        byte[] some = new byte[1 << 16];
        for (int left = bytes; left > 0; left -= some.length) out.write(some, 0, Math.min(left, some.length));
    }

    private Path pictures(int width, int last) throws IOException {
        Path data = folder.resolve("data");
        for (String name : List.of("cat", "dog")) {
            Files.createDirectories(data.resolve(name));
            for (int i = 0; i < 5; i++)
                ImageIO.write(new BufferedImage(i < 4 ? width : last, 8, BufferedImage.TYPE_BYTE_GRAY), "png",
                        data.resolve(name).resolve(i + ".png").toFile());
        }
        return data;
    }

    private void refused(String where, String reason, String[] options, Path data) {
        var line = new ArrayList<>(List.of("train", "--data", data.toString(), "--out", folder.resolve("run").toString()));
        line.addAll(List.of(options));
        GnnTest.Outcome outcome = gnn(line.toArray(String[]::new));
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("gnn: ").contains(where, reason);
        assertThat(outcome.err().lines()).as(outcome.err()).hasSize(1);
        assertThat(folder.resolve("run")).doesNotExist();
    }
}

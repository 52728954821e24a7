package org.tanhwg.training.evaluate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.IdxArray;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.datasets.inputs.ColumnRule;
import org.tanhwg.datasets.inputs.DataOptions;
import org.tanhwg.datasets.inputs.InputRecord;
import org.tanhwg.datasets.inputs.NaturalOrder;
import org.tanhwg.datasets.inputs.Picture;
import org.tanhwg.datasets.inputs.PixelInputs;
import org.tanhwg.datasets.inputs.RowInputs;
import org.tanhwg.datasets.picture.PictureFile;
import org.tanhwg.datasets.table.TableRows;
import org.tanhwg.training.run.UserError;

/**
 * Files as a network's inputs: rows of tables, pictures and IDX files, to which the same is done as training did. A row or picture that
 * cannot be is named, and the others are read.
 */
public final class RawInputs {
    /** Columns of labels that a table of pixels may have beside them. */
    private static final Set<String> LABELS = Set.of("label", "target", "class", "y");

    private static final Pattern TABLE = Pattern.compile("\\.(csv|tsv|txt)\\.", Pattern.CASE_INSENSITIVE);

    private final Optional<InputRecord> meaning;
    private final int width;
    private final boolean inverted;

    /**
     * A reader for a network.
     *
     * @param meaning of its inputs; without it pictures are scaled to a square, see {@link PixelReader}
     * @param width numbers that the network takes
     * @param inverted whether pictures show dark on light where those of training showed light on dark
     */
    public RawInputs(Optional<InputRecord> meaning, int width, boolean inverted) {
        this.meaning = meaning;
        this.width = width;
        this.inverted = inverted;
    }

    /**
     * One row or picture.
     *
     * @param index within its file, from 0
     * @param identifier what its file calls it; empty if nothing
     * @param inputs as many numbers as the network takes; null for one that could not be read
     * @param problem what is wrong with that one; null otherwise
     */
    public record Raw(Path file, int index, String identifier, float[] inputs, String problem) {}

    /** Name of the column of a table that says which row is which, where training found one. */
    public Optional<String> identifier() {
        return meaning.flatMap(InputRecord::rows).flatMap(RawInputs::identifying).map(ColumnRule::name);
    }

    /**
     * Everything that a file or folder holds, in natural order of the names.
     *
     * @throws UserError when there is no such file, or the network takes files of another kind
     * @throws DataException when a whole file cannot be understood
     */
    public List<Raw> read(Path path) {
        if (!Files.exists(path)) throw new UserError(path + ": no such file");
        var found = new ArrayList<Raw>();
        for (Path file : Files.isDirectory(path) ? pictures(path) : List.of(path)) {
            if (meaning.flatMap(InputRecord::rows).isPresent()) rows(file, meaning.get().rows().get(), found);
            else if (meaning.isEmpty()) plain(file, found);
            else if (PictureFile.isNamed(file)) picture(file, meaning.get().pixels().get(), found);
            else if (isIdx(file)) idx(file, meaning.get().pixels().get(), found);
            else pixelRows(file, meaning.get().pixels().get(), found);
        }
        return found;
    }

    private static List<Path> pictures(Path folder) {
        try (Stream<Path> tree = Files.walk(folder)) {
            List<Path> files = tree.filter(Files::isRegularFile).filter(PictureFile::isNamed)
                    .sorted(Comparator.comparing(Path::toString, NaturalOrder.INSTANCE)).toList();
            if (files.isEmpty()) throw new UserError(folder + ": holds no picture; a table is given as a file");
            return files;
        } catch (IOException e) {
            throw new UserError(folder + ": cannot be read (" + UserError.reason(e) + ")", e);
        }
    }

    /** An IDX file begins with a zero, packed or not; packed tables say by their names what they are. */
    private static boolean isIdx(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(2);
            boolean packed = start.length == 2 && start[0] == 0x1f && (start[1] & 0xff) == 0x8b;
            return start.length > 0 && start[0] == 0 || packed && !TABLE.matcher(file.getFileName().toString()).find();
        } catch (IOException e) {
            throw new UserError(file + ": cannot be read (" + UserError.reason(e) + ")", e);
        }
    }

    /** For a network of which nobody said what its inputs mean. */
    private void plain(Path file, List<Raw> found) {
        float[] all = new PixelReader(width, inverted).read(file);
        for (int i = 0; i < all.length / width; i++)
            found.add(new Raw(file, i, "", Arrays.copyOfRange(all, i * width, (i + 1) * width), null));
    }

    private void picture(Path file, PixelInputs pixels, List<Raw> found) {
        attempt(file, 0, "", found, () -> {
            Picture picture = PictureFile.read(file, inverted ? 255 : 0);
            ImageShape its = picture.shape(), shape = pixels.shape();
            if (its.channels() > shape.channels() && shape.channels() == 1)
                picture = picture.as(new ImageShape(its.height(), its.width()));
            // another scale is a matter of resolution, another proportion of content
            if (!pixels.resized() && its.height() * shape.width() == its.width() * shape.height())
                picture = picture.as(new ImageShape(shape.height(), shape.width(), picture.shape().channels()));
            float[] inputs = pixels.apply(file.toString(), picture);
            if (inverted) invert(inputs);
            pixels.contradiction(PixelInputs.border(inputs, shape)).ifPresent(what -> {
                throw new DataException(file.toString(), what + (inverted ? "; leave out --invert" : "; --invert takes it so"));
            });
            return inputs;
        });
    }

    private void idx(Path file, PixelInputs pixels, List<Raw> found) {
        IdxArray images = IdxArray.read(file, 3);
        ImageShape shape = pixels.shape();
        if (shape.channels() != 1 || images.shape()[1] != shape.height() || images.shape()[2] != shape.width())
            throw new UserError(file + ": has images of " + images.shape()[1] + " x " + images.shape()[2]
                    + " pixels; the network was trained on " + shape);
        float[] all = images.scaled();
        if (inverted) invert(all);
        for (int i = 0; i < images.shape()[0]; i++)
            found.add(new Raw(file, i, "", Arrays.copyOfRange(all, i * width, (i + 1) * width), null));
    }

    private static void invert(float[] pixels) {
        for (int i = 0; i < pixels.length; i++) pixels[i] = 1 - pixels[i];
    }

    private static void rows(Path file, RowInputs rows, List<Raw> found) {
        if (PictureFile.isNamed(file)) throw new UserError(file + ": is a picture; the network takes rows of a table");
        TableRows table = TableRows.of(file, DataOptions.DEFAULTS.withHeader(rows.named()));
        int[] places = rows.places(file.toString(), table.columns());
        int named = identifying(rows).map(rows.columns()::indexOf).map(column -> places[column]).orElse(-1);
        int[] count = {0};
        table.forEach(
                (place, cells) -> attempt(file, count[0]++, named < 0 || named >= cells.size() ? "" : cells.get(named), found,
                        () -> rows.apply(place, cells, places)));
    }

    private static Optional<ColumnRule> identifying(RowInputs rows) {
        return rows.columns().stream().filter(column -> column.reason().filter(ColumnRule.IDENTIFIER::equals).isPresent())
                .findFirst();
    }

    /** Rows of pixels, as a network trained on such a table takes them; a column of labels may be among them. */
    private static void pixelRows(Path file, PixelInputs pixels, List<Raw> found) {
        TableRows table = TableRows.of(file, DataOptions.DEFAULTS);
        int label = -1;
        for (int i = 0; i < table.columns().size(); i++)
            if (table.named() && LABELS.contains(table.columns().get(i).toLowerCase(Locale.ROOT))) label = i;
        int skipped = label;
        int[] count = {0};
        table.forEach((place, cells) -> attempt(file, count[0]++, "", found, () -> {
            var raw = new double[cells.size() - (skipped < 0 ? 0 : 1)];
            for (int i = 0, at = 0; i < cells.size(); i++)
                if (i != skipped) raw[at++] = number(place, cells.get(i));
            return pixels.apply(place, raw);
        }));
    }

    private static double number(String place, String cell) {
        try {
            return Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            throw new DataException(place, DataException.quoted(cell) + " must be a number", e);
        }
    }

    private interface Reading {
        float[] inputs();
    }

    private static void attempt(Path file, int index, String identifier, List<Raw> found, Reading reading) {
        try {
            found.add(new Raw(file, index, identifier, reading.inputs(), null));
        } catch (DataException e) {
            found.add(new Raw(file, index, identifier, null, e.getMessage()));
        }
    }
}

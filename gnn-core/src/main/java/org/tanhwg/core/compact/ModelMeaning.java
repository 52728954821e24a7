package org.tanhwg.core.compact;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tanhwg.core.BinaryFormat;
import org.tanhwg.core.compact.RawColumn.Use;
import org.tanhwg.core.compact.RawOutputs.Task;

/** What a compact file may have after the network, from version 2 on: the meaning of its inputs and outputs. */
final class ModelMeaning {
    private static final int ROWS = 0;
    private static final int PIXELS = 1;

    private ModelMeaning() {}

    static void write(DataOutputStream out, CompactModel model) throws IOException {
        out.writeByte(model.rows().isPresent() ? ROWS : PIXELS);
        if (model.rows().isPresent()) {
            out.writeBoolean(model.rows().get().filled());
            BinaryFormat.writeNumber(out, model.rows().get().columns().size());
            for (RawColumn column : model.rows().get().columns()) write(out, column);
        } else {
            RawPixels pixels = model.pixels().orElseThrow();
            for (int size : new int[] {pixels.height(), pixels.width(), pixels.channels()}) BinaryFormat.writeNumber(out, size);
            BinaryFormat.write(out, new double[] {pixels.scale(), pixels.border()});
        }
        write(out, model.outputs().orElseThrow());
    }

    private static void write(DataOutputStream out, RawColumn column) throws IOException {
        writeText(out, column.name());
        out.writeByte(column.use().ordinal());
        if (column.use() == Use.NUMBER)
            BinaryFormat.write(out, new double[] {column.origin(), column.mean(), column.deviation()});
        if (column.use() == Use.CATEGORY) {
            writeTexts(out, column.categories());
            BinaryFormat.writeNumber(out, column.fill().map(fill -> column.categories().indexOf(fill) + 1).orElse(0));
        }
    }

    private static void write(DataOutputStream out, RawOutputs outputs) throws IOException {
        out.writeByte(outputs.task().ordinal());
        writeTexts(out, outputs.names());
        if (outputs.task() != Task.NUMBERS) return;
        out.writeBoolean(!outputs.residuals().isEmpty());
        for (List<Double> numbers : List.of(outputs.means(), outputs.deviations(), outputs.residuals()))
            for (double number : numbers) out.writeDouble(number);
    }

    private static void writeTexts(DataOutputStream out, List<String> texts) throws IOException {
        BinaryFormat.writeNumber(out, texts.size());
        for (String text : texts) writeText(out, text);
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        BinaryFormat.writeNumber(out, bytes.length);
        out.write(bytes);
    }

    /** What is wrong may also be an IllegalArgumentException. */
    static CompactModel read(BinaryFormat.Input in, CompactNetwork network) throws IOException {
        int kind = in.signedByte("kind of inputs");
        if (kind != ROWS && kind != PIXELS) throw new IOException("kind of inputs " + kind + ": does not exist");
        Optional<RawRows> rows = kind == ROWS ? Optional.of(rows(in)) : Optional.empty();
        Optional<RawPixels> pixels = kind == PIXELS
                ? Optional.of(new RawPixels(in.number("height"), in.number("width"), in.number("channels"), in.real("scale"),
                        in.real("border")))
                : Optional.empty();
        return new CompactModel(network, rows, pixels, Optional.of(outputs(in)));
    }

    private static RawRows rows(BinaryFormat.Input in) throws IOException {
        boolean filled = flag(in, "missing values");
        int count = in.number("columns", 2);
        List<RawColumn> columns = new ArrayList<>();
        for (int i = 0; i < count; i++) columns.add(column(in));
        return new RawRows(columns, filled);
    }

    private static RawColumn column(BinaryFormat.Input in) throws IOException {
        String name = in.text("name of a column");
        Use use = constant(in, "use of a column", Use.values());
        if (use == Use.NUMBER)
            return RawColumn.number(name, in.real("origins"), in.real("means"), in.real("deviations"));
        if (use == Use.LEFT_OUT) return RawColumn.leftOut(name);
        List<String> categories = texts(in, "categories");
        int fill = in.number("fill");
        if (fill > categories.size()) throw new IOException("fill " + fill + ": is not a category");
        return RawColumn.category(name, categories, fill == 0 ? Optional.empty() : Optional.of(categories.get(fill - 1)));
    }

    private static RawOutputs outputs(BinaryFormat.Input in) throws IOException {
        Task task = constant(in, "task", Task.values());
        List<String> names = texts(in, "names of outputs");
        if (task != Task.NUMBERS) return RawOutputs.of(task, names);
        boolean known = flag(in, "residuals");
        List<Double> means = reals(in, "means", names.size());
        List<Double> deviations = reals(in, "deviations", names.size());
        return new RawOutputs(task, names, means, deviations, reals(in, "residuals", known ? names.size() : 0));
    }

    static boolean flag(BinaryFormat.Input in, String field) throws IOException {
        int value = in.signedByte(field);
        if (value != 0 && value != 1) throw new IOException(field + " " + value + ": must be 0 or 1");
        return value == 1;
    }

    private static <E> E constant(BinaryFormat.Input in, String field, E[] values) throws IOException {
        int value = in.signedByte(field);
        if (value < 0 || value >= values.length) throw new IOException(field + " " + value + ": does not exist");
        return values[value];
    }

    private static List<String> texts(BinaryFormat.Input in, String field) throws IOException {
        int count = in.number(field, 1);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) texts.add(in.text(field));
        return texts;
    }

    private static List<Double> reals(BinaryFormat.Input in, String field, int count) throws IOException {
        in.require(field, count, Double.BYTES);
        List<Double> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) numbers.add(in.real(field));
        return numbers;
    }
}

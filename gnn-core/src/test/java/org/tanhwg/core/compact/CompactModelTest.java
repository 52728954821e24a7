package org.tanhwg.core.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tanhwg.core.compact.RawOutputs.Task;

/** Files of version 2, which {@code golden.py} wrote from the specification, and what raw rows and pictures are answered. */
class CompactModelTest {
    private static byte[] resource(String name) throws IOException {
        try (var in = CompactModelTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    private static List<String[]> csv(String name) throws IOException {
        return new String(resource(name), StandardCharsets.UTF_8).lines().map(line -> line.split(",", -1)).toList();
    }

    private static CompactModel golden(String kind) throws IOException {
        byte[] file = resource("golden-" + kind + ".compact");
        CompactModel model = CompactFile.readModel(file);
        var out = new ByteArrayOutputStream();
        CompactFile.write(model, out);
        assertThat(out.toByteArray()).isEqualTo(file);
        assertThat(CompactFile.read(file).synapses()).isEqualTo(model.network().synapses());
        return model;
    }

    private static void assertAnswer(double[] answer, String[] row, int from) {
        assertThat(answer).hasSize(3);
        for (int y = 0; y < 3; y++) {
            double expected = Double.parseDouble(row[from + y]);
            assertThat(answer[y]).isCloseTo(expected, within(1e-6 * Math.max(1, Math.abs(expected))));
        }
    }

    @Test void rawRowsGetTheAnswersOfTheSpecification() throws IOException {
        CompactModel model = golden("rows");
        CompactNetwork.Workspace workspace = model.network().workspace(1);
        RawOutputs outputs = model.outputs().orElseThrow();
        assertThat(outputs.task()).isEqualTo(Task.NUMBERS);
        assertThat(outputs.names()).containsExactly("a", "b", "c");
        assertThat(outputs.residuals()).containsExactly(.5, .25, 3.0);
        for (String[] row : csv("golden-rows.csv")) {
            assertAnswer(model.answer(List.of(row[0], row[1], " " + row[2]), workspace), row, 3);
            assertAnswer(model.answer(Map.of("colour", row[2], "when", row[0], "other", "?"), workspace), row, 3);
            Object when = row[0].isEmpty() ? null : (Object) Double.valueOf(row[0]);
            assertAnswer(model.answer(Arrays.asList(when, null, row[2].equals("3") ? 3.0 : row[2]), workspace), row, 3);
        }
    }

    @Test void rawPixelsGetTheAnswersOfTheSpecification() throws IOException {
        CompactModel model = golden("pixels");
        CompactNetwork.Workspace workspace = model.network().workspace(1);
        for (String[] row : csv("golden-pixels.csv")) {
            var samples = new double[4];
            var bytes = new byte[4];
            for (int i = 0; i < 4; i++) bytes[i] = (byte) (samples[i] = Integer.parseInt(row[i]));
            assertAnswer(model.answer(bytes, workspace), row, 4);
            assertAnswer(model.answer(samples, workspace), row, 4);
        }
        assertThat(model.outputs().orElseThrow().best(model.answer(new byte[4], workspace))).isEqualTo("one");
    }

    @Test void whatDoesNotFitIsNamed() throws IOException {
        CompactModel rows = golden("rows");
        CompactNetwork.Workspace workspace = rows.network().workspace(1);
        assertThatThrownBy(() -> rows.answer(Map.of("when", 1), workspace)).hasMessage("column 'colour' is not there");
        assertThatThrownBy(() -> rows.answer(List.of(1, "x"), workspace)).hasMessage("2 cells: must be 3");
        assertThatThrownBy(() -> rows.answer(List.of("soon", "x", "blue"), workspace))
                .hasMessage("column 'when': 'soon' must be a finite number");
        assertThatThrownBy(() -> rows.answer(List.of(Double.NaN, "x", "pink"), workspace)).hasMessage(
                "column 'colour': category 'pink' was not in the training rows; must be one of 'grün', 'blue', '3'");
        assertThatThrownBy(() -> rows.answer(List.of(Double.POSITIVE_INFINITY, "x", "blue"), workspace))
                .hasMessage("column 'when': 'Infinity' must be a finite number");
        assertThatThrownBy(() -> rows.answer(new byte[4], workspace)).hasMessage("the network was not trained on pictures");

        CompactModel pixels = golden("pixels");
        CompactNetwork.Workspace its = pixels.network().workspace(1);
        assertThatThrownBy(() -> pixels.answer(new byte[5], its)).hasMessage("5 numbers; a picture of 2 x 2 has 4");
        assertThatThrownBy(() -> pixels.answer(new double[] {0, 1, 256, 0}, its))
                .hasMessage("sample 3 is 256.0; must be in [0, 255.0], as in training");
        assertThatThrownBy(() -> pixels.answer(List.of(1), its)).hasMessage("the network was not trained on rows of a table");
    }

    @Test void darkOnLightIsRefusedWhereTrainingShowedLightOnDark() {
        var pixels = new RawPixels(1, 2, 1, 16, .1);
        assertThat(pixels.apply(new byte[] {0, 51})).containsExactly(0, .2f);
        assertThatThrownBy(() -> pixels.apply(new byte[] {-1, -1}))
                .hasMessage("picture shows dark on light; the network was trained on light on dark");
        assertThat(new RawPixels(1, 2, 1, 16, .5).apply(new byte[] {-1, -1})).containsExactly(1, 1);
    }

    @Test void onlyRowsAreFilledWhoseTrainingWas() {
        var column = RawColumn.category("size", List.of("s", "l"), Optional.empty());
        assertThatThrownBy(() -> new RawRows(List.of(column), false).apply(List.of("")))
                .hasMessage("column 'size': has no value; training had no missing values");
        assertThatThrownBy(() -> new RawRows(List.of(column), true).apply(List.of("")))
                .hasMessage("column 'size': has no value; nothing is known to stand for it");
    }

    @Test void meaningsFitTheirNetwork() {
        CompactNetwork network = CompactNetwork
                .of(Dense.network(new SplittableRandom(1), 0.8, Activation.SIGMOID, Activation.SOFTMAX, 4, 4, 3));
        Optional<RawPixels> pixels = Optional.of(new RawPixels(2, 2, 1, 255, 0));
        Optional<RawRows> rows = Optional.of(new RawRows(List.of(RawColumn.number("x", 0, 0, 1)), false));
        Optional<RawOutputs> outputs = Optional.of(RawOutputs.of(Task.CLASSES, List.of("a", "b", "c")));
        assertThat(new CompactModel(network, Optional.empty(), pixels, outputs).outputs()).isEqualTo(outputs);
        assertThatThrownBy(() -> new CompactModel(network, rows, Optional.empty(), outputs))
                .hasMessageContaining("inputs of a row");
        assertThatThrownBy(() -> new CompactModel(network, rows, pixels, outputs)).hasMessageContaining("one of the two");
        Optional<RawOutputs> two = Optional.of(RawOutputs.of(Task.CLASSES, List.of("a", "b")));
        assertThatThrownBy(() -> new CompactModel(network, Optional.empty(), pixels, two))
                .hasMessageContaining("names of outputs");
    }
}

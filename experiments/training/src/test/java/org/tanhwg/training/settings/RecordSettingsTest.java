package org.tanhwg.training.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tanhwg.core.Checks;
import org.tanhwg.training.run.ConfigFile;
import org.tanhwg.training.run.UserError;

class RecordSettingsTest {
    enum Shape {
        ROUND, HALF_ROUND;

        @Override public String toString() { return name().toLowerCase(Locale.ROOT).replace('_', '-'); }
    }

    record Sample(@Setting(value = "count", standard = "4") int count, @Setting(value = "rate", standard = "0.5") double rate,
            @Setting(value = "shapes", standard = "round,half-round") List<Shape> shapes,
            @Setting(value = "limits") List<Double> limits,
            @Setting(value = "file") Path file, @Setting(value = "size", standard = "3", unless = "file") Integer size,
            @Setting(value = "width", otherwise = "twice the count") Integer width,
            @Setting(value = "whether", standard = "true") boolean whether) {
        Sample {
            Checks.atLeast("count", count, 1);
            limits = limits == null ? List.of() : List.copyOf(limits);
            if (width == null) width = 2 * count;
        }
    }

    private static Sample read(Map<String, String> commandLine) {
        return RecordSettings.read(Sample.class, commandLine, Optional.empty());
    }

    private static Optional<ConfigFile> file(String yaml) {
        return Optional.of(ConfigFile.parse("a.yaml", yaml.getBytes(StandardCharsets.UTF_8),
                SettingsReader.keys(Sample.class).keySet()));
    }

    @Test void standardsHoldUnlessSomethingIsSaid() {
        assertThat(read(Map.of())).isEqualTo(
                new Sample(4, 0.5, List.of(Shape.ROUND, Shape.HALF_ROUND), List.of(), null, 3, 8, true));
        assertThat(RecordSettings.read(Sample.class, Map.of("rate", "2"), file("rate: 1\ncount: 5\n"))).isEqualTo(
                new Sample(5, 2, List.of(Shape.ROUND, Shape.HALF_ROUND), List.of(), null, 3, 10, true));
        assertThat(RecordSettings.standards(Sample.class)).containsExactlyInAnyOrderEntriesOf(
                Map.of("count", "4", "rate", "0.5", "shapes", "round,half-round", "size", "3", "width", "twice the count",
                        "whether", "true"));
    }

    @Test void whatIsWrittenReadsBack() {
        for (Map<String, String> typed : List.<Map<String, String>>of(Map.of(), Map.of("file", "/x", "width", "9"),
                Map.of("limits", "0.1, 1e-9", "shapes", "HALF-ROUND", "whether", "false"))) {
            Sample settings = read(typed);
            assertThat(RecordSettings.read(Sample.class, Map.of(), file(RecordSettings.text(settings)))).isEqualTo(settings);
        }
        assertThat(RecordSettings.text(read(Map.of("limits", "1,2", "file", "/x")))).isEqualTo(
                "count: 4\nrate: 0.5\nshapes: \"round,half-round\"\nlimits: \"1.0,2.0\"\nfile: /x\nwidth: 8\nwhether: true\n");
    }

    @Test void aListOfOneMayStandAloneInAFile() {
        assertThat(RecordSettings.read(Sample.class, Map.of(), file("limits: 2")).limits()).containsExactly(2.0);
        assertThat(RecordSettings.read(Sample.class, Map.of(), file("shapes: [round]")).shapes()).containsExactly(Shape.ROUND);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"count|x|--count = x: must be a whole number",
            "width|2.5|--width = 2.5: must be a whole number",
            "count|0|--count = 0: must be a whole number >= 1", "rate|x|--rate = x: must be a number",
            "shapes|round,flat|--shapes = round,flat: must be a list, each one of round, half-round",
            "limits|1,,2|--limits = 1,,2: must be a list, each a number",
            "whether|maybe|--whether = maybe: must be true or false"}) void aWrongValueIsNamed(
                    String key, String value, String message) {
        assertThatThrownBy(() -> read(Map.of(key, value))).isInstanceOf(UserError.class).hasMessage(message);
    }

    @Test void whatMakesNoDifferenceIsRefused() {
        assertThat(read(Map.of("file", "/x")).size()).isNull();
        assertThatThrownBy(() -> read(Map.of("file", "/x", "size", "1"))).isInstanceOf(UserError.class)
                .hasMessage("--size: makes no difference with --file; leave it out");
        assertThatThrownBy(() -> RecordSettings.read(Sample.class, Map.of("file", "/x"), file("size: 1")))
                .hasMessage("a.yaml: size: makes no difference with --file; leave it out");
        assertThatThrownBy(() -> file("sizes: 1")).hasMessage("a.yaml: unknown key 'sizes'; did you mean size?");
    }
}

package org.tanhwg.studies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tanhwg.studies.catalog.Studies;
import org.tanhwg.training.run.ConfigFile;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.RecordSettings;
import org.tanhwg.training.settings.Setting;
import org.tanhwg.training.settings.SettingsReader;

/** What every study promises, on runs of a second. */
class StudiesTest {
    /** A small run of each, where {@code @} stands for a text; and the files that an interruption before its end has not left yet. */
    private static final Map<String, Small> SMALL = Map.of( //
            "lock", new Small("inputs=6 unstable=2 steps=1000", List.of()),
            "recall", new Small("units=32 patterns=4 cues=2 loads=0.1,0.3 rules=hebb,tan-hwg",
                    List.of("rules/tan-hwg.json", "networks/tan-hwg.bin")),
            "memory", new Small("patterns=30 dim=3 cues=5 sweep=2 radius=5", List.of("cues.csv")),
            "drift", new Small("system=wells neurons=8 points=400 steps=2000 commands=4 learn-steps=5", List.of()),
            "text", new Small("text=@ units=6 batch=4 length=8 steps=15,15 rules=tan-hwg,adam", List.of("cells/adam-1.json")));

    private record Small(String settings, List<String> lastFiles) {}

    @TempDir Path folder;

    static Stream<Study<?, ?>> studies() { return Studies.all().values().stream().map(study -> study.get()); }

    private Map<String, String> small(Study<?, ?> study) throws IOException {
        Path text = Files.writeString(folder.resolve("a.txt"), "the cat sat on the mat; ".repeat(60));
        var settings = new LinkedHashMap<String, String>();
        for (String setting : SMALL.get(study.name()).settings.replace("@", text.toString()).split(" "))
            settings.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        return settings;
    }

    private static <S extends Record> S read(Study<S, ?> study, Map<String, String> typed, String yaml) {
        return RecordSettings.read(study.settings(), typed,
                Optional.of(ConfigFile.parse("a.yaml", yaml.getBytes(StandardCharsets.UTF_8), study.keys())));
    }

    private <S extends Record> RunFolder run(Study<S, ?> study, String name) throws IOException {
        return study.run(read(study, small(study), ""), Optional.of(folder.resolve(name)), StudyProgress.none()).folder();
    }

    /** Every figure, times aside. */
    private static JsonNode figures(RunFolder run) throws IOException {
        JsonNode result = new ObjectMapper().readTree(run.result().toFile());
        withoutTimes(result);
        return result;
    }

    private static void withoutTimes(JsonNode node) {
        if (node instanceof ObjectNode object) {
            var names = new ArrayList<String>();
            object.fieldNames().forEachRemaining(names::add);
            names.removeIf(name -> !name.toLowerCase(Locale.ROOT).matches("timing|.*seconds|.*persecond"));
            object.remove(names);
        }
        node.forEach(StudiesTest::withoutTimes);
    }

    @ParameterizedTest
    @MethodSource("studies") void aRunThatWasInterruptedEndsAsIfItHadNotBeen(Study<?, ?> study) throws IOException {
        RunFolder run = run(study, "run");
        JsonNode whole = figures(run);
        assertThat(whole.get("command").asText()).isEqualTo(study.name());
        assertThatThrownBy(() -> study.resume(run, StudyProgress.none())).isInstanceOf(UserError.class)
                .hasMessageContaining("is a finished run");
        Files.delete(run.result());
        Files.delete(run.report());
        for (String file : SMALL.get(study.name()).lastFiles) Files.delete(run.path().resolve(file));
        study.resume(run, StudyProgress.none());
        assertThat(figures(run)).isEqualTo(whole);
        assertThat(run.report()).exists();
    }

    @ParameterizedTest
    @MethodSource("studies") void theReportIsWrittenAgainFromTheFolder(Study<?, ?> study) throws IOException {
        RunFolder run = run(study, "run");
        String report = Files.readString(run.report());
        assertThat(report).contains("config.yaml", "Settings and provenance").doesNotContain("NaN", "Infinity");
        Files.delete(run.report());
        assertThat(study.report(run)).content().isEqualTo(report);
    }

    @ParameterizedTest
    @MethodSource("studies") void settingsReadBackAsTheyWereWritten(Study<?, ?> study) throws IOException {
        Record settings = read(study, small(study), "");
        assertThat(read(study, Map.of(), RecordSettings.text(settings))).isEqualTo(settings);
        RunFolder run = run(study, "run");
        assertThat(study.settings(run)).isEqualTo(settings);
        assertThat(run.config()).content().isEqualTo(RecordSettings.text(settings));
    }

    /** Settings that are far from the standard ones, so that none is left out or rounded on the way. */
    static Stream<Arguments> unusual() {
        return Stream.of("lock inputs=3 unstable=1 steps=1234567 jitter=0.1234567890123456 mismatch=-0.5 seed=9007199254740993",
                "recall units=100 rules=hebb loads=1e-9,0.30000000000000004,2 dynamics=graded sweep=false patterns-kind=correlated",
                "recall patterns-kind=mnist", "recall patterns-kind=phase flips=0.5 erase=0.5",
                "memory words=/a/b precision=single",
                "memory covariance=spherical radius=0 norm=0.001 condition=1 tolerance=0 sweep=0 precision=single",
                "drift system=van-der-pol connectivity=symmetric", "drift keep=0.3 solver=ridge embedding=learned",
                "drift integrator=euler-maruyama solver=tan-hwg keep=0.5", "text text=/a/b rules=local seeds=1,-3 beta=0",
                "text text=/a/b steps=1,2,9007199254740993 rate=1e-30").map(line -> Arguments.of((Object) line));
    }

    @ParameterizedTest
    @MethodSource("unusual") void unusualSettingsReadBackToo(String settingsOf) {
        String[] line = settingsOf.split(" ");
        Study<?, ?> study = Studies.all().get(line[0]).get();
        var typed = new LinkedHashMap<String, String>();
        for (int i = 1; i < line.length; i++) typed.put(line[i].split("=")[0], line[i].split("=")[1]);
        Record settings = read(study, typed, "");
        assertThat(read(study, Map.of(), RecordSettings.text(settings))).isEqualTo(settings);
        typed.forEach((key, value) -> assertThat(RecordSettings.values(settings)).containsKey(key));
    }

    @ParameterizedTest
    @MethodSource("studies") void everySettingIsExplained(Study<?, ?> study) {
        assertThat(SettingsReader.keys(study.settings()).values())
                .allSatisfy(component -> assertThat(component.getAnnotation(Setting.class).value()).isNotBlank());
        assertThat(study.description()).isNotEmpty().allSatisfy(paragraph -> assertThat(paragraph).endsWith("."));
    }

    @ParameterizedTest
    @MethodSource("studies") void whatIsWrongInAFileIsNamed(Study<?, ?> study) {
        assertThatThrownBy(() -> read(study, Map.of(), "sede: 1\n")).isInstanceOf(UserError.class)
                .hasMessageStartingWith("a.yaml: unknown key 'sede'; did you mean seed");
        String key = study.keys().get(1);
        assertThatThrownBy(() -> read(study, Map.of(), key + ": many\n")).isInstanceOf(UserError.class)
                .hasMessage("a.yaml: " + key + " = many: must be a whole number");
        assertThatThrownBy(() -> read(study, Map.of(key, "many"), "")).hasMessage("--" + key + " = many: must be a whole number");
    }

    @Test void aPartThatIsDamagedIsNamed() throws IOException {
        Study<?, ?> recall = Studies.all().get("recall").get();
        RunFolder run = run(recall, "run");
        Files.delete(run.result());
        Path rule = Files.writeString(run.path().resolve("rules/hebb.json"), "{");
        assertThatThrownBy(() -> recall.resume(run, StudyProgress.none())).isInstanceOf(UserError.class)
                .hasMessageStartingWith(rule + ": is damaged (").hasMessageEndingWith("remove it, and that part is run again");
    }

    @Test void progressIsALineForEachPartWhereThereIsNoTerminal() {
        var lines = new StringWriter();
        try (var progress = new StudyProgress(new PrintWriter(lines), Optional.empty())) {
            progress.start(2, 3);
            progress.began("first");
            progress.step();
            progress.ended("first: done");
            progress.ended("second: done");
        }
        assertThat(lines.toString().lines()).containsExactly("1/2  first: done", "2/2  second: done");
    }
}

package org.tanhwg.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user's YAML file may hold, and what is said of one that holds something else. */
class ConfigFileTest {
    private static final List<String> KNOWN = List.of("eta", "beta", "epochs", "out");

    @TempDir Path folder;

    private static ConfigFile parse(String yaml) {
        return ConfigFile.parse("a.yaml", yaml.getBytes(StandardCharsets.UTF_8), KNOWN);
    }

    @Test void valuesKeepTheirKindAndOrder() throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), "# ours\nepochs: 3\neta: 0.5\nbeta: [1, 2]\n");
        ConfigFile config = ConfigFile.read(file, KNOWN);
        assertThat(config.name()).isEqualTo(file.toString());
        assertThat(config.values()).containsExactly(Map.entry("epochs", 3), Map.entry("eta", .5),
                Map.entry("beta", List.of(1, 2)));
        assertThat(parse("").values()).isEmpty();
        assertThat(parse("# nothing but this\n").values()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', value = {"etta: 1#a.yaml: unknown key 'etta'; did you mean eta?",
            "zzzzzz: 1#a.yaml: unknown key 'zzzzzz'; known: eta, beta, epochs, out",
            "'- 1'#a.yaml: must be lines of the form key: value", "'a word'#a.yaml: must be lines of the form key: value",
            "eta:#a.yaml: eta has no value; give it one or leave it out"}) void whatIsWrongIsNamed(String yaml, String message) {
        assertThatThrownBy(() -> parse(yaml)).isInstanceOf(UserError.class).hasMessage(message);
    }

    @Test void theLineOfAMistakeIsSaid() {
        assertThatThrownBy(() -> parse("eta: 1\nbeta: [1, 2\n")).isInstanceOf(UserError.class)
                .hasMessageMatching("a\\.yaml:\\d+: is not valid YAML: .*");
        assertThatThrownBy(() -> parse("eta: 1\neta: 2\n")).as("two values for one key").isInstanceOf(UserError.class)
                .hasMessageStartingWith("a.yaml:2: is not valid YAML: ").hasMessageContaining("eta");
    }

    @Test void whatIsNotAFileOfSettingsIsRefused() throws IOException {
        Path none = folder.resolve("none.yaml");
        assertThatThrownBy(() -> ConfigFile.read(none, KNOWN)).hasMessage(none + ": no such file; must be a YAML file");
        assertThatThrownBy(() -> ConfigFile.read(folder, KNOWN)).hasMessage(folder + ": is not a file; must be a YAML file");
        Path large = Files.writeString(folder.resolve("large.yaml"), "#".repeat((1 << 20) + 1));
        assertThatThrownBy(() -> ConfigFile.read(large, KNOWN)).isInstanceOf(UserError.class)
                .hasMessage(large + ": has 1048577 bytes; settings take at most 1048576");
    }

    @Test void aKeyMayNameAFile() {
        assertThat(parse("out: runs/a").path("out")).contains(Path.of("runs/a"));
        assertThat(parse("out: 7").path("out")).contains(Path.of("7"));
        assertThat(parse("eta: 1").path("out")).isEmpty();
        for (String yaml : List.of("out: ''", "out: '  '", "out: [a, b]", "out: true", "out: \"a\\0b\""))
            assertThatThrownBy(() -> parse(yaml).path("out")).as(yaml).isInstanceOf(UserError.class)
                    .hasMessage("a.yaml: out: must be the name of a file or folder");
    }

    /** A part of a file is checked by the same rules, under a name of its own. */
    @Test void aSectionIsAFileOfItsOwn() {
        Map<String, Object> mapping = Map.of("eta", 1);
        assertThat(ConfigFile.section("a.yaml: rows", mapping, KNOWN).values()).isEqualTo(mapping);
        assertThatThrownBy(() -> ConfigFile.section("a.yaml: rows", Map.of("Eta", 1), KNOWN)).isInstanceOf(UserError.class)
                .hasMessage("a.yaml: rows: unknown key 'Eta'; did you mean eta?");
        assertThatThrownBy(() -> ConfigFile.section("a.yaml: rows", 3, KNOWN))
                .hasMessageStartingWith("a.yaml: rows: must be lines");
    }

    @Test void onlyWordsThatAreCloseAreMeant() {
        assertThat(ConfigFile.nearest("epoch", KNOWN)).contains("epochs");
        assertThat(ConfigFile.nearest("ou", KNOWN)).contains("out");
        assertThat(ConfigFile.nearest("temperature", KNOWN)).isEmpty();
        assertThat(ConfigFile.nearest("e".repeat(101), KNOWN)).as("a comparison takes as long as the word is").isEmpty();
    }
}

package org.tanhwg.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotBlank;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultsFileTest {
    private static final String OTHER = "<!-- bench:a-b -->\nother\n<!-- /bench:a-b -->\n";

    @Property void replacingTwiceIsReplacingOnce(@ForAll String before, @ForAll String after, @ForAll @NotBlank String section) {
        for (String page : new String[] {before, before + OTHER + after,
                before + "<!-- bench:a -->\nold\n<!-- /bench:a -->" + after}) {
            String once = replace(page, section);
            assertThat(replace(once, section)).isEqualTo(once);
            assertThat(replace(replace(page, "in between"), section)).isEqualTo(once);
            assertThat(once).contains(section.strip());
        }
    }

    @Property void otherTextStays(@ForAll String before, @ForAll String after, @ForAll @NotBlank String section) {
        String page = before + OTHER + "<!-- bench:a -->\nold\n<!-- /bench:a -->" + after;
        assertThat(replace(page, section)).startsWith(before + OTHER).endsWith(after).doesNotContain("\nold\n");
        assertThat(replace(before + OTHER + after, section)).startsWith(before + OTHER + after);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!-- bench:a -->", "<!-- /bench:a -->", "<!-- /bench:a --> <!-- bench:a -->",
            "<!-- bench:a --><!-- bench:a --><!-- /bench:a -->"}) void brokenMarkersAreNamed(String page) {
        assertThatThrownBy(() -> replace(page, "x")).isInstanceOf(UserError.class)
                .hasMessage("page.md: <!-- bench:a --> and <!-- /bench:a --> must come in this order and once");
    }

    @Test void aNewPageSaysThatTablesAreNotTyped(@TempDir Path folder) throws IOException {
        Path page = folder.resolve("docs/results.md");
        ResultsFile.replace(page, "a", "one");
        ResultsFile.replace(page, "b", "two");
        assertThat(Files.readString(page)).contains("never typed by hand")
                .endsWith("<!-- bench:a -->\none\n<!-- /bench:a -->\n\n<!-- bench:b -->\ntwo\n<!-- /bench:b -->\n");
    }

    private static String replace(String page, String section) {
        return ResultsFile.replace(page, "a", section, "page.md");
    }
}

package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.tanhwg.cli.GnnTest.gnn;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reports of all kinds in Chromium, where there is one, on a wide screen and a narrow one, by day and by night: nothing sticks out to the right,
 * every text has a contrast of 4.5 : 1, labels of drawings do not cover one another, and nothing is fetched.
 */
class BrowserTest {
    private static final List<String> RUNS = List.of("train", "calibrated", "evaluate", "search", "compare", "lock", "recall");
    private static final String BAD = "<div style='width: 900px; color: #999; background: #fff'>grey</div>"
            + "<svg width='100' height='20'><text x='0' y='15'>one</text><text x='5' y='15'>two</text></svg>";

    @TempDir Path folder;

    @Test void reportsAreReadableOnEveryScreen() throws Exception {
        Optional<Path> chromium = Stream.of(System.getenv("PATH").split(":")).map(place -> Path.of(place, "chromium"))
                .filter(Files::isExecutable).findFirst();
        assumeTrue(chromium.isPresent(), "no chromium on the PATH: reports are not looked at");
        GoldenRuns.unpack(folder);
        var frames = new StringBuilder(frame("bad at 400", 400, BAD));
        for (String run : RUNS) {
            Path report = folder.resolve(run).resolve("report.html");
            assertThat(gnn("report", folder.resolve(run).toString()).err()).isEmpty();
            String html = Files.readString(report);
            assertThat(html).as(run).doesNotContainPattern("(src|href)=[\"'](https?:)?//|url\\([\"']?(https?:)?//|@import");
            for (int width : new int[] {1280, 400}) frames.append(frame(run + " at " + width, width, html));
        }
        String script = new String(BrowserTest.class.getResourceAsStream("/browser/look.js").readAllBytes(),
                StandardCharsets.UTF_8);
        Path page = Files.writeString(folder.resolve("all.html"),
                "<!DOCTYPE html><meta charset='utf-8'><body>" + frames + "<script>" + script + "</script>");
        for (int scheme : new int[] {0, 1}) {
            Path out = folder.resolve("out");
            Process process = new ProcessBuilder(chromium.get().toString(), "--headless", "--no-sandbox", "--disable-gpu",
                    "--user-data-dir=" + folder.resolve("profile"), "--blink-settings=preferredColorScheme=" + scheme,
                    "--virtual-time-budget=5000", "--dump-dom", page.toUri().toString()).redirectOutput(out.toFile())
                    .redirectError(folder.resolve("err").toFile()).start();
            assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
            String dom = Files.readString(out);
            assertThat(dom).contains("LOOKED\n", "\nDONE");
            List<String> found = dom.substring(dom.indexOf("LOOKED\n") + 7, dom.indexOf("\nDONE")).lines().toList();
            assertThat(found).filteredOn(line -> line.startsWith("bad")).as("what is bad is seen").hasSize(3);
            assertThat(found).filteredOn(line -> !line.startsWith("bad")).as(scheme == 0 ? "by night" : "by day").isEmpty();
        }
    }

    private static String frame(String title, int width, String html) {
        return "<iframe title='" + title + "' width='" + width + "' height='900' style='border: 0' srcdoc=\""
                + html.replace("&", "&amp;").replace("\"", "&quot;") + "\"></iframe>";
    }
}

package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.tanhwg.cli.GnnTest.gnn;
import static org.tanhwg.cli.GnnTest.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tanhwg.core.diffusion.NetworkFile;

class DriftCommandTest {
    private static final String SMALL = " --points 400 --steps 4000 --learn-steps 10 --commands 10 ";
    @TempDir Path folder;

    private JsonNode run(String name, String options) throws IOException {
        Path out = folder.resolve(name);
        GnnTest.Outcome outcome = gnn(("drift " + options + SMALL + "--out " + out).split(" "));
        assertThat(outcome).isEqualTo(new GnnTest.Outcome(0, outcome.out(), ""));
        assertThat(outcome.out()).startsWith("drift error ").endsWith(out + System.lineSeparator());
        return result(out);
    }

    @ParameterizedTest
    @CsvSource({"ou, --neurons 32, 0.01, circulation", "double-well, --neurons 24, 0.01, passageTime",
            "van-der-pol, --neurons 64, 0.1, circulation", "lorenz, --neurons 64, 0.2, lyapunovExponent",
            "wells, --neurons 12, 0.3, switches", "cycling-wells, --neurons 12, 0.3, circulation",
            "multiplicative, --neurons 64, 0.01, circulation",
            "gradient, --neurons 16 --connectivity symmetric, 0.5, circulation",
            "ou, --neurons 32 --solver tan-hwg --epochs 5, 0.05, circulation",
            "ou, --neurons 32 --solver adam --epochs 20, 0.5, circulation",
            "ou, --neurons 32 --keep 0.5 --integrator euler-maruyama, 0.05, circulation",
            "ou, --neurons 32 --keep 0.5 --solver ridge, 0.05, circulation"}) void everySystemIsFollowed(
                    String system,
                    String options, double error, String dynamics) throws IOException {
        JsonNode end = run("run", "--system " + system + " " + options).get("final");
        assertThat(end.get("driftError").asDouble()).isBetween(0.0, error);
        assertThat(end.get("diffusionError").asDouble()).isBetween(0.0, 0.1);
        assertThat(end.get("stationaryW2").asDouble()).isBetween(0.0, 2.0);
        assertThat(end.get("offFlat").asDouble()).isLessThan(1e-9);
        assertThat(end.has(dynamics)).isTrue();
        if (system.equals("double-well")) assertThat(end.at("/passageTime/ratio").asDouble()).isCloseTo(1, within(0.02));
        if (options.contains("symmetric")) assertThat(end.get("imaginaryPart").asDouble()).isZero();
        if (options.contains("--keep")) assertThat(end.get("kept").asDouble()).isBetween(0.45, 0.5);
        assertThat(folder.resolve("run/report.html")).content().contains("Path of the equation", "Path of the network",
                "Stationary density of z₁");
        try (var in = Files.newInputStream(folder.resolve("run/network.bin"))) {
            assertThat(NetworkFile.read(in).map().dimension()).isBetween(1, 3);
        }
    }

    @Test void runsRepeatAndGoOn() throws IOException {
        Path first = folder.resolve("first");
        JsonNode result = run("first", "--system wells --neurons 8 --seed 3");
        GnnTest.Outcome again = gnn("reproduce", first.toString(), "--out", folder.resolve("again").toString());
        assertThat(again.code()).as(again.out()).isZero();
        assertThat(gnn("drift", "--resume", first.toString()).err())
                .contains("first: is a finished run (it has a result.json); nothing is left to do");
        Files.delete(first.resolve("result.json"));
        assertThat(gnn("drift", "--resume", first.toString()).code()).isZero();
        assertThat(result(first).get("final")).isEqualTo(result.get("final"));
        assertThat(result(first).at("/timing").has("fitSeconds")).isFalse();
        Files.delete(first.resolve("result.json"));
        Files.writeString(first.resolve("network.bin"), "no network");
        assertThat(gnn("drift", "--resume", first.toString()).err())
                .contains("network.bin: is not a file of a drift network; remove it, and the network is fitted again");
        Files.writeString(first.resolve("config.yaml"), "system: ou\nneurons: many\n");
        assertThat(gnn("drift", "--resume", first.toString()).err())
                .startsWith("gnn: " + first + "/config.yaml: neurons = many: must be a whole number");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', value = {"--neurons 0#--neurons = 0: must be a whole number >= 2",
            "--points 5#--points = 5: must be a whole number >= 100",
            "--keep 0#--keep = 0.0: must be a number in (0.0, 1.0]",
            "--keep 0.5 --solver adam#--keep = 0.5: needs --solver tan-hwg or ridge",
            "--regularization 0#--regularization = 0.0: must be a finite number > 0",
            "--connectivity symmetric --solver adam#--connectivity = symmetric: needs --solver learned; with a given M there are too few symmetric B",
            "--solver learned --embedding random#--solver = learned: needs --embedding learned",
            "--solver tan-hwg --epochs 0#--epochs = 0: must be a whole number >= 1",
            "--resume @ --seed 2#--resume goes on with a run as it was configured; leave out --seed",
            "--resume @#@: is not the folder of a run (it has no config.yaml)"}) void mistakesGetOneLineAndCode2(String arguments,
                    String message) {
        assertThat(gnn(("drift " + arguments).replace("@", folder.toString()).split(" "))).isEqualTo(
                new GnnTest.Outcome(2, "", "gnn: " + message.replace("@", folder.toString()) + System.lineSeparator()));
    }
}

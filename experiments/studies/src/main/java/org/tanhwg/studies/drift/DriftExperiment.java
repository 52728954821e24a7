package org.tanhwg.studies.drift;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.tanhwg.core.diffusion.DriftNetwork;
import org.tanhwg.core.diffusion.NetworkFile;
import org.tanhwg.training.run.Json;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.run.Yaml;

/**
 * Fits a network to an equation, compares the two and fills the run folder: {@code network.bin} (read by {@link NetworkFile}) as soon as
 * the network is there, then report and result.
 */
public final class DriftExperiment {
    private DriftExperiment() {}

    /** The result and where it was written. */
    public record Done(DriftResult result, RunFolder folder) {}

    /** Runs in a new folder; a pure function of its settings, times aside. @throws UserError when a file cannot be written */
    public static Done run(DriftSettings settings, RunFolder folder) {
        folder.writeConfig(Yaml.text(settings.values()));
        return resume(settings, folder);
    }

    /** Goes on in a folder that was begun: a network that is there is not fitted again. @throws UserError also when it cannot be read */
    public static Done resume(DriftSettings settings, RunFolder folder) {
        Examples examples = Examples.draw(settings.system(), settings.points(), new SplittableRandom(settings.seed()));
        Path file = folder.path().resolve("network.bin");
        long start = System.nanoTime();
        boolean fitted = Files.exists(file);
        DriftNetwork network = fitted ? read(file) : Fitting.fit(settings, examples);
        Double fitSeconds = fitted ? null : seconds(start);
        if (!fitted) folder.write(file, stream -> {
            var buffered = new BufferedOutputStream(stream);
            NetworkFile.write(network, buffered);
            buffered.flush();
        });
        start = System.nanoTime();
        Findings found = Findings.of(settings, examples, network);
        String config = Yaml.text(settings.values());
        var result = new DriftResult("drift", Provenance.collect(config, settings.seed()), found.outcome(),
                new DriftResult.Timing(fitSeconds, seconds(start)));
        folder.writeReport(DriftReport.page(result, config, found.views()).html());
        folder.write(folder.result(), stream -> stream.write(Json.bytes(result)));
        return new Done(result, folder);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) * 1e-9;
    }

    private static DriftNetwork read(Path file) {
        try (var in = new BufferedInputStream(Files.newInputStream(file))) {
            return NetworkFile.read(in);
        } catch (IOException e) {
            throw new UserError(file + ": " + UserError.reason(e) + "; remove it, and the network is fitted again", e);
        }
    }
}

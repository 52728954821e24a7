package org.tanhwg.studies.memory;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.tanhwg.core.memory.MemoryFile;
import org.tanhwg.training.run.Json;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.run.Yaml;

/** Runs a study and fills its folder: {@code memory.bin} (read by {@link MemoryFile}), {@code cues.csv}, report and result. */
public final class MemoryExperiment {
    private MemoryExperiment() {}

    /** The result and where it was written. */
    public record Done(MemoryResult result, RunFolder folder) {}

    /**
     * Runs; a pure function of its settings, times aside.
     *
     * @throws UserError when the text cannot be read or is too short, or the folder cannot be made or written, or is not empty
     */
    public static Done run(MemorySettings settings, Optional<Path> out) {
        Supplier<Findings> study = study(settings);
        RunFolder folder = RunFolder.create(out, "memory");
        folder.writeConfig(Yaml.text(settings.values()));
        return fill(settings, study, folder);
    }

    /** The same in a folder that was begun; a study takes seconds, so it is done from the start. */
    public static Done resume(MemorySettings settings, RunFolder folder) {
        return fill(settings, study(settings), folder);
    }

    private static Done fill(MemorySettings settings, Supplier<Findings> study, RunFolder folder) {
        String config = Yaml.text(settings.values());
        Findings found = study.get();
        MemoryResult result = result(settings, found, config);
        folder.write(folder.path().resolve("memory.bin"), stream -> {
            var buffered = new BufferedOutputStream(stream);
            MemoryFile.write(found.memory(), buffered);
            buffered.flush();
        });
        folder.write(folder.path().resolve("cues.csv"),
                stream -> stream.write(found.recall().csv().getBytes(StandardCharsets.UTF_8)));
        folder.writeReport(MemoryReport.page(result, config, found.recall().courses()).html());
        folder.write(folder.result(), stream -> stream.write(Json.bytes(result)));
        return new Done(result, folder);
    }

    /** Finds fault with the input before the folder is made. */
    private static Supplier<Findings> study(MemorySettings settings) {
        if (settings.source() instanceof MemorySettings.Sphere sphere) return () -> SphereStudy.run(settings, sphere);
        var words = (MemorySettings.Words) settings.source();
        return new WordStudy(settings, words, read(words.file()))::run;
    }

    private static MemoryResult result(MemorySettings settings, Findings found, String config) {
        double scale = 2 * found.norm() * found.norm() + 1 / settings.beta();
        Provenance provenance = found.dataSha256().map(sum -> Provenance.collect(config, sum, settings.seed()))
                .orElseGet(() -> Provenance.collect(config, settings.seed()));
        MemoryResult.Outcome outcome = found.recall().outcome(settings.within(), found.nominalRadius().orElse(null), scale);
        double seconds = found.recall().seconds();
        return new MemoryResult("memory", provenance, outcome, found.baselines(), found.sweeps(), found.words(),
                new MemoryResult.Timing(found.storeSeconds(), seconds, found.recall().processorSeconds(),
                        1000 * seconds / outcome.cues()));
    }

    private static String read(Path file) {
        if (!Files.isRegularFile(file))
            throw new UserError(
                    file + (Files.exists(file) ? ": is not a file" : ": no such file") + "; --words takes a text file");
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new UserError(file + ": is no UTF-8 text", e);
        } catch (IOException e) {
            throw new UserError(file + ": cannot be read (" + UserError.reason(e) + ")", e);
        }
    }
}

package org.tanhwg.studies;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.tanhwg.layers.io.AtomicFile;
import org.tanhwg.training.run.Json;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;

/**
 * The folder of a study's run and what it keeps there.
 *
 * @param config what {@code config.yaml} says
 */
public record StudyFolder(RunFolder folder, String config, StudyProgress progress) {

    /** A file of the run. */
    public Path path(String name) { return folder.path().resolve(name); }

    /** Writes a file of the run, which appears whole or not at all. @throws UserError when it cannot be written */
    public void write(String name, AtomicFile.Content content) {
        folder.write(path(name), stream -> {
            var buffered = new BufferedOutputStream(stream);
            content.writeTo(buffered);
            buffered.flush();
        });
    }

    /**
     * A part of the run, as JSON: read where it is there, else made and written.
     *
     * @throws UserError when it can be neither read nor written
     */
    public <T> T keep(String name, Class<T> type, Supplier<T> make) {
        Path file = path(name);
        if (Files.exists(file)) {
            try {
                return Json.read(Files.readAllBytes(file), type);
            } catch (IOException e) {
                throw new UserError(file + ": is damaged (" + UserError.reason(e) + "); remove it, and that part is run again",
                        e);
            }
        }
        T made = make.get();
        write(name, stream -> stream.write(Json.bytes(made)));
        return made;
    }

    /** Where the run comes from. @param dataSha256 sum of what was read; empty for a run that draws all it needs */
    public Provenance provenance(Optional<String> dataSha256, long seed) {
        return dataSha256.map(sum -> Provenance.collect(config, sum, seed)).orElseGet(() -> Provenance.collect(config, seed));
    }
}

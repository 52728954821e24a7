package org.tanhwg.experiments.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.tanhwg.experiments.result.RunResult;
import org.tanhwg.experiments.run.Json;
import org.tanhwg.experiments.run.RunFolder;
import org.tanhwg.experiments.run.UserError;

/** The folder of a bench of accuracy: an ordinary run folder with one more run folder for each cell, in {@code cells/TABLE/ROW-SEED}. */
record BenchFolder(RunFolder folder) {

    /**
     * A new folder, or that of the same bench that was interrupted.
     *
     * @throws UserError when there is something else in it
     */
    static BenchFolder open(Optional<Path> out, String config) {
        Optional<RunFolder> begun = out.filter(path -> Files.exists(path.resolve("config.yaml"))).map(RunFolder::existing);
        begun.ifPresent(folder -> requireSame(folder, config, "another bench"));
        return new BenchFolder(begun.orElseGet(() -> begin(RunFolder.create(out, "bench"), config)));
    }

    /** The folder of a cell, which is made if need be. @throws UserError when it is of a run with other settings */
    RunFolder cell(BenchTable.Cell cell) {
        Path path = path(cell);
        if (!Files.exists(path.resolve("config.yaml"))) return begin(RunFolder.create(Optional.of(path), "bench"), cell.config());
        RunFolder existing = RunFolder.existing(path);
        requireSame(existing, cell.config(), "a run with other settings");
        return existing;
    }

    /** What a cell brought, if it is done. @throws UserError when it is of a run with other settings, or cannot be read */
    Optional<RunResult> result(BenchTable.Cell cell) {
        Path file = new RunFolder(path(cell)).result();
        if (!Files.exists(file)) return Optional.empty();
        requireSame(RunFolder.existing(path(cell)), cell.config(), "a run with other settings");
        try {
            return Optional.of(Json.read(Files.readAllBytes(file), RunResult.class));
        } catch (IOException e) {
            throw new UserError(file + ": is no result of a run (" + e.getMessage() + "); remove it, and the cell runs again", e);
        }
    }

    private Path path(BenchTable.Cell cell) {
        return folder.path().resolve("cells").resolve(cell.name());
    }

    private static RunFolder begin(RunFolder folder, String config) {
        folder.writeConfig(config);
        return folder;
    }

    private static void requireSame(RunFolder folder, String config, String otherwise) {
        try {
            if (!Files.readString(folder.config()).equals(config)) {
                throw new UserError(
                        folder.path() + ": holds " + otherwise + " (its config.yaml differs); choose another folder with --out");
            }
        } catch (IOException e) {
            throw new UserError(folder.config() + ": cannot be read: " + e.getMessage(), e);
        }
    }
}

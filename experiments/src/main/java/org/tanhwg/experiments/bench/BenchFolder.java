package org.tanhwg.experiments.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tanhwg.experiments.result.RunResult;
import org.tanhwg.experiments.run.Json;
import org.tanhwg.experiments.run.RunFolder;
import org.tanhwg.experiments.run.UserError;

/**
 * The folder of a bench of accuracy: an ordinary run folder with one more run folder for each cell, in {@code cells/TABLE/ROW-SEED}, and in it one
 * for each question that is put to its network, {@code samples-S}.
 */
record BenchFolder(RunFolder folder) {
    private static final String OTHER_RUN = "a run with other settings";

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
        return begun(path(cell), cell.config(), OTHER_RUN);
    }

    private static RunFolder begun(Path path, String config, String otherwise) {
        if (!Files.exists(path.resolve("config.yaml"))) return begin(RunFolder.create(Optional.of(path), "bench"), config);
        RunFolder existing = RunFolder.existing(path);
        requireSame(existing, config, otherwise);
        return existing;
    }

    /** The folder of a question, which is made if need be. @throws UserError when it is of another question */
    RunFolder question(BenchTable.Cell cell, BenchTable.Question question, String config) {
        return begun(path(cell, question), config, "another evaluation");
    }

    /** What a cell brought to each of its lines, if it is done. @throws UserError when it is of a run with other settings, or cannot be read */
    Optional<List<RunResult>> results(BenchTable.Cell cell) {
        Optional<RunResult> trained = training(cell);
        if (trained.isEmpty()) return Optional.empty();
        if (cell.row().questions().isEmpty()) return trained.map(List::of);
        var lines = new ArrayList<RunResult>();
        for (BenchTable.Question question : cell.row().questions()) {
            Optional<RunResult> answer = answer(cell, question);
            if (answer.isEmpty()) return Optional.empty();
            lines.add(new RunResult("bench", trained.get().provenance(), trained.get().epochs(), answer.get().outcome()));
        }
        return Optional.of(lines);
    }

    /** What a training brought, if it is done. @throws UserError as {@link #results} */
    Optional<RunResult> training(BenchTable.Cell cell) {
        RunFolder run = new RunFolder(path(cell));
        if (Files.exists(run.result())) requireSame(RunFolder.existing(run.path()), cell.config(), OTHER_RUN);
        return read(run.result());
    }

    /** What an evaluation brought, if it is done. */
    Optional<RunResult> answer(BenchTable.Cell cell, BenchTable.Question question) {
        return read(new RunFolder(path(cell, question)).result());
    }

    private static Optional<RunResult> read(Path file) {
        if (!Files.exists(file)) return Optional.empty();
        try {
            return Optional.of(Json.read(Files.readAllBytes(file), RunResult.class));
        } catch (IOException e) {
            throw new UserError(file + ": is no result of a run (" + e.getMessage() + "); remove it, and the cell runs again", e);
        }
    }

    private Path path(BenchTable.Cell cell, BenchTable.Question question) {
        return path(cell).resolve("samples-" + question.samples());
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

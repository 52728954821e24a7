package org.tanhwg.experiments.cells;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import org.tanhwg.datasets.DataCatalog;
import org.tanhwg.datasets.DataPlaces;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.experiments.result.RunResult;
import org.tanhwg.experiments.run.Json;
import org.tanhwg.experiments.run.Progress;
import org.tanhwg.experiments.run.RunFolder;
import org.tanhwg.experiments.run.SettingsReader;
import org.tanhwg.experiments.run.TrainSettings;
import org.tanhwg.experiments.run.Trainer;
import org.tanhwg.experiments.run.UserError;

/** Runs cells in {@code FOLDER/cells}. One that is done is not run again, one that was interrupted goes on. */
public final class Cells {
    private final Path folder;
    private final PrintStream log;
    private final boolean terminal;
    private String loadedKey = "";
    private Dataset loaded;

    /**
     * The cells below a folder.
     *
     * @param log gets the progress of cells that run here, if it is a terminal
     */
    public Cells(Path folder, PrintStream log, boolean terminal) {
        this.folder = folder;
        this.log = log;
        this.terminal = terminal;
    }

    /** What a cell brought, if it is done; no final block if it diverged. @throws UserError when it is of a run with other settings */
    public Optional<RunResult> result(Cell cell) {
        Path file = new RunFolder(path(cell)).result();
        if (!Files.exists(file)) return Optional.empty();
        requireSame(RunFolder.existing(path(cell)), cell.config(), "a run with other settings");
        try {
            return Optional.of(Json.read(Files.readAllBytes(file), RunResult.class));
        } catch (IOException e) {
            throw new UserError(file + ": is no result of a run (" + e.getMessage() + "); remove it, and the cell runs again", e);
        }
    }

    /** Runs a cell here. */
    public RunResult run(Cell cell) {
        Optional<RunResult> done = result(cell);
        if (done.isPresent()) return done.get();
        Dataset data = data(cell.settings());
        RunFolder run = begin(cell);
        if (terminal) log.println(cell.name());
        try (var progress = new Progress(terminal ? log : silence(), terminal)) {
            return Trainer.trainCell(cell.settings(), data, run, progress);
        }
    }

    /**
     * Runs cells, {@code parallel} at a time, each in a process of its own.
     *
     * @param program main class and arguments that make this program {@link #runAlone run} the cell whose folder comes after them
     * @param done gets each cell that is done and what it brought; first those that were done before
     */
    public void run(List<Cell> cells, int parallel, List<String> program, BiConsumer<Cell, RunResult> done) {
        var open = new ArrayList<Cell>();
        for (Cell cell : cells) result(cell).ifPresentOrElse(result -> done.accept(cell, result), () -> open.add(cell));
        ExecutorService pool = Executors.newFixedThreadPool(parallel);
        try {
            CompletionService<Cell> running = new ExecutorCompletionService<>(pool);
            for (Cell cell : open) running.submit(() -> runApart(cell, program));
            for (int i = 0; i < open.size(); i++) {
                Cell cell = running.take().get();
                done.accept(cell, result(cell).orElseThrow());
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            pool.shutdownNow();
        }
    }

    private Cell runApart(Cell cell, List<String> program) {
        var main = new ArrayList<>(program);
        main.add(begin(cell).path().toString());
        CellProcess.run(cell.name(), main);
        return cell;
    }

    /** What a cell's own process does. @throws UserError when the folder holds no run */
    public static void runAlone(Path cell) {
        RunFolder run = RunFolder.existing(cell);
        TrainSettings settings = SettingsReader.read(run);
        try (var progress = new Progress(silence(), false)) {
            Trainer.trainCell(settings, load(settings), run, progress);
        }
    }

    private static PrintStream silence() {
        return new PrintStream(OutputStream.nullOutputStream());
    }

    /** Data sets are large: one at a time. */
    private Dataset data(TrainSettings settings) {
        String key = settings.data() + " " + settings.dataDir();
        if (!key.equals(loadedKey)) {
            loaded = null;
            loaded = load(settings);
            loadedKey = key;
        }
        return loaded;
    }

    private static Dataset load(TrainSettings settings) {
        return new DataCatalog(DataPlaces.of(System.getenv(), Optional.ofNullable(settings.dataDir()))).load(settings.data());
    }

    private Path path(Cell cell) {
        return folder.resolve("cells").resolve(cell.name());
    }

    /** The folder of a cell, which is made if need be. */
    private RunFolder begin(Cell cell) {
        Path path = path(cell);
        if (Files.exists(path.resolve("config.yaml"))) {
            RunFolder existing = RunFolder.existing(path);
            requireSame(existing, cell.config(), "a run with other settings");
            return existing;
        }
        RunFolder made = RunFolder.create(Optional.of(path), "train");
        made.writeConfig(cell.config());
        return made;
    }

    /** @throws UserError when a folder's {@code config.yaml} says something else */
    public static void requireSame(RunFolder folder, String config, String otherwise) {
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

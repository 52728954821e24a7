package org.tanhwg.training.cells;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.tanhwg.training.finished.Evaluator;
import org.tanhwg.training.finished.Evaluator.Sampling;
import org.tanhwg.training.finished.Evaluator.Source;
import org.tanhwg.training.run.Json;
import org.tanhwg.training.run.Progress;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.RunResult;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.OwnData;
import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;
import org.tanhwg.training.train.Trainer;
import org.tanhwg.training.train.TrainingData;

/** Runs cells in {@code FOLDER/cells}. One that is done is not run again, one that was interrupted goes on. */
public final class CellRunner {
    private static final String OTHER_SETTINGS = "a run with other settings";

    private final Path folder;
    private final PrintStream log;
    private final boolean terminal;
    private String loadedKey = "";
    private TrainingData loaded;

    /**
     * The cells below a folder.
     *
     * @param log gets the progress of cells that run here, if it is a terminal
     */
    public CellRunner(Path folder, PrintStream log, boolean terminal) {
        this.folder = folder;
        this.log = log;
        this.terminal = terminal;
    }

    /** What a cell brought, if it is done; no final block if it diverged. @throws UserError when it is of a run with other settings */
    public Optional<RunResult> result(Cell cell) {
        var run = new RunFolder(path(cell));
        if (Files.exists(run.result())) requireSame(RunFolder.existing(run.path()), cell.settings());
        return read(run);
    }

    private static Optional<RunResult> read(RunFolder run) {
        Path file = run.result();
        if (!Files.exists(file)) return Optional.empty();
        try {
            return Optional.of(Json.read(Files.readAllBytes(file), RunResult.class));
        } catch (IOException e) {
            throw new UserError(
                    file + ": is not the result of a run (" + e.getMessage() + "); remove it, and the cell runs again", e);
        }
    }

    /** Runs a cell here. */
    public RunResult run(Cell cell) {
        Optional<RunResult> done = result(cell);
        if (done.isPresent()) return done.get();
        RunFolder run = begin(cell);
        if (terminal) log.println(cell.name());
        try (var progress = new Progress(terminal ? log : silence(), terminal)) {
            return new Trainer(cell.settings(), data(cell.settings())).trainCell(run, progress);
        }
    }

    /**
     * What an evaluation of a finished cell's network brings; it is kept in the cell's folder, and not run again.
     *
     * @param samples passes that sample the synapses, drawn with the cell's seed; 0 for one that transmits their means
     * @param ood data set whose examples are to be told from the test examples
     * @param shift pixels by which the test images are shifted for one more accuracy; 0 for none
     */
    public RunResult evaluate(Cell cell, int samples, Optional<String> ood, int shift) {
        Path run = path(cell);
        TrainSettings trained = cell.settings();
        var settings = new Evaluator.Settings(run, new Source(trained.data(), Optional.ofNullable(trained.dataDir())),
                samples == 0 ? Optional.empty() : Optional.of(new Sampling(samples, trained.seed(), 0)),
                ood.map(name -> new Source(name, Optional.empty())), shift, 0);
        var answer = new RunFolder(run.resolve(
                "samples-" + samples + ood.map(name -> "-" + name).orElse("") + (shift == 0 ? "" : "-shift-" + shift)));
        return read(answer).orElseGet(() -> {
            Evaluator.Measured measured = Evaluator.measure(settings);
            answer.writeConfig(settings.config());
            return measured.writeTo(answer);
        });
    }

    /**
     * Runs cells in processes of their own, one cell at a time in each.
     *
     * @param processes how many, ≥ 1
     * @param program main class and arguments that make this program {@link #serve}
     * @param done gets each cell that is done and what it brought, in this thread; first those that were done before
     */
    public void run(List<Cell> cells, int processes, List<String> program, BiConsumer<Cell, RunResult> done) {
        var open = new ConcurrentLinkedQueue<Cell>();
        for (Cell cell : cells) result(cell).ifPresentOrElse(result -> done.accept(cell, result), () -> open.add(cell));
        int count = open.size();
        var finished = new LinkedBlockingQueue<Callable<Cell>>();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < Math.min(processes, count); i++)
            threads.add(new Thread(() -> work(program, open, finished), "cells " + i));
        threads.forEach(Thread::start);
        try {
            for (int i = 0; i < count; i++) {
                Cell cell = finished.take().call();
                done.accept(cell, result(cell).orElseThrow());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            open.clear();
            threads.forEach(Thread::interrupt);
        }
    }

    /** Runs open cells one after the other; each ends up in {@code finished}, or the exception that ends the work. */
    private void work(List<String> program, Queue<Cell> open, Queue<Callable<Cell>> finished) {
        try (var process = new CellProcess(program)) {
            for (Cell next = open.poll(); next != null; next = open.poll()) {
                Cell cell = next;
                process.run(begin(cell).path());
                finished.add(() -> cell);
            }
        } catch (RuntimeException e) {
            finished.add(() -> {
                throw e;
            });
        }
    }

    /**
     * What such a process does: runs the cell of each folder that a line of {@code folders} names, and answers with a line.
     *
     * @throws UserError when a folder holds no run
     */
    public void serve(BufferedReader folders, PrintStream answers) throws IOException {
        for (String line = folders.readLine(); line != null; line = folders.readLine()) {
            RunFolder run = RunFolder.existing(Path.of(line));
            TrainSettings settings = SettingsReader.read(run);
            try (var progress = new Progress(silence(), false)) {
                new Trainer(settings, data(settings)).trainCell(run, progress);
            }
            answers.println("done");
            answers.flush();
        }
    }

    private static PrintStream silence() { return new PrintStream(OutputStream.nullOutputStream()); }

    /** Data sets are large: one at a time. */
    private TrainingData data(TrainSettings settings) {
        String key = settings.data() + " " + settings.dataDir() + " " + OwnData.options(settings);
        if (!key.equals(loadedKey)) {
            loaded = null;
            loaded = TrainingData.load(settings);
            loadedKey = key;
        }
        return loaded;
    }

    private Path path(Cell cell) { return folder.resolve("cells").resolve(cell.name()); }

    /** The folder of a cell, which is made if need be. */
    private RunFolder begin(Cell cell) {
        return begin(path(cell), cell.settings());
    }

    /** The folder of a training with these settings, which is made if need be. @throws UserError when it holds another one */
    public static RunFolder begin(Path path, TrainSettings settings) {
        return begin(Optional.of(path), "train", SettingsReader.write(settings), existing -> requireSame(existing, settings));
    }

    /** The folder of a bench: a new one, or that of the same bench that was interrupted. @throws UserError when it holds another one */
    public static RunFolder bench(Optional<Path> out, String config) {
        return begin(out, "bench", config, existing -> requireSame(existing, config, "another bench"));
    }

    private static RunFolder begin(Optional<Path> out, String command, String config, Consumer<RunFolder> check) {
        Optional<RunFolder> begun = out.filter(path -> Files.exists(path.resolve("config.yaml"))).map(RunFolder::existing);
        begun.ifPresent(check);
        return begun.orElseGet(() -> {
            RunFolder made = RunFolder.create(out, command);
            made.writeConfig(config);
            return made;
        });
    }

    /** A file of an earlier version lacks the keys of a later one, which have their standard values then. */
    private static void requireSame(RunFolder folder, TrainSettings settings) {
        if (!SettingsReader.read(folder).equals(settings)) throw differs(folder, OTHER_SETTINGS);
    }

    private static UserError differs(RunFolder folder, String otherwise) {
        return new UserError(
                folder.path() + ": holds " + otherwise + " (its config.yaml differs); choose another folder with --out");
    }

    /** @throws UserError when a folder's {@code config.yaml} says something else */
    public static void requireSame(RunFolder folder, String config, String otherwise) {
        try {
            if (!Files.readString(folder.config()).equals(config)) throw differs(folder, otherwise);
        } catch (IOException e) {
            throw new UserError(folder.config() + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * One training run among many.
     *
     * @param name path of its run folder below {@code cells}, unique among them
     */
    public record Cell(String name, TrainSettings settings) {}
}

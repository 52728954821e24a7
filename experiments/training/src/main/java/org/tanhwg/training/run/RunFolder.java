package org.tanhwg.training.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.tanhwg.layers.io.AtomicFile;
import org.tanhwg.layers.io.ModelFile;

/**
 * The folder of one run: {@code config.yaml} first, {@code checkpoints/} and {@code report.html} while it runs, then {@code model.zip}, the last
 * {@code report.html} and last of all {@code result.json}, so that a folder with a result is complete. Every file appears whole or not at all.
 */
public record RunFolder(Path path) {
    private static final Pattern CHECKPOINT = Pattern.compile("step-\\d+\\.(zip|json)|\\.step-.*\\.tmp");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

    /**
     * Makes the folder of a new run.
     *
     * @param out where; by default {@code runs/<time>-<command>}
     * @param rewritten files that the run writes before its {@code config.yaml}: one that was killed in between may have left them
     * @throws UserError when it cannot be made or is not empty
     */
    public static RunFolder create(Optional<Path> out, String command, String... rewritten) {
        if (out.isPresent()) return create(out.get(), List.of(rewritten));
        String name = LocalDateTime.now().format(TIME) + "-" + command;
        Path path = Path.of("runs", name);
        for (int i = 2; Files.exists(path); i++) path = Path.of("runs", name + "-" + i);
        return create(path, List.of());
    }

    private static RunFolder create(Path path, List<String> rewritten) {
        try {
            Files.createDirectories(path);
            try (Stream<Path> children = Files.list(path)) {
                if (children.anyMatch(child -> !AtomicFile.isTemporary(child) && !child.equals(lock(path))
                        && !rewritten.contains(child.getFileName().toString()))) {
                    throw new UserError(
                            path + ": is not empty; a run needs a new or an empty folder (train --resume goes on with a run)");
                }
            }
            AtomicFile.sweep(path);
            if (!Files.isWritable(path)) throw new AccessDeniedException(path.toString());
            return new RunFolder(path);
        } catch (FileAlreadyExistsException e) {
            throw new UserError(e.getFile() + ": is a file; --out needs a folder", e);
        } catch (IOException e) {
            throw new UserError(path + ": cannot be made (" + UserError.reason(e) + "); choose another folder with --out", e);
        }
    }

    /**
     * The folder of a run that was begun.
     *
     * @throws UserError when it holds no run
     */
    public static RunFolder existing(Path path) {
        var folder = new RunFolder(path);
        if (!Files.isRegularFile(folder.config()))
            throw new UserError(path + ": is not the folder of a run (it has no config.yaml)");
        return folder;
    }

    public Path config() { return path.resolve("config.yaml"); }

    public Path checkpoints() { return path.resolve("checkpoints"); }

    public Path model() { return path.resolve("model.zip"); }

    public Path report() { return path.resolve("report.html"); }

    public Path result() { return path.resolve("result.json"); }

    /** @throws UserError when it cannot be written */
    public void writeConfig(String yaml) {
        write(config(), out -> out.write(yaml.getBytes(StandardCharsets.UTF_8)));
    }

    static Path lock(Path folder) { return folder.resolve(".lock"); }

    /** Whether a file has the name of a part of a checkpoint, or of one that is being written. */
    public static boolean isOfCheckpoint(Path file) {
        return CHECKPOINT.matcher(file.getFileName().toString()).matches();
    }

    /**
     * Removes what killed processes left, here and in the runs inside: files that they were writing, and checkpoints and locks of runs that
     * are finished. Whoever calls this has the folder alone.
     */
    void sweep() {
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path place : tree.filter(Files::isDirectory).toList()) {
                if (!Files.isDirectory(place)) continue; // it was that of checkpoints, and is gone
                AtomicFile.sweep(place);
                var run = new RunFolder(place);
                if (!Files.exists(run.result())) continue;
                if (!place.equals(path)) AtomicFile.delete(lock(place));
                run.clearCheckpoints();
            }
        } catch (IOException e) {
            throw new UserError(path + ": what a killed run left cannot be removed (" + UserError.reason(e) + ")", e);
        }
    }

    /** Removes all checkpoints, and their folder unless the user keeps something there. @throws UserError when they cannot be removed */
    public void clearCheckpoints() {
        if (!Files.isDirectory(checkpoints())) return;
        try (Stream<Path> files = Files.list(checkpoints())) {
            for (Path file : files.filter(RunFolder::isOfCheckpoint).sorted().toList()) AtomicFile.delete(file); // states first
            if (checkpoints().toFile().list().length == 0) AtomicFile.delete(checkpoints());
        } catch (IOException e) {
            throw new UserError(checkpoints() + ": cannot be removed (" + UserError.reason(e) + ")", e);
        }
    }

    /** @throws UserError when the folder that was begun is no longer there: a new one without its configuration would be of no use */
    public void requireBegun() {
        if (!Files.isRegularFile(config()))
            throw new UserError(
                    path + ": its config.yaml is gone, so the folder was removed or emptied; nothing more is written there");
    }

    /** @throws UserError when it cannot be written */
    public void writeReport(String html) {
        write(report(), out -> out.write(html.getBytes(StandardCharsets.UTF_8)));
    }

    /** Ends the run. @throws UserError when it cannot be written */
    public void writeResult(RunResult result) {
        requireBegun();
        write(result(), out -> out.write(Json.bytes(result)));
    }

    /** The command that filled the folder. @throws UserError when its {@code result.json} cannot be read */
    public String command() {
        return read(JsonNode.class).path("command").asText();
    }

    /** {@code result.json} as what a command writes there. @throws UserError when there is none, or it is of another command */
    public <T> T read(Class<T> type) {
        if (!Files.exists(result())) throw new UserError(path + ": is not a finished run (it has no result.json)");
        return read(result(), type);
    }

    /** A JSON file of the run as what a command writes there. @throws UserError when it is something else */
    public <T> T read(Path file, Class<T> type) {
        try {
            return Json.read(Files.readAllBytes(file), type);
        } catch (IOException e) {
            throw new UserError(file + ": is not what this command reads (" + UserError.reason(e) + ")", e);
        }
    }

    /** Writes a checkpoint, or a model of which nobody said what its inputs mean. @throws UserError when it cannot be written */
    public void writeModel(Model model, Path file) {
        writeModel(model, Optional.empty(), file);
    }

    /** Writes {@code model.zip}. @param meaning what its inputs and outputs mean, see {@link ModelFile#meaning}. @throws UserError when it cannot be written */
    public void writeModel(Model model, Optional<String> meaning, Path file) {
        guarded(file, () -> ModelFile.save(model, meaning, file));
    }

    /** Writes a file of the run. @throws UserError when it cannot be written */
    public void write(Path file, AtomicFile.Content content) {
        guarded(file, () -> AtomicFile.write(file, content));
    }

    private interface Writing {
        void run() throws IOException;
    }

    private void requireThere(Path file) { if (!file.equals(config()) && !Files.isDirectory(path)) requireBegun(); }

    private void guarded(Path file, Writing writing) {
        requireThere(file);
        try {
            Files.createDirectories(file.getParent());
            writing.run();
        } catch (IOException e) {
            requireThere(file);
            throw new UserError(
                    file + ": cannot be written (" + UserError.reason(e) + "); what was written before is still there", e);
        }
    }

    /**
     * The model file of a run folder, or the file itself.
     *
     * @param option that names it, for messages
     * @throws UserError when there is none
     */
    public static Path modelFile(Path runOrFile, String option) {
        Path file = Files.isDirectory(runOrFile) ? new RunFolder(runOrFile).model() : runOrFile;
        if (Files.exists(file)) return file;
        throw new UserError(file + ": no such file; " + option + " takes a model file or the folder of a finished run");
    }
}

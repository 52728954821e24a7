package org.tanhwg.studies;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.tanhwg.studies.StudyRun.StudyResult;
import org.tanhwg.training.run.ConfigFile;
import org.tanhwg.training.run.FolderLock;
import org.tanhwg.training.run.Json;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.RecordSettings;
import org.tanhwg.training.settings.SettingsReader;

/**
 * A study: a question that a run answers, all of which its settings decide.
 *
 * @param <S> the settings, whose components carry {@link org.tanhwg.training.settings.Setting}
 * @param <R> the whole of {@code result.json}
 * @param name as command, folder and result have it
 * @param description for help, a paragraph each
 * @param open makes a run; throws UserError when what the settings name cannot be read or does not fit them
 * @param table what {@code --results} writes; empty where a study has no table
 */
public record Study<S extends Record, R extends StudyResult>(String name, List<String> description, Class<S> settings,
        Class<R> result, Function<S, StudyRun<R>> open, Optional<Table<S, R>> table) {

    /** A study without a table. */
    public Study(String name, Class<S> settings, Class<R> result, Function<S, StudyRun<R>> open, String... description) {
        this(name, List.of(description), settings, result, open, Optional.empty());
    }

    /** A table of a run for a page of results. */
    public interface Table<S extends Record, R extends StudyResult> {
        /**
         * Puts it in the place of the table of the same question, or at the end.
         *
         * @param command that writes it, without the launcher's name
         * @throws UserError when the page cannot be read or written
         */
        void write(R result, S settings, String command, Path page);
    }

    /** The study with a table. */
    public Study<S, R> with(Table<S, R> table) {
        return new Study<>(name, description, settings, result, open, Optional.of(table));
    }

    /** A run that ended. @param summary what there is to say of it, a line each */
    public record Done<R>(R result, List<String> summary, RunFolder folder) {}

    /** Keys of its configuration. */
    public List<String> keys() { return List.copyOf(SettingsReader.keys(settings).keySet()); }

    /**
     * Runs in a new folder.
     *
     * @param out where; by default {@code runs/<time>-<name>}
     * @throws UserError when the input is wrong, or the folder cannot be made or written, or is not empty
     */
    public Done<R> run(S settings, Optional<Path> out, StudyProgress progress) {
        StudyRun<R> run = open.apply(settings);
        RunFolder folder = RunFolder.create(out, name);
        run.begin();
        folder.writeConfig(RecordSettings.text(run.settings()));
        try (var lock = FolderLock.take(folder, "run")) {
            return finish(run, place(folder, progress));
        }
    }

    /** Goes on with a run that was interrupted; what it kept is not done again. @throws UserError when the folder holds none */
    public Done<R> resume(RunFolder folder, StudyProgress progress) {
        try (var lock = FolderLock.resume(folder, "run")) {
            return finish(open.apply(settings(folder)), place(folder, progress));
        }
    }

    /** Writes the report of a finished run again. @throws UserError when the folder holds none */
    public Path report(RunFolder folder) {
        return report(open.apply(settings(folder)), folder.read(result), place(folder, StudyProgress.none()));
    }

    /** The settings of a run that was begun. @throws UserError when its {@code config.yaml} cannot be read, or is wrong */
    public S settings(RunFolder folder) {
        return RecordSettings.read(settings, Map.of(), Optional.of(ConfigFile.read(folder.config(), keys())));
    }

    private Done<R> finish(StudyRun<R> run, StudyFolder place) {
        R found = run.run(place);
        report(run, found, place);
        place.write("result.json", stream -> stream.write(Json.bytes(found)));
        return new Done<>(found, run.summary(found), place.folder());
    }

    private Path report(StudyRun<R> run, R found, StudyFolder place) {
        place.folder().writeReport(run.report(found, place).page(found, place.config()).html());
        return place.folder().report();
    }

    private static StudyFolder place(RunFolder folder, StudyProgress progress) {
        try {
            return new StudyFolder(folder, Files.readString(folder.config()), progress);
        } catch (IOException e) {
            throw new UserError(folder.config() + ": cannot be read (" + UserError.reason(e) + ")", e);
        }
    }
}

package org.tanhwg.studies.memory;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.tanhwg.core.memory.MemoryFile;
import org.tanhwg.studies.Study;
import org.tanhwg.studies.StudyFolder;
import org.tanhwg.studies.StudyRun;
import org.tanhwg.training.run.UserError;

/**
 * {@code gnn memory}: fills its folder with {@code memory.bin} (read by {@link MemoryFile}) and {@code cues.csv}. A run takes seconds, so that one that
 * goes on begins anew.
 */
public final class MemoryStudy implements StudyRun<MemoryResult> {
    public static final Study<MemorySettings, MemoryResult> STUDY = new Study<>("memory", MemorySettings.class,
            MemoryResult.class, MemoryStudy::new,
            "Store normal laws in a dense associative memory and recall them from cues at a given Wasserstein distance.",
            "Patterns are drawn on the Wasserstein sphere |mean|² + trace = norm², or are words of a text (--words), whose cues are the laws"
                    + " that the other half of the text teaches.");

    private final MemorySettings settings;
    private final Supplier<MemoryFindings> trial;
    private MemoryFindings found;

    /** @throws UserError when the text cannot be read or is too short */
    MemoryStudy(MemorySettings settings) {
        this.settings = settings;
        trial = settings.words() == null ? () -> SphereTrial.run(settings) : new WordTrial(settings, read(settings.words()))::run;
    }

    private static String read(Path file) {
        if (!Files.isRegularFile(file))
            throw new UserError(
                    file + (Files.exists(file) ? ": is not a file" : ": no such file") + "; --words takes a text file");
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new UserError(file + ": is not a text in UTF-8", e);
        } catch (IOException e) {
            throw new UserError(file + ": cannot be read (" + UserError.reason(e) + ")", e);
        }
    }

    @Override public MemorySettings settings() { return settings; }

    private MemoryFindings found() {
        if (found == null) found = trial.get();
        return found;
    }

    @Override public MemoryResult run(StudyFolder folder) {
        MemoryFindings found = found();
        folder.write("memory.bin", stream -> MemoryFile.write(found.memory(), stream));
        folder.write("cues.csv", stream -> stream.write(found.retrievals().csv().getBytes(StandardCharsets.UTF_8)));
        double scale = 2 * found.norm() * found.norm() + 1 / settings.beta();
        MemoryResult.Outcome outcome = found.retrievals()
                .outcome(settings.within(), found.nominalRadius().orElse(null), scale);
        double seconds = found.retrievals().seconds();
        return new MemoryResult("memory", folder.provenance(found.dataSha256(), settings.seed()), outcome, found.baselines(),
                found.sweeps(), found.words(), new MemoryResult.Timing(found.storeSeconds(), seconds,
                        found.retrievals().processorSeconds(), 1000 * seconds / outcome.cues()));
    }

    @Override public Report report(MemoryResult result, StudyFolder folder) {
        return MemoryReport.of(result, found().retrievals().courses());
    }

    @Override public List<String> summary(MemoryResult result) {
        MemoryResult.Outcome end = result.outcome();
        String kinds = end.status().entrySet().stream().filter(kind -> kind.getValue() > 0)
                .map(kind -> kind.getValue() + " " + kind.getKey()).collect(Collectors.joining(", "));
        return List.of(String.format(Locale.ROOT,
                "retrieved %.1f %%  median W2 %.2g  mean W2 %.2g  %d cues: %s; %d converged  %.3g ms per cue",
                100 * end.retrieved(), end.medianW2(), end.meanW2(), end.cues(), kinds, end.converged(),
                result.timing().millisecondsPerCue()));
    }
}

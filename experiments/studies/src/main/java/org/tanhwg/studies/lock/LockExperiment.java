package org.tanhwg.studies.lock;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tanhwg.training.run.Json;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.Yaml;

/** Runs a unit in every situation and fills the run folder. */
public final class LockExperiment {
    private LockExperiment() {}

    /** The result and where it was written. */
    public record Done(LockResult result, RunFolder folder) {}

    /**
     * Runs; a pure function of its settings.
     *
     * @throws org.tanhwg.training.run.UserError when the folder cannot be made or written, or is not empty
     */
    public static Done run(LockSettings settings, Optional<Path> out) {
        RunFolder folder = RunFolder.create(out, "lock");
        String config = Yaml.text(settings.values());
        folder.writeConfig(config);
        List<LockTrial.Outcome> outcomes = Arrays.stream(Situation.values()).map(s -> LockTrial.run(settings, s)).toList();
        var result = new LockResult("lock", Provenance.collect(config, settings.seed()),
                outcomes.stream().map(LockTrial.Outcome::result).toList());
        folder.writeReport(LockReport.page(result, config, outcomes.stream().map(LockTrial.Outcome::memory).toList()).html());
        folder.write(folder.result(), stream -> stream.write(Json.bytes(result)));
        return new Done(result, folder);
    }
}

package org.tanhwg.training.finished;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tanhwg.datasets.DataCatalog;
import org.tanhwg.training.run.ConfigFile;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.OwnData;

/**
 * A run with all that it takes to repeat it.
 *
 * @param config what {@code config.yaml} says
 * @param result what {@code result.json} says
 */
public record FinishedRun(RunFolder folder, Map<String, Object> config, JsonNode result) {

    /** Reads a folder. @throws UserError when the run is not finished, or its settings were changed after it */
    public static FinishedRun read(Path path) {
        RunFolder folder = RunFolder.existing(path);
        JsonNode result = folder.read(JsonNode.class);
        try {
            String sum = Provenance.sha256(Files.readAllBytes(folder.config()));
            if (!sum.equals(result.at("/provenance/configSha256").asText()))
                throw new UserError(folder.config() + ": was changed after the run (its sum is not the one in result.json)");
        } catch (IOException e) {
            throw new UserError(folder.config() + ": cannot be read (" + UserError.reason(e) + ")", e);
        }
        return new FinishedRun(folder, ConfigFile.read(folder.config(), List.of()).values(), result);
    }

    /** The command that made it. */
    public String command() { return result.at("/command").asText(); }

    /** Looks whether the data set is still the same, where the settings name one. @throws UserError when it is not */
    public void requireSameData() {
        Map<?, ?> settings = config.get("space") instanceof Map<?, ?> space ? space : config;
        if (!(settings.get("data") instanceof String name) || OwnData.isPath(name)) return; // compared when it was read again
        Optional<Path> dir = Optional.ofNullable(settings.get("data-dir")).map(text -> Path.of(text.toString()));
        requireSameData(DataCatalog.standard(dir).load(name).sha256());
    }

    private void requireSameData(String sum) {
        RunData.requireUnchanged(folder, result.at("/provenance/dataSha256").asText(), sum);
    }

    /** Compares with the result of a repetition. @throws UserError when that saw other data */
    public Agreement compare(RunFolder repetition) {
        JsonNode again = repetition.read(JsonNode.class);
        requireSameData(again.at("/provenance/dataSha256").asText());
        return Agreement.of(result, again);
    }
}

package org.tanhwg.experiments.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The keys and values of a user's YAML file, not yet converted. */
public record ConfigFile(Path path, Map<String, Object> values) {

    /** @throws UserError when the file cannot be read, is no YAML mapping, or holds a key that is not among {@code known} */
    public static ConfigFile read(Path path, Collection<String> known) {
        if (!Files.isRegularFile(path)) {
            throw new UserError(
                    path + (Files.exists(path) ? ": is not a file" : ": no such file") + "; --config takes a YAML file");
        }
        JsonNode tree;
        try {
            tree = Yaml.MAPPER.readTree(Files.readAllBytes(path));
        } catch (JsonProcessingException e) {
            throw new UserError(
                    path + ":" + e.getLocation().getLineNr() + ": is no valid YAML: " + firstLine(e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new UserError(path + ": cannot be read: " + e.getMessage(), e);
        }
        if (tree.isMissingNode() || tree.isNull()) return new ConfigFile(path, Map.of());
        if (!tree.isObject()) throw new UserError(path + ": must be lines of the form key: value");
        var values = new LinkedHashMap<String, Object>();
        tree.fields().forEachRemaining(field -> {
            if (!known.contains(field.getKey())) {
                throw new UserError(path + ": unknown key '" + field.getKey() + "'; "
                        + Nearest.to(field.getKey(), known).map(key -> "did you mean " + key + "?")
                                .orElse("known: " + String.join(", ", known)));
            }
            if (field.getValue().isNull())
                throw new UserError(path + ": " + field.getKey() + " has no value; give it one or leave it out");
            values.put(field.getKey(), Yaml.MAPPER.convertValue(field.getValue(), Object.class));
        });
        return new ConfigFile(path, values);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("").strip();
    }
}

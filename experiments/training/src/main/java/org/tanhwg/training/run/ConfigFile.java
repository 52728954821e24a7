package org.tanhwg.training.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * The keys and values of a user's YAML file, not yet converted.
 *
 * @param name what messages call the file, or the part of it
 */
public record ConfigFile(String name, Map<String, Object> values) {
    /** A megabyte of settings is a mistake, and YAML takes a minute for fifty of comments. */
    private static final int LARGEST = 1 << 20;
    /** Longest word that may be meant for another; a comparison takes as long as the word is. */
    private static final int LONGEST_WORD = 100;

    /**
     * Reads a file.
     *
     * @param known keys that it may hold; empty when it may hold any
     * @throws UserError when it cannot be read, is not a YAML mapping, or holds another key
     */
    public static ConfigFile read(Path path, Collection<String> known) {
        if (!Files.isRegularFile(path)) {
            throw new UserError(path + (Files.exists(path) ? ": is not a file" : ": no such file") + "; must be a YAML file");
        }
        try {
            if (Files.size(path) > LARGEST)
                throw new UserError(path + ": has " + Files.size(path) + " bytes; settings take at most " + LARGEST);
            return parse(path.toString(), Files.readAllBytes(path), known);
        } catch (IOException e) {
            throw new UserError(path + ": cannot be read (" + UserError.reason(e) + ")", e);
        }
    }

    /** Reads a file whose bytes are here already. @throws UserError as {@link #read} */
    public static ConfigFile parse(String name, byte[] yaml, Collection<String> known) {
        try {
            return of(name, Yaml.MAPPER.readTree(yaml), known);
        } catch (JsonProcessingException e) {
            String line = e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr();
            throw new UserError(name + line + ": is not valid YAML: " + firstLine(e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new UserError(name + ": cannot be read (" + UserError.reason(e) + ")", e);
        }
    }

    /** A mapping inside a file, as if it were a file of its own. @throws UserError as {@link #read} */
    public static ConfigFile section(String name, Object mapping, Collection<String> known) {
        return of(name, Yaml.MAPPER.valueToTree(mapping), known);
    }

    /** The name of a file or folder, empty where the key is not there. @throws UserError when its value is not such a name */
    public Optional<Path> path(String key) {
        Object value = values.get(key);
        if (value == null) return Optional.empty();
        if (!(value instanceof String || value instanceof Number) || value.toString().isBlank()
                || value.toString().indexOf(0) >= 0)
            throw new UserError(name + ": " + key + ": must be the name of a file or folder");
        return Optional.of(Path.of(value.toString()));
    }

    private static ConfigFile of(String name, JsonNode tree, Collection<String> known) {
        if (tree.isMissingNode() || tree.isNull()) return new ConfigFile(name, Map.of());
        if (!tree.isObject()) throw new UserError(name + ": must be lines of the form key: value");
        var values = new LinkedHashMap<String, Object>();
        tree.fields().forEachRemaining(field -> {
            if (!known.isEmpty() && !known.contains(field.getKey())) {
                throw new UserError(name + ": unknown key '" + field.getKey() + "'; "
                        + ConfigFile.nearest(field.getKey(), known).map(key -> "did you mean " + key + "?")
                                .orElse("known: " + String.join(", ", known)));
            }
            if (field.getValue().isNull())
                throw new UserError(name + ": " + field.getKey() + " has no value; give it one or leave it out");
            values.put(field.getKey(), Yaml.MAPPER.convertValue(field.getValue(), Object.class));
        });
        return new ConfigFile(name, values);
    }

    private static String firstLine(String text) { return text.lines().findFirst().orElse("").strip(); }

    /** The known word with the fewest edits, if they are no more than half of it. */
    public static Optional<String> nearest(String word, Collection<String> known) {
        if (word.length() > LONGEST_WORD) return Optional.empty();
        var distance = new LevenshteinDistance();
        return known.stream().min(Comparator.comparingInt(k -> distance.apply(word, k)))
                .filter(k -> distance.apply(word, k) <= k.length() / 2);
    }
}

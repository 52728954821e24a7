package org.tanhwg.layers.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.nd4j.shade.jackson.core.JsonFactory;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonToken;

/**
 * Reads a network's JSON token by token and refuses it when it names a class that is neither Deeplearning4j's nor ours.
 *
 * <p>Jackson takes a class name from {@code "@class"} and {@code "type"}, but also from the head of an array in their place, and loads the
 * class before it looks whether it fits. So besides what {@code "@class"} says, no string and no key at all may name a foreign class that
 * exists here. The parser is the one Deeplearning4j will use.
 */
final class ConfigurationGuard {
    private static final List<String> ALLOWED = List.of("org.deeplearning4j.nn.", "org.nd4j.linalg.activations.",
            "org.nd4j.linalg.lossfunctions.",
            "org.nd4j.linalg.learning.", "org.nd4j.linalg.schedule.", "org.tanhwg.layers.");
    private static final Pattern NOT_OF_A_NAME = Pattern.compile("[^\\w$.]+");
    private static final int DEEPEST = 100;
    /** Class-path look-ups cost a tenth of a millisecond each; names of layers with dots in them are few. */
    private static final int MOST_LOOKUPS = 10_000;

    private final String where;
    private final Set<String> trusted;
    /** Words that were looked up and are not the names of classes. */
    private final Set<String> harmless = new HashSet<>();

    private ConfigurationGuard(String where, Set<String> trusted) {
        this.where = where;
        this.trusted = trusted;
    }

    /** A configuration without foreign classes, and whether it is a ComputationGraph's. */
    record Configuration(String json, boolean isGraph) {}

    /**
     * Checks a configuration.
     *
     * @param trusted names of foreign classes that the caller vouches for
     * @throws ModelFileException when it is not a JSON object or names a class that may not be loaded
     */
    static Configuration check(String where, byte[] utf8, Set<String> trusted) {
        return new ConfigurationGuard(where, trusted).check(utf8);
    }

    private Configuration check(byte[] utf8) {
        int depth = 0;
        boolean naming = false;
        boolean isGraph = false;
        try {
            String json = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
            JsonParser in = new JsonFactory().createParser(json);
            if (in.nextToken() != JsonToken.START_OBJECT) throw new ModelFileException(where + " is not a JSON object");
            for (JsonToken token = in.currentToken(); token != null; token = in.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (depth > DEEPEST) throw new ModelFileException(where + " is nested deeper than " + DEEPEST + " levels");
                if (token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME) check(in.getText(), naming);
                naming = token == JsonToken.FIELD_NAME && in.getText().equals("@class");
                isGraph |= depth == 1 && token == JsonToken.FIELD_NAME && in.getText().equals("vertices");
            }
            return new Configuration(json, isGraph);
        } catch (CharacterCodingException e) {
            throw new ModelFileException(where + " is not UTF-8 text", e);
        } catch (IOException e) {
            throw new ModelFileException(where + " is not valid JSON", e);
        }
    }

    private void check(String text, boolean naming) {
        if (naming && !allowed(text)) throw foreign(text);
        for (String word : NOT_OF_A_NAME.split(text)) {
            if (word.indexOf('.') > 0 && !allowed(word) && exists(word)) throw foreign(word);
        }
    }

    private boolean allowed(String name) {
        return trusted.contains(name) || ALLOWED.stream().anyMatch(name::startsWith);
    }

    /** Whether there is such a class; looks for its file, loads nothing. */
    private boolean exists(String name) {
        if (harmless.contains(name)) return false;
        if (harmless.size() == MOST_LOOKUPS)
            throw new ModelFileException(where + " holds more than " + MOST_LOOKUPS + " different names with dots");
        if (getClass().getClassLoader().getResource(name.replace('.', '/') + ".class") != null) return true;
        harmless.add(name);
        return false;
    }

    private ModelFileException foreign(String name) {
        return new ModelFileException(where + " names the class " + ModelFileException.shown(name)
                + "; only classes of Deeplearning4j's networks, of org.tanhwg.layers and those passed to ModelFile.load are loaded");
    }
}

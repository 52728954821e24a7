package org.tanhwg.training.search;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.tanhwg.training.run.ConfigFile;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.SettingsReader;

/**
 * Settings of a search from their sources. What is searched is a space file, the one that stands ready for a preset, or the space of a configuration file; what
 * those leave out has the value of {@code searches/default.yaml}, or else that of the preset.
 */
public final class SearchReader {
    private static final String SPACE = "space";
    private static final String PRESET = "preset";
    private static final String SEED = "seed";
    /** Settings that decide what others are when nothing is said of them. */
    private static final List<String> DECIDING = List.of(PRESET, "optimizer");

    private SearchReader() {}

    /** Options that are about the search, not about the trainings. */
    public static List<String> keys() {
        return SettingsReader.keys(SearchSettings.class).keySet().stream().filter(key -> !key.equals(SPACE)).toList();
    }

    /**
     * Reads.
     *
     * @param search values of {@link #keys}, as typed
     * @param fixed settings of the trainings as typed; they are not searched, whatever the space says
     * @param space a file as {@link SpaceReader} reads it
     * @param config a file as {@code config.yaml} of a search
     * @throws UserError naming option or file and key, the value and what would be right
     */
    public static SearchSettings read(Map<String, String> search, Map<String, String> fixed, Optional<Path> space,
            Optional<Path> config) {
        SettingsReader.read(fixed, Optional.empty()); // says what is wrong with an option by its name
        Map<String, Object> standards = resource("searches/default.yaml", SettingsReader.keys(SearchSettings.class).keySet())
                .values();
        Optional<ConfigFile> file = config
                .map(path -> ConfigFile.read(path, SettingsReader.keys(SearchSettings.class).keySet()));
        var values = new LinkedHashMap<>(standards);
        file.ifPresent(f -> values.putAll(f.values()));
        values.putAll(search);

        values.put(SPACE, Map.of());
        UnaryOperator<String> origin = key -> search.containsKey(key) || file.isEmpty() ? "--" + key
                : file.get().name() + ": " + key;
        SearchSettings settings = SettingsReader.convert(values, SearchSettings.class, origin);

        ConfigFile open = open(fixed, space, file);
        settings = settings.in(space(open, fixed, settings.seed()));
        // says what is wrong by the name that the user knows, before anything is loaded
        Proposer.requireCountable(settings, SpaceReader.read(open.name(), settings.space()));
        return settings;
    }

    /** The settings of a search that was begun. */
    static SearchSettings read(Path config) {
        return read(Map.of(), Map.of(), Optional.empty(), Optional.of(config));
    }

    private static ConfigFile open(Map<String, String> fixed, Optional<Path> space, Optional<ConfigFile> config) {
        var keys = SettingsReader.keys().keySet();
        if (space.isPresent()) {
            if (fixed.containsKey(PRESET))
                throw new UserError(
                        "--space and --preset are two spaces; leave out one, or say preset: " + fixed.get(PRESET) + " in "
                                + space.get());
            return ConfigFile.read(space.get(), keys);
        }
        Optional<ConfigFile> own = config.filter(f -> f.values().containsKey(SPACE))
                .map(f -> ConfigFile.section(f.name() + ": " + SPACE, f.values().get(SPACE), keys));
        return own.orElseGet(() -> {
            String preset = fixed.getOrDefault(PRESET, "default");
            return resource("spaces/" + preset + ".yaml", keys);
        });
    }

    private static Map<String, Object> space(ConfigFile open, Map<String, String> fixed, Object seed) {
        var own = new LinkedHashMap<String, Object>();
        own.put(SEED, seed);
        own.putAll(defaults());
        own.putAll(open.values());
        own.putAll(fixed);
        if (DECIDING.stream().anyMatch(key -> isOpen(own.get(key)))) return own;

        // complete, so that presets can change
        var closed = new LinkedHashMap<>(own);
        closed.values().removeIf(SearchReader::isOpen);
        Map<String, Object> values = SettingsReader
                .values(SettingsReader.read(Map.of(), Optional.of(new ConfigFile(open.name(), closed))));
        own.forEach((key, value) -> {
            if (isOpen(value)) values.put(key, value);
        });
        return values;
    }

    /** Settings of a training that a search has unless its space says otherwise, by key. */
    public static Map<String, Object> defaults() {
        ConfigFile standards = resource("searches/default.yaml", SettingsReader.keys(SearchSettings.class).keySet());
        return ConfigFile.section(SPACE, standards.values().get(SPACE), SettingsReader.keys().keySet()).values();
    }

    private static boolean isOpen(Object value) {
        return value instanceof Map || value instanceof List<?> list && list.stream().anyMatch(SearchReader::isOpen);
    }

    private static ConfigFile resource(String name, Collection<String> known) {
        try (InputStream in = SearchReader.class.getResourceAsStream("/" + name)) {
            return ConfigFile.parse(name, in.readAllBytes(), known);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}

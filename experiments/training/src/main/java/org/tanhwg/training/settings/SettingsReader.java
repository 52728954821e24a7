package org.tanhwg.training.settings;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tanhwg.training.run.ConfigFile;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.run.Yaml;

/** Settings from their sources: command line before configuration file before preset before the default preset. */
public final class SettingsReader {
    private static final List<String> PRESETS = List.of("default", "sparse", "dense", "balanced", "pressure", "calibrated",
            "calibrated-sparse",
            "complex", "real-twin", "converted", "lenet5", "table");

    /** What decides the shape of a network that is made afresh. */
    private static final Set<String> SHAPE = Set.of("layers", "network", "field", "encoding", "frequencies");

    /** Settings that files written by the first runs of the preset table may lack. */
    private static final Set<String> LATER = Set.of("min-steps", "prior", "mass", "bound", "ball", "quantum", "momentum",
            "uniform-speed", "silent-share", "energy-sample");

    private SettingsReader() {}

    /** Names of the presets. */
    public static List<String> presets() { return PRESETS; }

    /** Every setting by its key, in the order of the record. */
    public static Map<String, RecordComponent> keys() {
        return keys(TrainSettings.class);
    }

    /** Every component of a settings record by its key, in the order of the record. */
    public static Map<String, RecordComponent> keys(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents()).collect(
                Collectors.toMap(SettingsReader::key, c -> c, (a, b) -> a, LinkedHashMap::new));
    }

    /** Kebab-case, unless the component has kept an older key. */
    private static String key(RecordComponent component) {
        JsonProperty older = component.getAccessor().getAnnotation(JsonProperty.class);
        return older != null ? older.value() : KebabCaseStrategy.INSTANCE.translate(component.getName());
    }

    /**
     * Settings of a run.
     *
     * @param commandLine values by key, as typed
     * @param config what the user's file says; keys that are not settings are ignored
     * @throws UserError naming the option, or file and key, the value and what would be right
     */
    public static TrainSettings read(Map<String, String> commandLine, Optional<ConfigFile> config) {
        Map<String, Object> file = new LinkedHashMap<>(config.map(ConfigFile::values).orElse(Map.of()));
        file.keySet().retainAll(keys().keySet());
        UnaryOperator<String> origin = key -> commandLine.containsKey(key) || !file.containsKey(key) ? "--" + key
                : config.orElseThrow().name() + ": " + key;

        String name = commandLine.getOrDefault("preset",
                String.valueOf(file.getOrDefault("preset", standardPreset(commandLine, file))));
        if (!PRESETS.contains(name)) {
            throw new UserError(origin.apply("preset") + " = " + name + ": must be one of " + String.join(", ", PRESETS));
        }
        Map<String, Object> values = preset("default");
        if (!isWritten(file)) values.putAll(preset(name));
        String optimizer = commandLine.getOrDefault("optimizer",
                String.valueOf(file.getOrDefault("optimizer", values.get("optimizer"))));
        if (preset("optimizers").get(optimizer.toLowerCase(Locale.ROOT)) instanceof Map<?, ?> own)
            own.forEach((key, value) -> values.put(key.toString(), value));
        for (Map<String, ?> source : List.of(file, commandLine)) {
            if (source.containsKey("epochs")) values.put("min-steps", 0); // who says how many epochs gets so many
            values.putAll(source);
        }
        values.computeIfPresent("data", (key, typed) -> OwnData.resolve(typed.toString()));
        values.computeIfPresent("label", (key, v) -> v instanceof List ? v : words(v.toString()));
        values.computeIfPresent("layers", (key, v) -> v instanceof List ? v : split(v.toString()));
        for (String share : List.of("target-kept", "validation-share")) values.computeIfPresent(share, (key, v) -> share(v));
        TrainSettings settings = convert(values, TrainSettings.class, origin);
        if (settings.network() != null && commandLine.containsKey("layers"))
            throw new UserError("--layers: makes no difference to the network " + settings.network() + "; leave it out");
        if (settings.targetKept() != null && commandLine.containsKey("beta"))
            throw new UserError(
                    "--beta: makes no difference with " + origin.apply("target-kept") + ", which steers it; leave it out");
        for (String key : commandLine.keySet()) {
            if (!settings.optimizer().uses(key))
                throw new UserError("--" + key + ": makes no difference to " + settings.optimizer() + "; leave it out");
            if (settings.from() != null && SHAPE.contains(key))
                throw new UserError("--" + key + ": makes no difference with --from, whose network has its own; leave it out");
        }
        return settings;
    }

    /** Whether a run wrote the file: it has all settings then, and those that came later are off, whatever the preset says of them today. */
    private static boolean isWritten(Map<String, Object> file) {
        Set<String> earlier = preset("default").keySet();
        earlier.removeAll(LATER);
        return file.keySet().containsAll(earlier);
    }

    /** What is taken where nobody names a preset: that of tables for a table whose columns are not said to be pixels. */
    private static String standardPreset(Map<String, String> commandLine, Map<String, Object> file) {
        boolean pixels = commandLine.containsKey("size") || file.containsKey("size");
        Object data = commandLine.containsKey("data") ? commandLine.get("data") : file.get("data");
        return !pixels && data != null && OwnData.isTable(OwnData.resolve(data.toString())) ? "table" : "default";
    }

    /** Settings as {@link #write} wrote them. @param name what messages call the text */
    public static TrainSettings parse(String name, String yaml) {
        return read(Map.of(), Optional.of(ConfigFile.parse(name, yaml.getBytes(StandardCharsets.UTF_8), keys().keySet())));
    }

    /** The settings of a run that was begun. @throws UserError when its {@code config.yaml} cannot be read, or is wrong */
    public static TrainSettings read(RunFolder folder) {
        return read(Map.of(), Optional.of(ConfigFile.read(folder.config(), keys().keySet())));
    }

    /** The settings as YAML: a complete configuration file that gives the same settings again. */
    public static String write(Record settings) {
        return Yaml.text(settings);
    }

    /** The settings by key, as {@link #write} writes them. */
    public static Map<String, Object> values(TrainSettings settings) {
        return Yaml.MAPPER.convertValue(settings, new TypeReference<LinkedHashMap<String, Object>>() {});
    }

    /** What each key of the settings of a training means, in their order. */
    public static Map<String, String> meanings() {
        var meanings = new LinkedHashMap<String, String>();
        keys().forEach((key, component) -> meanings.put(key, component.getAnnotation(Setting.class).value()));
        return meanings;
    }

    /** The settings with another value for one key. */
    public static TrainSettings with(TrainSettings settings, String key, Object value) {
        Map<String, Object> values = values(settings);
        values.put(key, value);
        return convert(values, TrainSettings.class, k -> k);
    }

    /** A share as typed: {@code 2%} is 0.02; what is not a number is left for others to say so. */
    private static Object share(Object typed) {
        String text = typed.toString().strip();
        try {
            return text.endsWith("%") ? new BigDecimal(text.substring(0, text.length() - 1).strip()).movePointLeft(2) : typed;
        } catch (NumberFormatException e) {
            return typed;
        }
    }

    /** A layer list as typed; {@code none} stands for no hidden layer. */
    private static List<String> split(String list) {
        return list.strip().equals("none") ? List.of() : words(list);
    }

    /** What stands between commas. */
    public static List<String> words(String list) {
        return Stream.of(list.split(",", -1)).map(String::strip).toList();
    }

    /**
     * Values as a record of settings, whose components check themselves with messages that start with the key.
     *
     * @param origin where the value of a key comes from, and the key, as messages call it
     * @throws UserError naming the origin, the value and what would be right
     */
    public static <T extends Record> T convert(Map<String, ?> values, Class<T> type, UnaryOperator<String> origin) {
        try {
            return Yaml.MAPPER.convertValue(values, type);
        } catch (IllegalArgumentException e) {
            if (e.getCause() instanceof ValueInstantiationException v && v.getCause() instanceof IllegalArgumentException range) {
                String key = range.getMessage().substring(0, range.getMessage().indexOf(' '));
                throw new UserError(origin.apply(key) + range.getMessage().substring(key.length()), e);
            }
            // a number too large for its type is not a mismatch to Jackson
            if (e.getCause() instanceof JsonMappingException m && !m.getPath().isEmpty()) {
                String key = m.getPath().get(0).getFieldName();
                throw new UserError(origin.apply(key) + " = " + shown(values.get(key)) + ": must be "
                        + RecordSettings.expected(keys(type).get(key)),
                        e);
            }
            throw e;
        }
    }

    private static String shown(Object value) {
        String text = value instanceof List<?> list ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                : String.valueOf(value);
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }

    private static Map<String, Object> preset(String name) {
        try (InputStream in = SettingsReader.class.getResourceAsStream("/presets/" + name + ".yaml")) {
            return Yaml.MAPPER.readValue(in, new TypeReference<LinkedHashMap<String, Object>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException("preset " + name, e);
        }
    }
}

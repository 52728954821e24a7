package org.tanhwg.training.settings;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tanhwg.training.run.ConfigFile;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.run.Yaml;

/**
 * Settings of any record whose components carry {@link Setting}: read from the command line, a configuration file and the standard values in the
 * annotations, and written so that they read back.
 */
public final class RecordSettings {
    private RecordSettings() {}

    /**
     * Settings from their sources: command line before configuration file before standard values.
     *
     * @param commandLine values by key, as typed
     * @param config what the user's file says; keys of other settings are ignored
     * @throws UserError naming the option, or file and key, the value and what would be right
     */
    public static <S extends Record> S read(Class<S> type, Map<String, String> commandLine, Optional<ConfigFile> config) {
        Map<String, Object> file = config.map(ConfigFile::values).orElse(Map.of());
        UnaryOperator<String> origin = key -> commandLine.containsKey(key) || !file.containsKey(key) ? "--" + key
                : config.orElseThrow().name() + ": " + key;
        var values = new LinkedHashMap<String, Object>();
        SettingsReader.keys(type).forEach((key, component) -> {
            String standard = component.getAnnotation(Setting.class).standard();
            Object value = commandLine.containsKey(key) ? commandLine.get(key) : file.getOrDefault(key, standard);
            String other = component.getAnnotation(Setting.class).unless();
            boolean idle = commandLine.containsKey(other) || file.containsKey(other);
            if (idle && (commandLine.containsKey(key) || file.containsKey(key)))
                throw new UserError(origin.apply(key) + ": makes no difference with " + origin.apply(other) + "; leave it out");
            if (!idle && !value.equals("")) values.put(key, component.getType() == List.class ? list(value) : value);
        });
        return SettingsReader.convert(values, type, origin);
    }

    /** A list in either form: of YAML, or as typed, with commas. */
    private static List<?> list(Object value) {
        return value instanceof List<?> given ? given : Stream.of(value.toString().split(",", -1)).map(String::strip).toList();
    }

    /** The settings by key as a complete configuration file has them: lists joined by commas, nothing for what is null or empty. */
    public static Map<String, Object> values(Record settings) {
        var values = new LinkedHashMap<String, Object>();
        SettingsReader.keys(settings.getClass()).forEach((key, component) -> {
            Object value = shown(value(settings, component));
            if (!value.equals("")) values.put(key, value);
        });
        return values;
    }

    /** A configuration file that gives these settings again. */
    public static String text(Record settings) {
        return Yaml.text(values(settings));
    }

    /** Standard value of each setting by key, as help shows it; those without one are left out. */
    public static Map<String, String> standards(Class<? extends Record> type) {
        var standards = new LinkedHashMap<String, String>();
        SettingsReader.keys(type).forEach((key, component) -> {
            Setting setting = component.getAnnotation(Setting.class);
            String shown = setting.standard() + setting.otherwise();
            if (!shown.isEmpty()) standards.put(key, shown);
        });
        return standards;
    }

    private static Object value(Record settings, RecordComponent component) {
        try {
            component.getAccessor().trySetAccessible();
            return component.getAccessor().invoke(settings);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(component + " cannot be read", e);
        }
    }

    private static Object shown(Object value) {
        if (value == null) return "";
        if (value instanceof List<?> list)
            return list.stream().map(v -> String.valueOf(shown(v))).collect(Collectors.joining(","));
        return value instanceof Enum<?> ? value.toString().toLowerCase(Locale.ROOT)
                : value instanceof Path ? value.toString() : value;
    }

    /** What a setting takes, in the words of an error. */
    static String expected(RecordComponent setting) {
        if (setting.getType() != List.class) return expected(setting.getType());
        Class<?> each = (Class<?>) ((ParameterizedType) setting.getGenericType()).getActualTypeArguments()[0];
        return each == Integer.class ? "a list such as 300,100" : "a list, each " + expected(each);
    }

    private static String expected(Class<?> type) {
        if (type == double.class || type == Double.class) return "a number";
        if (List.of(int.class, long.class, Integer.class, Long.class).contains(type)) return "a whole number";
        if (type == boolean.class) return "true or false";
        if (type == NetworkShape.class) return NetworkShape.EXAMPLE;
        if (type.isEnum())
            return "one of " + Stream.of(type.getEnumConstants()).map(Object::toString).collect(Collectors.joining(", "));
        return "text";
    }
}

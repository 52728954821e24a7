package org.tanhwg.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Predicate;
import org.tanhwg.training.settings.Setting;
import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Options that are components of a settings record; what they say is checked where configuration files are checked. */
class SettingsOptions implements IModelTransformer {
    private static final List<String> TRUTH = List.of("true", "false");

    /** Adds the options that are components of the settings of a training. */
    @Override public CommandSpec transform(CommandSpec spec) {
        return add(spec, TrainSettings.class, standards("presets/default.yaml"), key -> false);
    }

    /**
     * Adds an option for each setting that the command has none for, with what their annotations say, after what is the command's own.
     *
     * @param standards what help says is the value of an option that is not given, by key
     * @param hidden whether help leaves a key out
     */
    static CommandSpec add(CommandSpec spec, Class<? extends Record> type, Map<String, String> standards,
            Predicate<String> hidden) {
        int order = 10 + spec.options().size();
        for (var setting : SettingsReader.keys(type).entrySet()) {
            Setting about = setting.getValue().getAnnotation(Setting.class);
            String name = "--" + setting.getKey();
            if (about == null || spec.findOption(name) != null) continue;
            String standard = standards.getOrDefault(setting.getKey(), "");
            var builder = OptionSpec.builder(name).type(String.class).order(order++).hidden(hidden.test(setting.getKey()))
                    .paramLabel(about.label().isEmpty() ? label(setting.getValue().getType()) : about.label())
                    .description(about.value().replace("%", "%%") + (standard.isEmpty() ? "" : " [" + standard + "]"));
            if (!about.whenBare().isEmpty()) builder.arity("0..1").fallbackValue(about.whenBare());
            if (TRUTH.contains(about.whenBare()))
                builder.preprocessor((words, command, option, info) -> { // a path that follows is not its value
                    if (words.isEmpty() || !TRUTH.contains(words.peek())) words.push(about.whenBare());
                    return false;
                });
            spec.addOption(builder.build());
        }
        return spec;
    }

    /** What the user typed for the options of a training, by key. */
    static Map<String, String> given(CommandSpec spec) {
        return given(spec, SettingsReader.keys().keySet());
    }

    /** What the user typed for the options of these names. */
    static Map<String, String> given(CommandSpec spec, Collection<String> keys) {
        var given = new LinkedHashMap<String, String>();
        for (String key : keys) {
            OptionSpec option = spec.commandLine().getParseResult().matchedOption("--" + key);
            if (option != null) given.put(key, option.getValue());
        }
        return given;
    }

    private static String label(Class<?> type) { return type == double.class || type == Double.class ? "X" : "N"; }

    /** Shown only; a flat YAML file is a properties file too, and reading it as one is quicker. */
    static Map<String, String> standards(String resource) {
        var properties = new Properties();
        try (InputStream in = SettingsOptions.class.getResourceAsStream("/" + resource)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
        var standards = new LinkedHashMap<String, String>();
        properties.stringPropertyNames().forEach(key -> standards.put(key, properties.getProperty(key)));
        return standards;
    }
}

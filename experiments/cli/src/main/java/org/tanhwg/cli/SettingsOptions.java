package org.tanhwg.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.tanhwg.training.settings.Setting;
import org.tanhwg.training.settings.SettingsReader;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Adds the options that are components of the settings of a training, where the command has none of that name; what they say is checked where configuration
 * files are checked.
 */
class SettingsOptions implements IModelTransformer {
    @Override public CommandSpec transform(CommandSpec spec) {
        Properties defaults = defaults();
        int order = 10; // after what is the command's own
        for (Map.Entry<String, RecordComponent> setting : SettingsReader.keys().entrySet()) {
            String name = "--" + setting.getKey();
            if (spec.findOption(name) != null) continue;
            Setting about = setting.getValue().getAnnotation(Setting.class);
            String standard = standard(setting.getKey(), defaults);
            var builder = OptionSpec.builder(name).type(String.class).order(order++).hidden(isHidden(setting.getKey()))
                    .paramLabel(about.label().isEmpty() ? label(setting.getValue().getType()) : about.label())
                    .description(about.value() + (standard.isEmpty() ? "" : " [" + standard + "]"));
            if (!about.whenBare().isEmpty()) builder.arity("0..1").fallbackValue(about.whenBare());
            spec.addOption(builder.build());
        }
        return spec;
    }

    /** Whether help leaves an option out. */
    boolean isHidden(String key) {
        return false;
    }

    /** What help says is the value of an option that is not given; empty for nothing. */
    String standard(String key, Properties defaults) {
        return defaults.getProperty(key, "");
    }

    /** What the user typed for those options, by key. */
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

    private static String label(Class<?> type) {
        return type == double.class ? "X" : "N";
    }

    /** Shown only; a flat YAML file is a properties file too, and reading it as one is quicker. */
    private static Properties defaults() {
        var defaults = new Properties();
        try (InputStream in = SettingsOptions.class.getResourceAsStream("/presets/default.yaml")) {
            defaults.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("preset default", e);
        }
        return defaults;
    }
}

package org.tanhwg.training.run;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** How settings become YAML and back: kebab-case keys, plain paths, nothing silently dropped or rounded. */
public final class Yaml {
    public static final YAMLMapper MAPPER = YAMLMapper.builder() //
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE) //
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS) //
            .enable(DeserializationFeature.READ_ENUMS_USING_TO_STRING) //
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT) //
            .withConfigOverride(List.class, list -> list.setSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))) //
            .withCoercionConfigDefaults(c -> c.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail)) //
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION) //
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER) //
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES) //
            .addModule(new SimpleModule().addSerializer(Path.class, ToStringSerializer.instance).addDeserializer(Path.class,
                    new FromPath()))
            .build();

    private Yaml() {}

    /** A record or map as YAML text. */
    public static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as YAML: " + value, e);
        }
    }

    /** What this program wrote. @throws UserError when it cannot be read */
    public static <T> T read(Path file, Class<T> type) {
        try {
            return MAPPER.readValue(file.toFile(), type);
        } catch (IOException e) {
            throw new UserError(file + ": cannot be read (" + UserError.reason(e) + ")", e);
        }
    }

    private static final class FromPath extends FromStringDeserializer<Path> {
        FromPath() { super(Path.class); }

        @Override protected Path _deserialize(String text, DeserializationContext context) { return Path.of(text); }
    }
}

package org.tanhwg.experiments.run;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;

/** How settings become YAML and back: kebab-case keys, plain paths, nothing silently dropped or rounded. */
final class Yaml {
    static final YAMLMapper MAPPER = YAMLMapper.builder() //
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE) //
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS) //
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES) //
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT) //
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION) //
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER) //
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES) //
            .addModule(new SimpleModule().addSerializer(Path.class, ToStringSerializer.instance).addDeserializer(Path.class, new FromPath()))
            .build();

    private Yaml() {}

    private static final class FromPath extends FromStringDeserializer<Path> {
        FromPath() {
            super(Path.class);
        }

        @Override
        protected Path _deserialize(String text, com.fasterxml.jackson.databind.DeserializationContext context) {
            return Path.of(text);
        }
    }
}

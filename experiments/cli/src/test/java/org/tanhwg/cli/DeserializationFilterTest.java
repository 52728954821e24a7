package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.HashMap;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.junit.jupiter.api.Test;

class DeserializationFilterTest {
    @Test void plainValuesAndLayersPass() throws Exception {
        for (Object value : List.of("text", 3, new float[] {1}, new HashMap<>(),
                new DenseLayer.Builder().nIn(1).nOut(2).build())) {
            Object copy = copy(value);
            assertThat(copy).isInstanceOf(value.getClass());
        }
    }

    @Test void everythingElseIsRejected() {
        assertThatThrownBy(() -> copy(new File("x"))).isInstanceOf(InvalidClassException.class);
        assertThatThrownBy(() -> copy(new File[0])).isInstanceOf(InvalidClassException.class);
    }

    private static Object copy(Object value) throws IOException, ClassNotFoundException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            in.setObjectInputFilter(DeserializationFilter.create());
            return in.readObject();
        }
    }
}

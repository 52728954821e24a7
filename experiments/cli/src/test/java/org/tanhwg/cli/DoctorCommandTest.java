package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;

class DoctorCommandTest {
    @Test void tellsLibraryCoreThreadsAndSpeed() throws IOException {
        GnnTest.Outcome text = GnnTest.gnn("doctor");
        assertThat(text.code()).isZero();
        assertThat(text.out()).contains("BLAS threads").containsPattern("product +100 × 784 × 300: \\d+ GFLOP/s");
        JsonNode facts = new ObjectMapper().readTree(GnnTest.gnn("doctor", "--json").out()).get("facts");
        if (Loader.getPlatform().equals("linux-x86_64")) {
            assertThat(facts.get("BLAS").asText()).startsWith("OpenBLAS 0.3.31");
        }
    }
}

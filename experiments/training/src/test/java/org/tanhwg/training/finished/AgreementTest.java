package org.tanhwg.training.finished;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tanhwg.training.finished.Agreement.Field;
import org.tanhwg.training.finished.Agreement.Verdict;

class AgreementTest {
    private static Agreement compare(String was, String is) throws IOException {
        var json = new ObjectMapper();
        return Agreement.of(json.readTree(was.replace('\'', '"')), json.readTree(is.replace('\'', '"')));
    }

    @Test void everyFieldGetsAVerdict() throws IOException {
        Agreement agreement = compare(
                "{'epochs': [{'loss': 0.1, 'seconds': 2}, {'loss': 0.2, 'seconds': 2}], 'none': [], 'gone': null, 'provenance': {'version': '1', 'host': {'cpu': 'a'}}}",
                "{'epochs': [{'loss': 0.1, 'seconds': 3}, {'loss': 0.20000000000000001, 'seconds': 3}], 'none': [], 'provenance': {'version': '2', 'host': {'cpu': 'b'}}, 'more': 5}");
        assertThat(agreement.counts(Verdict.AGREES)).isEqualTo(Map.of("epochs/*/loss", 2L, "none", 1L));
        assertThat(agreement.counts(Verdict.ASIDE)).isEqualTo(Map.of("epochs/*/seconds", 2L, "provenance/host/cpu", 1L));
        assertThat(agreement.with(Verdict.NOTED)).containsExactly(
                new Field("provenance/version", Verdict.NOTED, "\"1\"", "\"2\""),
                new Field("more", Verdict.NOTED, "", "5"));
        assertThat(agreement.with(Verdict.DIFFERS)).containsExactly(new Field("gone", Verdict.DIFFERS, "null", ""));
    }

    @Test void theLastDigitCounts() throws IOException {
        assertThat(compare("{'a': 0.30000000000000004}", "{'a': 0.3}").with(Verdict.DIFFERS)).hasSize(1);
        assertThat(compare("{'a': [1, 2]}", "{'a': [1, 2, 3]}").with(Verdict.DIFFERS)).isEmpty();
        assertThat(compare("{'a': [1, 2]}", "{'a': [1]}").with(Verdict.DIFFERS)).hasSize(1);
        assertThat(compare("{'a': []}", "{'a': [1]}").with(Verdict.DIFFERS)).hasSize(1);
    }

    @Test void timesAreToldByTheirNames() throws IOException {
        String times = "{'seconds': {'mean': 1}, 'trainSeconds': 1, 'examplesPerSecond': 1, 'candidates': [{'timing': {'worker': 0}}]}";
        assertThat(compare(times, times.replace('1', '2')).fields()).hasSize(4)
                .allMatch(field -> field.verdict() == Verdict.ASIDE);
        assertThat(compare("{'secondsight': 1}", "{'secondsight': 2}").with(Verdict.DIFFERS)).hasSize(1);
    }
}

package org.tanhwg.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkersTest {
    @Test void workersNeverOutnumberCores() {
        assertThat(Workers.count(Optional.empty(), 8, Optional.of("1"))).isEqualTo(8);
        assertThat(Workers.count(Optional.empty(), 8, Optional.of("4"))).isEqualTo(2);
        assertThat(Workers.count(Optional.empty(), 8, Optional.of("16"))).isEqualTo(1);
        assertThat(Workers.count(Optional.empty(), 8, Optional.empty())).isEqualTo(1); // BLAS takes all
        assertThat(Workers.count(Optional.of(3), 4, Optional.of("1"))).isEqualTo(3);
        assertThatThrownBy(() -> Workers.count(Optional.of(3), 2, Optional.of("1"))).isInstanceOf(UserError.class)
                .hasMessageContaining("--workers = 3: must be in [1, 2]");
    }
}

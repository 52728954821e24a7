package org.tanhwg.cli;

import java.util.Optional;
import org.tanhwg.training.finished.Evaluator.Sampling;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a network with laws is asked. */
final class SamplingOptions {
    @Option(names = "--samples", paramLabel = "S",
            description = "average S passes that sample the synapses; without it one pass transmits their means") private Optional<Integer> samples;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
            description = "of the samples [${DEFAULT-VALUE}]") private long seed;

    @Spec(Spec.Target.MIXEE) private CommandSpec spec;

    /** @throws ParameterException when the number is out of range */
    Optional<Sampling> sampling() {
        samples.filter(s -> s < 1).ifPresent(s -> {
            throw new ParameterException(spec.commandLine(), "--samples = " + s + ": must be a whole number >= 1");
        });
        return samples.map(s -> new Sampling(s, seed));
    }
}

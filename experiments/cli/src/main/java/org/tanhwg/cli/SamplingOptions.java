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

    @Option(names = "--settle", paramLabel = "ERROR",
            description = "with --samples: ask no more about an example whose class is settled, when sampling for ever would find another one"
                    + " with that probability at most, such as 0.01") private Optional<Double> settle;

    @Spec(Spec.Target.MIXEE) private CommandSpec spec;

    /** @throws ParameterException when a number is out of range, or something is to be settled that is not sampled */
    Optional<Sampling> sampling() {
        samples.filter(s -> s < 1).ifPresent(s -> {
            throw new ParameterException(spec.commandLine(), "--samples = " + s + ": must be a whole number >= 1");
        });
        settle.ifPresent(error -> {
            if (samples.isEmpty()) throw new ParameterException(spec.commandLine(), "--settle needs --samples, the most passes");
            if (!(error > 0 && error < 1))
                throw new ParameterException(spec.commandLine(), "--settle = " + error + ": must be between 0 and 1");
        });
        return samples.map(s -> new Sampling(s, seed, settle.orElse(0.0)));
    }
}

package org.tanhwg.studies.bench;

import java.util.List;
import org.tanhwg.training.run.Provenance;

/**
 * The whole of {@code result.json} of a bench of speed.
 *
 * @param batch examples per step
 * @param rounds how often each contestant was timed, all in turn
 * @param inference of a pruned network, by batch size
 * @param shipped the same network as a compact file
 * @param notes who could not take part, and why
 */
public record SpeedResult(String command, Provenance provenance, List<Integer> network, int batch, int rounds,
        List<Contestant> speed, List<Inference> inference, Shipped shipped, List<String> notes) {
    public SpeedResult {
        network = List.copyOf(network);
        speed = List.copyOf(speed);
        inference = List.copyOf(inference);
        notes = List.copyOf(notes);
    }

    /** Who answered how fast when asked about {@code batch} examples at a time; a step is a call. */
    public record Inference(int batch, List<Contestant> speed) {
        public Inference { speed = List.copyOf(speed); }
    }

    /**
     * A compact file, and how soon a fresh Java process answers from it; medians.
     *
     * @param bytes of the file with amplitudes in single precision, {@code bytes8} with amplitudes of 8 bits
     * @param firstAnswerMs milliseconds from the call that reads the file to the first answer, {@code processMs} from start to end of the process
     */
    public record Shipped(long bytes, long bytes8, double firstAnswerMs, double processMs) {}

    /**
     * How fast one contestant trained or answered.
     *
     * @param examplesPerSecond median over the rounds
     * @param lowerQuartile and {@code upperQuartile}: the spread of the rounds around it
     * @param msPerStep milliseconds of a step at the median
     * @param ratioToOurs median over the rounds of (its examples per second / ours in the same round)
     */
    public record Contestant(String contestant, double examplesPerSecond, double lowerQuartile, double upperQuartile,
            double msPerStep,
            double ratioToOurs) {}
}

package org.tanhwg.studies.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Times contestants in turn in short rounds, so that whatever else the machine does meets them alike. */
final class Turns {
    private Turns() {}

    /**
     * Examples per second by contestant and round.
     *
     * @param seconds of each contestant in each round
     * @param warmUp rounds before those that count: Java compiles meanwhile
     * @param log gets a line for each round
     */
    static double[][] measure(List<Contestant> contestants, double seconds, int warmUp, int rounds, PrintStream log) {
        double[][] speeds = new double[contestants.size()][rounds];
        for (int round = -warmUp; round < rounds; round++) {
            var line = new StringBuilder(round < 0 ? "warming up" : "round " + (round + 1) + "/" + rounds)
                    .append("  examples/s:");
            for (int c = 0; c < speeds.length; c++) {
                double speed = contestants.get(c).round(seconds);
                if (round >= 0) speeds[c][round] = speed;
                line.append(String.format(Locale.ROOT, "  %.0f", speed));
            }
            log.println(line);
        }
        return speeds;
    }
}

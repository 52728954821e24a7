package org.tanhwg.studies.bench;

import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.tanhwg.training.run.RunResult;
import org.tanhwg.training.run.RunResult.EpochResult;
import org.tanhwg.training.run.RunResult.Reading;

/** What a table tells about a finished run. */
public enum Column {
    ACCURACY("test accuracy %", 2, run -> 100 * run.outcome().testAccuracy()), //
    ERROR("test error %", 2, run -> 100 * (1 - run.outcome().testAccuracy())), //
    SHIFTED("error % shifted", 2, run -> 100 * (1 - run.outcome().shiftedAccuracy())), //
    KEPT("kept %", 2, run -> 100 * run.outcome().keptFraction()), //
    ARITHMETIC("multiply-adds %", 2,
            run -> 100.0 * run.outcome().multiplyAdds().left() / run.outcome().multiplyAdds().dense()), //
    NLL("NLL", 4, run -> run.outcome().testNll()), //
    ECE("ECE", 4, run -> run.outcome().testEce()), //
    AUROC("AUROC", 4, run -> run.outcome().oodAuroc()), //
    SECONDS("seconds", 1, run -> run.epochs().stream().mapToDouble(EpochResult::seconds).sum());

    private final String header;
    private final int decimals;
    private final ToDoubleFunction<RunResult> value;

    Column(String header, int decimals, ToDoubleFunction<RunResult> value) {
        this.header = header;
        this.decimals = decimals;
        this.value = value;
    }

    String key() { return name().toLowerCase(Locale.ROOT); }

    /** @param heldOut whether training examples that were held out are what it was measured on */
    String header(boolean heldOut) {
        return heldOut ? header.replace("test ", "held-out ") : header;
    }

    double of(RunResult run) { return value.applyAsDouble(run); }

    /** {@code 98.41 ± 0.04}; a single reading has no spread. */
    String text(Reading reading) {
        String mean = decimal(reading.mean());
        return reading.sd() == null ? mean : mean + " ± " + decimal(reading.sd());
    }

    private String decimal(double number) { return String.format(Locale.ROOT, "%." + decimals + "f", number); }
}

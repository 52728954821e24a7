package org.tanhwg.training.report;

import static org.tanhwg.report.Axis.Unit.NUMBER;
import static org.tanhwg.report.Axis.Unit.SHARE;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import org.tanhwg.report.Axis;
import org.tanhwg.training.run.RunResult.EpochResult;
import org.tanhwg.training.run.RunResult.FinalResult;
import org.tanhwg.training.run.RunResult.Reading;

/** What runs are judged by where several stand side by side, and how it is written. */
public enum Yardstick {
    /** Share of the examples, or of their single labels, whose class is right, in [0, 1]: the higher, the better. */
    ACCURACY("accuracy", "Accuracy %", List.of("NLL", "ECE"), List.of("testAccuracy", "testNll", "testEce")),
    /** Root mean squared error of numbers in their own units: the lower, the better. */
    RMSE("RMSE", "RMSE", List.of("MAE", "R²"), List.of("testRmse", "testMae", "testR2"));

    /** Digits of an error. */
    private static final int DIGITS = 4;

    private final String text;
    private final String heading;
    private final List<String> others;
    private final List<String> keys;

    Yardstick(String text, String heading, List<String> others, List<String> keys) {
        this.text = text;
        this.heading = heading;
        this.others = others;
        this.keys = keys;
    }

    /** That of runs which predict numbers, or do not. */
    public static Yardstick of(boolean numbers) {
        return numbers ? RMSE : ACCURACY;
    }

    /** What a run came to. */
    public Double of(FinalResult end) {
        return this == RMSE ? end.scores().testRmse() : end.testAccuracy();
    }

    /** What an epoch came to. */
    public double of(EpochResult epoch) {
        return this == RMSE ? epoch.testRmse() : epoch.testAccuracy();
    }

    /** The error after an epoch: of classes the share that is wrong. */
    public double error(EpochResult epoch) {
        return this == RMSE ? epoch.testRmse() : 1 - epoch.testAccuracy();
    }

    /** The less, the better. */
    public double cost(double value) { return this == RMSE ? value : -value; }

    /** Its column in a table. */
    public String heading() { return heading; }

    /** Columns of the two figures that stand beside it. */
    public List<String> others() { return others; }

    /** Keys of all three in result.json. */
    public List<String> keys() { return keys; }

    /** An axis for it. @param on which examples it was measured, in a word; may be empty */
    public Axis axis(String on) {
        return this == RMSE ? Axis.log((on + " RMSE").strip(), NUMBER) : Axis.linear((on + " accuracy").strip(), SHARE);
    }

    /** A value with its unit, for a sentence. */
    public String text(double value) {
        return this == RMSE ? "RMSE " + NUMBER.text(value) : SHARE.text(value);
    }

    /** A value without a unit, for a column: per cent of accuracy, or four digits of an error. */
    public String plain(double value) {
        return format("%.", value, decimals(value));
    }

    /** Mean and spread for a column. */
    public String plain(Reading reading) {
        int decimals = decimals(reading.mean());
        String mean = format("%.", reading.mean(), decimals);
        return reading.sd() == null ? mean : mean + " ± " + format("%.", reading.sd(), decimals);
    }

    /** A difference, with its sign, beside a value. */
    public String signed(double difference, double beside) {
        return format("%+.", difference, decimals(beside));
    }

    private String format(String form, double value, int decimals) {
        return String.format(Locale.ROOT, form + decimals + "f", this == RMSE ? value : 100 * value);
    }

    private int decimals(double value) {
        if (this == ACCURACY) return 2;
        return value == 0 ? DIGITS - 1
                : (int) Math.max(0, Math.min(9, DIGITS - 1 - Math.floor(Math.log10(Math.abs(value)))));
    }

    /** {@code accuracy} or {@code RMSE}. */
    @JsonValue
    @Override public String toString() { return text; }
}

package org.tanhwg.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** How the numbers of an axis are written. */
public enum Unit {
    /** Any number. */
    NUMBER,
    /** A share in [0, 1], written as a percentage. */
    SHARE,
    /** A whole number. */
    COUNT;

    private static final int DIGITS = 4;
    private static final int SMALL_SHARE_DIGITS = 3;
    private static final int TICK_DIGITS = 10;

    /**
     * {@code value} for reading: numbers to four significant digits, percentages to two decimals (below 1 % to three significant digits),
     * counts in full; "–" where there is no number.
     */
    public String text(double value) {
        if (!Double.isFinite(value)) return "–";
        if (this != SHARE || value == 1) return write(value, DIGITS);
        if (value < .01) return write(value, SMALL_SHARE_DIGITS);
        return percent(BigDecimal.valueOf(value).movePointRight(2).setScale(2, RoundingMode.HALF_EVEN).toPlainString());
    }

    /** {@code value} for an axis, free of the rounding dust of tick arithmetic. */
    String tick(double value) {
        return write(value, TICK_DIGITS);
    }

    private String write(double value, int digits) {
        return switch (this) {
            case COUNT -> minus(String.format(Locale.ROOT, "%,d", Math.round(value)));
            case SHARE -> percent(plain(BigDecimal.valueOf(value).movePointRight(2), digits));
            case NUMBER -> plain(BigDecimal.valueOf(value), digits);
        };
    }

    private static String plain(BigDecimal value, int digits) {
        BigDecimal rounded = value.round(new MathContext(digits)).stripTrailingZeros();
        if (rounded.signum() == 0) return "0";
        int exponent = rounded.precision() - rounded.scale() - 1;
        return minus(exponent < -4 || exponent > 5
                ? rounded.movePointLeft(exponent).toPlainString() + "e" + exponent
                : rounded.toPlainString());
    }

    private static String percent(String number) {
        return number + "\u00a0%";
    }

    private static String minus(String number) {
        return number.replace('-', '−');
    }
}

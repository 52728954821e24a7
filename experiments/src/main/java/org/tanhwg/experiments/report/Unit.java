package org.tanhwg.experiments.report;

import java.math.BigDecimal;
import java.math.MathContext;
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

    /** {@code value} to four significant digits, counts in full; "–" where there is no number. */
    public String text(double value) {
        return text(value, DIGITS);
    }

    /** {@code value} for an axis, free of the rounding dust of tick arithmetic. */
    String tick(double value) {
        return text(value, 10);
    }

    private String text(double value, int digits) {
        if (!Double.isFinite(value)) return "–";
        return switch (this) {
            case COUNT -> String.format(Locale.ROOT, "%,d", Math.round(value));
            case SHARE -> plain(BigDecimal.valueOf(value).movePointRight(2), digits) + "\u00a0%";
            case NUMBER -> plain(BigDecimal.valueOf(value), digits);
        };
    }

    private static String plain(BigDecimal value, int digits) {
        BigDecimal rounded = value.round(new MathContext(digits)).stripTrailingZeros();
        if (rounded.signum() == 0) return "0";
        int exponent = rounded.precision() - rounded.scale() - 1;
        String text = exponent < -4 || exponent > 5
                ? rounded.movePointLeft(exponent).toPlainString() + "e" + exponent
                : rounded.toPlainString();
        return text.replace('-', '−');
    }
}

package org.tanhwg.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** What runs along one side of a chart: a label, the unit its numbers are written in, and whether it is logarithmic. */
public record Axis(String label, Unit unit, boolean log) {
    /** Values are drawn between 1/EXTREME and EXTREME, so that arithmetic on them stays finite. */
    static final double EXTREME = 1e300;

    /** A linear axis. */
    public static Axis linear(String label, Unit unit) { return new Axis(label, unit, false); }

    /** A logarithmic axis; values that are not greater than 0 have no place on it and are left out. */
    public static Axis log(String label, Unit unit) {
        return new Axis(label, unit, true);
    }

    /** Whether {@code value} can be drawn. */
    boolean holds(double value) {
        return Math.abs(value) < EXTREME && (!log || value > 1 / EXTREME);
    }

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

        private static String percent(String number) { return number + "\u00a0%"; }

        private static String minus(String number) { return number.replace('-', '−'); }
    }

    /** An axis fitted to data: the range [low, high] that is shown and the ticks inside it. */
    record Scale(Axis axis, double low, double high, List<Double> ticks) {
        private static final int[] MANTISSAS = {1, 2, 5};
        private static final int LINEAR_STEPS = 5;
        private static final int MOST_LOG_TICKS = 7;
        /** Relative difference below which two values are drawn as one. */
        private static final double SAME = 1e-9;

        /** The range of exactly these values, a little more when they are all the same. */
        static Scale tight(Axis axis, DoubleStream values) {
            return fit(axis, values, false);
        }

        /** The range of these values, extended to the next ticks. */
        static Scale extended(Axis axis, DoubleStream values) {
            return fit(axis, values, true);
        }

        /** Where {@code value} lies between low (0) and high (1). */
        double position(double value) {
            return axis.log() ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
        }

        /** The least of 1, 2, 5 times a power of ten that is at least {@code step > 0}. */
        static double niceStep(double step) {
            int k = below(step);
            return nice(k) < step * (1 - SAME) ? nice(k + 1) : nice(k);
        }

        private static Scale fit(Axis axis, DoubleStream values, boolean extend) {
            DoubleSummaryStatistics range = values.filter(axis::holds).summaryStatistics();
            if (range.getCount() == 0) return axis.log() ? logarithmic(axis, .1, 1) : linear(axis, 0, 1, extend);
            return axis.log() ? logarithmic(axis, range.getMin(), range.getMax())
                    : linear(axis, range.getMin(), range.getMax(), extend);
        }

        private static Scale linear(Axis axis, double min, double max, boolean extend) {
            double size = Math.max(Math.abs(min), Math.abs(max));
            boolean zero = size < 1 / Axis.EXTREME;
            boolean same = zero || max - min <= SAME * size;
            double room = !same ? 0 : axis.unit() == Unit.COUNT ? .5 : zero ? 1 : size / 10;
            double low = min - room;
            double high = max + room;
            double step = niceStep((high - low) / LINEAR_STEPS);
            if (axis.unit() == Unit.COUNT) step = Math.max(1, step);
            if (extend) {
                low = Math.floor(low / step + SAME) * step;
                high = Math.ceil(high / step - SAME) * step;
            }
            if (min >= 0) low = Math.max(0, low);
            if (axis.unit() == Unit.SHARE && max <= 1) high = Math.min(1, high);
            List<Double> ticks = new ArrayList<>();
            for (long i = (long) Math.ceil(low / step - SAME); i * step <= high + SAME * step; i++) ticks.add(i * step);
            return new Scale(axis, low, high, ticks);
        }

        private static Scale logarithmic(Axis axis, double min, double max) {
            int first = below(min);
            int last = below(max);
            if (nice(last) < max * (1 - SAME)) last++;
            if (first == last) first--;
            List<Double> ticks = new ArrayList<>();
            for (int k = first; k <= last; k++) ticks.add(nice(k));
            double low = ticks.get(0);
            double high = ticks.get(ticks.size() - 1);
            if (ticks.size() > MOST_LOG_TICKS) {
                int stride = 3 * (1 + (last - first) / 3 / MOST_LOG_TICKS); // whole decades
                ticks.clear();
                for (int k = -Math.floorDiv(-first, stride) * stride; k <= last; k += stride) ticks.add(nice(k));
            }
            if (axis.unit() == Unit.COUNT) ticks.removeIf(tick -> tick < 1);
            return new Scale(axis, low, high, ticks);
        }

        /** The k-th number of the sequence …, 0.5, 1, 2, 5, 10, …; the 0-th is 1. */
        private static double nice(int k) {
            return new BigDecimal(MANTISSAS[Math.floorMod(k, 3)]).scaleByPowerOfTen(Math.floorDiv(k, 3)).doubleValue();
        }

        /** The index of the largest nice number that is at most {@code value > 0}. */
        private static int below(double value) {
            int k = 3 * (int) Math.floor(Math.log10(value));
            while (nice(k) > value) k--;
            while (nice(k + 1) <= value * (1 + SAME)) k++;
            return k;
        }
    }
}

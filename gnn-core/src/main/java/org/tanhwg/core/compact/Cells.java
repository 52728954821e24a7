package org.tanhwg.core.compact;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The text of a table's cells: which mean that there is no value, which are numbers. */
public final class Cells {
    /** As a regular expression, what {@link #isMissing} takes for a text that is not a value. */
    public static final String NO_TEXT = "(?i)|na|n/a|nan|null|\\?";
    /** As a regular expression, what {@link #isMissing} takes for a number that is not a value. */
    public static final String NO_NUMBER = NO_TEXT + "|none|\\.|-";
    private static final Set<String> MISSING_TEXTS = Set.of("", "na", "n/a", "nan", "null", "?");
    private static final Set<String> MISSING_NUMBERS = Set.of("none", ".", "-");
    private static final int LONGEST_MISSING = 4;
    private static final int LONGEST_NUMBER = 400;
    private static final Pattern INFINITE = Pattern.compile("[+-]?inf(inity)?", Pattern.CASE_INSENSITIVE);
    private static final int SHOWN = 12;
    private static final int LONGEST_SHOWN = 40;
    private static final double[] POWERS = new double[23];

    static {
        double power = 1;
        for (int i = 0; i < POWERS.length; i++, power *= 10) POWERS[i] = power; // exact up to 10^22
    }

    private Cells() {}

    /**
     * Whether a cell says that it has no value: empty, NA, N/A, NaN, null or ?, among numbers also None, a dot or a dash, which among texts may be a category.
     *
     * @param number whether the column holds numbers
     */
    public static boolean isMissing(String cell, boolean number) {
        if (cell.length() > LONGEST_MISSING) return false;
        String small = cell.toLowerCase(Locale.ROOT);
        return MISSING_TEXTS.contains(small) || number && MISSING_NUMBERS.contains(small);
    }

    /** The number that a cell shows, rounded as {@link Double#parseDouble} does; NaN if it shows none, infinite if it says so or is too large. */
    public static double number(String cell) {
        char[] characters = cell.toCharArray();
        return number(characters, 0, characters.length, '.');
    }

    /**
     * The number in a stretch of characters without surrounding blanks; NaN if they show none.
     *
     * <p>Up to 15 digits and a power of ten up to 22 are exact in double precision, so one division or product rounds right; all else is parsed by Java.
     *
     * @param point what separates the fraction: a dot, or a comma
     */
    public static double number(char[] in, int from, int length, char point) {
        int i = from, end = from + length;
        boolean negative = i < end && in[i] == '-';
        if (i < end && (in[i] == '-' || in[i] == '+')) i++;
        long digits = 0;
        int count = 0, fraction = -1;
        for (; i < end; i++) {
            int digit = in[i] - '0';
            if (digit >= 0 && digit <= 9) {
                if (++count > 15) return slow(in, from, length, point);
                digits = 10 * digits + digit;
                if (fraction >= 0) fraction++;
            } else if (in[i] == point && fraction < 0) {
                fraction = 0;
            } else {
                return slow(in, from, length, point);
            }
        }
        if (count == 0) return Double.NaN;
        double value = fraction > 0 ? digits / POWERS[fraction] : digits;
        return negative ? -value : value;
    }

    private static double slow(char[] in, int from, int length, char point) {
        if (length == 0 || length > LONGEST_NUMBER) return Double.NaN;
        for (int i = from; i < from + length; i++) { // Java alone would take "1d", "0x1p3" and blanks
            char c = in[i];
            boolean numeric = c >= '0' && c <= '9' || c == point || c == 'e' || c == 'E' || c == '+' || c == '-';
            if (!numeric) return infinite(new String(in, from, length));
        }
        try {
            return Double.parseDouble(new String(in, from, length).replace(point, '.'));
        } catch (NumberFormatException e) {
            return Double.NaN; // text with the characters of a number, such as 2024-05-01
        }
    }

    private static double infinite(String cell) {
        if (!INFINITE.matcher(cell).matches()) return Double.NaN;
        return cell.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }

    /** The first few of a list, for messages. */
    public static String some(List<String> names) {
        String shown = names.stream().limit(SHOWN).map(Cells::quoted).collect(Collectors.joining(", "));
        return names.size() > SHOWN ? shown + " and " + (names.size() - SHOWN) + " more" : shown;
    }

    /** Text from a file as a message shows it: in quotes, without control characters, at most 40 characters. */
    public static String quoted(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        int end = plain.length() > LONGEST_SHOWN
                ? plain.offsetByCodePoints(0, Math.min(LONGEST_SHOWN, plain.codePointCount(0, plain.length())))
                : plain.length();
        return "'" + plain.substring(0, end) + (end < plain.length() ? "…" : "") + "'";
    }
}

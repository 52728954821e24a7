package org.tanhwg.datasets.inputs;

import java.util.Comparator;

/** Texts by their characters, stretches of digits by their value: 2.png before 10.png. */
public enum NaturalOrder implements Comparator<String> {
    INSTANCE;

    @Override public int compare(String a, String b) {
        int i = 0, j = 0;
        while (i < a.length() && j < b.length()) {
            if (isDigit(a.charAt(i)) && isDigit(b.charAt(j))) {
                int endA = end(a, i), endB = end(b, j);
                int order = compareNumbers(a.substring(i, endA), b.substring(j, endB));
                if (order != 0) return order;
                i = endA;
                j = endB;
            } else {
                int order = Character.compare(a.charAt(i++), b.charAt(j++));
                if (order != 0) return order;
            }
        }
        int rest = Integer.compare(a.length() - i, b.length() - j);
        return rest != 0 ? rest : a.compareTo(b);
    }

    private static int compareNumbers(String a, String b) {
        String plainA = withoutZeros(a), plainB = withoutZeros(b);
        int byLength = Integer.compare(plainA.length(), plainB.length());
        return byLength != 0 ? byLength : plainA.compareTo(plainB);
    }

    private static String withoutZeros(String digits) {
        int zeros = 0;
        while (zeros < digits.length() - 1 && digits.charAt(zeros) == '0') zeros++;
        return digits.substring(zeros);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int end(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) end++;
        return end;
    }
}

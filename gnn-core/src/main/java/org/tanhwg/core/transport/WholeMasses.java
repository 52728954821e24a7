package org.tanhwg.core.transport;

/**
 * Masses in whole units of a power of two, about 2⁻⁶¹ of the total, so that ties stay ties and flows carry no rounding.
 *
 * @param supply units per source atom
 * @param demand units per target atom; the same total
 * @param exponent one unit is 2^exponent
 */
record WholeMasses(long[] supply, long[] demand, int exponent) {
    private static final int BITS = 61;

    /** Rounds {@code a} and {@code b}, whose totals agree but for rounding; what they differ in is spread over {@code b}. */
    static WholeMasses of(double[] a, double[] b) {
        double total = Problem.sum(a);
        int exponent = Math.getExponent(total) + 1 - BITS;
        long[] supply = units(a, exponent), demand = units(b, exponent);
        long missing = 0;
        int largest = 0;
        for (long s : supply) missing += s;
        for (int j = 0; j < demand.length; j++) {
            missing -= demand[j];
            if (demand[j] > demand[largest]) largest = j;
        }
        double share = missing / Math.scalb(total, -exponent); // in units, since a quotient by a subnormal total overflows
        for (int j = 0; j < demand.length; j++) {
            long part = (long) (share * Math.scalb(b[j], -exponent));
            demand[j] += part;
            missing -= part;
        }
        demand[largest] += missing;
        return new WholeMasses(supply, demand, exponent);
    }

    double mass(long units) { return Math.scalb((double) units, exponent); }

    private static long[] units(double[] masses, int exponent) {
        long[] units = new long[masses.length];
        for (int i = 0; i < masses.length; i++) units[i] = Math.round(Math.scalb(masses[i], -exponent));
        return units;
    }
}

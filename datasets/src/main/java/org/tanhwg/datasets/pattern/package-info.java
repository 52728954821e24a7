/**
 * Patterns of bits, ±1, or of phases, complex numbers of modulus 1, for networks that store and recall them. The first patterns of a source are the same however many are
 * asked for.
 *
 * <p>How a pattern becomes a cue, and what a network makes of it, is not the business of this package.
 */
package org.tanhwg.datasets.pattern;

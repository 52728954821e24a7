/**
 * The newest OpenBLAS under ND4J, for whoever has this module on the class path.
 *
 * <p>ND4J 1.0.0-M2.1 brings OpenBLAS 0.3.19, which does not know the processors of the years since and computes with a generic core there: a
 * quarter of the speed. This module carries the libraries of a later release for Linux on x86-64 and arm64 and loads them before ND4J starts.
 * Their name inside the file is the one that ND4J's native code asks for, so the dynamic linker gives it these. Elsewhere ND4J's own are used.
 */
package org.tanhwg.blas;

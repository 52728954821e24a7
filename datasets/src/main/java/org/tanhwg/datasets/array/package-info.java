/** NumPy's files of arrays as data sets. The parser is bounded by what the heap holds and never unpickles. */
package org.tanhwg.datasets.array;

/**
 * DataVec's side of tables: what is made of columns, as its {@code Schema} and {@code TransformProcess}
 * ({@link org.tanhwg.datasets.datavec.DataVecTransforms}), and examples of any {@code RecordReader} ({@link org.tanhwg.datasets.datavec.RecordExamples}).
 *
 * <p>Tables of one's own are read without it, since an object for each cell is too slow; a test holds both to the same numbers.
 */
package org.tanhwg.datasets.datavec;

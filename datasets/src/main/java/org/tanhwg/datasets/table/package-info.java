/**
 * Tables of text as data sets, in this order: how the text is written ({@code TableFormat}), its cells column after column ({@code Table},
 * {@code TableColumn}), which columns are labels ({@code TableLabels}), what is made of each other column ({@code ColumnLearning}), and examples of it all
 * ({@link org.tanhwg.datasets.table.TableReader}).
 *
 * <p>A column of numbers never becomes an object per cell. What is made of columns is also said in DataVec's words
 * ({@code DataVecTransforms}), and tested to be the same.
 */
package org.tanhwg.datasets.table;

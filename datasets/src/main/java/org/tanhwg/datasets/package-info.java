/**
 * Where examples come from: IDX folders, CSV files, texts, their DataVec readers and what feeds a network.
 *
 * <p>Nothing here knows a layer, an optimizer or a command; bad data becomes a {@link org.tanhwg.datasets.DataException} whose
 * message is fit to be shown to a user. Start at {@link org.tanhwg.datasets.DataCatalog}.
 */
package org.tanhwg.datasets;

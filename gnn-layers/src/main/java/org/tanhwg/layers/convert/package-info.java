/**
 * From Deeplearning4j's fully connected layers to generalized ones and back, and from both to compact networks, without a change of the network's function (theory §1, §4.2).
 *
 * <p>Whole networks only, of both kinds; nothing here trains, reads or writes.
 */
package org.tanhwg.layers.convert;

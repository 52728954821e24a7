/**
 * Training and searches beyond one machine, on Apache Spark (theory §4 and §5).
 *
 * <p>The two time scales of the theory are the division of labour. With the structural weights held, fast steps run where the examples are, and the exact
 * barycentre of the fields they lead to is a plain average; the driver takes it and moves mass. What a task does is a pure function of what it is sent, so
 * Spark may repeat it: whatever is lost on the way, the same seed and number of partitions give the same bits.
 *
 * <p>Steps, networks, run folders and searches are those of the other modules; nothing here trains in another way. Scala appears only in Spark's own types.
 */
package org.tanhwg.spark;

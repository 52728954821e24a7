/**
 * Phase locking of units with complex synapses, a controlled experiment (paper §6.3, Def 6.15, Rem 6.18 and 6.20; theory §4.1, §4.2,
 * §4.5): what the unit hears, the unit, and what is measured.
 *
 * <p>Doubles and the steps of gnn-core, but for {@code NetworkTrial}, which trains networks of Deeplearning4j; no data set. Charts are those of {@code org.tanhwg.report}.
 */
package org.tanhwg.studies.lock;

/**
 * Recurrent networks whose fixed points are stored patterns of bits, ±1, or of phases: the rules that store them and the dynamics that recall.
 *
 * <p>{@link org.tanhwg.core.attractor.LocalRule} is Tan–HWG: each unit aligns its response with its own bit or phase, which is its feedback
 * (theory §4), and consolidation prunes its synapses (theory §4.2). Beside it stand the rules that it is compared with. Nothing here
 * knows where patterns come from or what is measured on them. Plain arrays; no Deeplearning4j.
 */
package org.tanhwg.core.attractor;

/**
 * Next-character prediction: recurrent networks of generalized layers beside Deeplearning4j's, on a text, at equal weights and equal time
 * (theory §1, §4).
 *
 * <p>Layers and updaters are elsewhere; here is what a network is shown, for how long, and what came of it.
 */
package org.tanhwg.studies.text;

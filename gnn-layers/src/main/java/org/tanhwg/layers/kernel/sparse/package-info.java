/** The synapses of a layer that have mass, once they are few: which they are, and passes through these alone (theory §6b). */
package org.tanhwg.layers.kernel.sparse;

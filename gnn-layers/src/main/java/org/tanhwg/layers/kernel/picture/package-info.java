/** Kernels that slide over pictures (theory §6b): what each synapse reads where, as patches, and pooling. */
package org.tanhwg.layers.kernel.picture;

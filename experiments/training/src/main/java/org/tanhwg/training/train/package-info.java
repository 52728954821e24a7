/** The training of one network: steps, checkpoints, and the run that ties them together. */
package org.tanhwg.training.train;

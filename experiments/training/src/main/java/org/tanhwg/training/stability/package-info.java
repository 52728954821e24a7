/**
 * How a trained network rests: the Hessian of each layer's energy and its eigenvalues (appendix A, §6.3.3, theory §7).
 *
 * <p>Everything is computed in double precision on plain arrays and changes nothing of the network.
 */
package org.tanhwg.training.stability;

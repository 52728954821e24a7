/**
 * Where the dynamics comes to rest and how: fixed points, Hessian spectra, free evolution as τ→0 (theory §7, paper §8 and appendix A).
 *
 * <p>Everything here looks at runs and energies from outside and changes neither.
 */
package org.tanhwg.core.stability;

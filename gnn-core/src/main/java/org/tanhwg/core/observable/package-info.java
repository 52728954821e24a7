/**
 * What can be seen of a memory field: observable states on the simplex and their dynamics (theory §3, paper §4 and §5).
 *
 * <p>Observable states are arrays that sum to 1. Internal measures appear only in the backward projector, which ties both levels together.
 */
package org.tanhwg.core.observable;

/**
 * Optimal transport: how far two measures are apart and what lies between them (theory §1, §5, §6).
 *
 * <p>Each solver returns a record with its plan or potentials, cost, residuals, iterations and a {@link
 * org.tanhwg.core.transport.Status} that it has checked; bad input throws. Closed forms return plain numbers. Nothing here
 * knows energies or steps.
 */
package org.tanhwg.core.transport;

/**
 * Internal spaces Ω of memory fields: geodesic metric spaces (theory §1).
 *
 * <p>A space knows its points, their distance and one geodesic between any two. Measures on a space live in {@code measure},
 * distances between measures in {@code transport}; a space knows nothing of either.
 */
package org.tanhwg.core.space;

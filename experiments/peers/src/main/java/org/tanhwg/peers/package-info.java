/**
 * Other libraries as contestants of {@code gnn bench speed}, one main class each: the problem's network with Adam, as the library's own guide builds it, with
 * memory reused where it allows that.
 *
 * <p>Only the profile {@code peers} builds this module; nothing depends on it.
 */
package org.tanhwg.peers;

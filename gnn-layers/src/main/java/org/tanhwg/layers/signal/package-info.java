/**
 * Where the feedback of a layer comes from (theory §4, Rem 5.21): strategies in a layer's configuration, and what they may look at.
 *
 * <p>A signal is a value without state: whatever it draws is a function of a seed. How errors become steps is the optimizer's business.
 * Mirror descent as a signal acts on structural weights instead of activations and is an updater of its own.
 */
package org.tanhwg.layers.signal;

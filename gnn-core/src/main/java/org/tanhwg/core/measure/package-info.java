/**
 * Laws and memory fields (theory §1, §5): what a state of the theory is made of.
 *
 * <p>Values only: moments, sampling, pushforward. How far two laws are apart and what lies between them is {@code transport}'s;
 * how they move is {@code step}'s.
 */
package org.tanhwg.core.measure;

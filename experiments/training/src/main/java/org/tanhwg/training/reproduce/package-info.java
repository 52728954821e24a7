/**
 * Whether a run can be repeated: what must be in its folder, and how its result and that of the repetition agree.
 *
 * <p>Nothing here runs anything: the command that repeats a run is the one that made it, and package {@code cli} calls it.
 */
package org.tanhwg.training.reproduce;

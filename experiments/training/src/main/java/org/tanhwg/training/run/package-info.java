/**
 * Runs: their settings, their folder, training, measuring and what is shown on the way.
 *
 * <p>Nothing here parses a command line (package {@code cli}) or draws a report (package {@code report}). What a user did wrong leaves as a
 * {@link org.tanhwg.training.run.UserError}; every other exception is ours.
 */
package org.tanhwg.training.run;

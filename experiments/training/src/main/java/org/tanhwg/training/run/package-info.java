/**
 * What every run has, whatever it does: its folder and files, its result, where it comes from, what is shown on the way and how Ctrl-C ends it.
 *
 * <p>Nothing here knows a network, a data set or a command line. What a user did wrong leaves as a
 * {@link org.tanhwg.training.run.UserError}; every other exception is ours.
 */
package org.tanhwg.training.run;

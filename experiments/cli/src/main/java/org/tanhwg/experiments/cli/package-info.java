/** The old name of the main class, and nothing else; the command line lives in {@link org.tanhwg.cli}. */
package org.tanhwg.experiments.cli;

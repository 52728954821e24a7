/**
 * The {@code gnn} command: options, exit codes, and what is printed.
 *
 * <p>A command reads its options and calls package {@code run}; it computes nothing itself. Only this package writes to standard output.
 * Help must come up at once, so nothing here touches ND4J before a command runs.
 */
package org.tanhwg.cli;

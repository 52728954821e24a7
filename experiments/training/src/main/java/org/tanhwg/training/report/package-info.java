/** Pages about training runs and evaluations: what their data mean, in words and charts. Drawing is package {@code org.tanhwg.report}'s. */
package org.tanhwg.training.report;

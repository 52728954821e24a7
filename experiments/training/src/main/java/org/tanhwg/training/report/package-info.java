/** Reports of training runs: what a page says about a run, drawn with {@link org.tanhwg.report}. */
package org.tanhwg.training.report;

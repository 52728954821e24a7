/**
 * What a run says about itself: the records behind {@code result.json}. Field names are a contract that other people's scripts read.
 *
 * <p>Values only: nothing here trains, measures or draws.
 */
package org.tanhwg.training.result;

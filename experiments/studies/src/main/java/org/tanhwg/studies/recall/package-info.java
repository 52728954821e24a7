/**
 * Recall of bit patterns by recurrent networks (theory §4): how many patterns each rule of storage can hold, and what its recall
 * withstands.
 *
 * <p>Rules and dynamics are gnn-core's, patterns the datasets module's; charts are those of {@code org.tanhwg.report}.
 */
package org.tanhwg.studies.recall;

/**
 * Recall of bit patterns by recurrent networks (theory §4): how many patterns each rule of storage can hold, and what its recall
 * withstands.
 *
 * <p>Rules and dynamics are gnn-layers', patterns the datasets module's; figures are drawn in {@code report}.
 */
package org.tanhwg.studies.recall;

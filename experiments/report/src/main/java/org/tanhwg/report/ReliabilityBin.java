package org.tanhwg.report;

/**
 * The predictions whose highest probability lies in one of equally wide parts of [0, 1].
 *
 * @param count how many; the other two are 0 when there are none
 * @param confidence mean of those probabilities
 * @param accuracy share of them that are right
 */
public record ReliabilityBin(int count, double confidence, double accuracy) {}

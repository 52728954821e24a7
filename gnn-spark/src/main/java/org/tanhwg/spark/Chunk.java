package org.tanhwg.spark;

import java.io.Serializable;

/**
 * Consecutive examples of a data set.
 *
 * @param first number of the first one in the data set
 * @param features n × width numbers, example after example
 * @param labels   n class numbers
 */
public record Chunk(long first, int width, float[] features, int[] labels) implements Serializable {}

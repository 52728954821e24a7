package org.tanhwg.training.search;

import java.util.Map;

/**
 * A candidate before it is trained.
 *
 * @param vector its place in the unit cube
 * @param parameters the settings that are searched, by key
 */
record Proposal(int index, double[] vector, Map<String, Object> parameters) {}

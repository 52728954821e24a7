package org.tanhwg.training.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a run was set up.
 *
 * @param config its {@code config.yaml}, shown as it stands
 * @param conditions under which losses and accuracies were measured, in a sentence
 * @param meanings what each key of the configuration means, in its order
 */
public record Setup(String config, String conditions, Map<String, String> meanings) {
    public Setup {
        meanings = Collections.unmodifiableMap(new LinkedHashMap<>(meanings));
    }
}

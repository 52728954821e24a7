package org.tanhwg.training.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Mean and spread of one figure over runs.
 *
 * @param sd standard deviation with n − 1; null, and left out of the file, for a single run
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Reading(double mean, Double sd) {

    /** Of one value or more. */
    public static Reading of(double... values) {
        return new Reading(StatUtils.mean(values), values.length == 1 ? null : Math.sqrt(StatUtils.variance(values)));
    }
}

package org.tanhwg.layers.predictive;

/**
 * What a network predicts for one example, and how sure it is; entropies in nats.
 *
 * @param probabilities p̄ = E p over the laws of the synapses, one for each class; the array is not copied
 * @param total H[p̄], in [0, log classes]
 * @param aleatoric E H[p], in [0, total]: what would be left if the synapses were known
 */
public record Prediction(float[] probabilities, double total, double aleatoric) {

    /** Mutual information of class and synapses, total − aleatoric ≥ 0: what the synapses disagree on (N. Houlsby et al. 2011). */
    public double epistemic() {
        return total - aleatoric;
    }
}

package org.tanhwg.training.train;

/** The numbers of a training ceased to be finite; the message says where, and what keeps them in bounds. */
public final class Divergence extends RuntimeException {
    /** @param cause what found out; null where a training elsewhere sent the message alone, or the loss itself tells */
    public Divergence(String message, ArithmeticException cause) {
        super(message, cause);
    }
}

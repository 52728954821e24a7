/**
 * The training of one network: {@link org.tanhwg.training.train.Trainer} has a {@link org.tanhwg.training.train.StepExecutor} that takes the steps and a
 * {@link org.tanhwg.training.train.Measurer} that says after each epoch how good the network is; checkpoints hold what lies between two steps.
 */
package org.tanhwg.training.train;

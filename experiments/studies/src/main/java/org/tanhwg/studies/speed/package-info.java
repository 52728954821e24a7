/**
 * How fast networks train and answer, beside other libraries and the machine's own limit; how the time of a step grows with what it works on.
 *
 * <p>Contestants of {@link SpeedBench} are processes of their own, which speak the few words of {@link Peer}: libraries that cannot live in one process are
 * compared, and what one leaves behind slows no other. Libraries of others are in the module {@code experiments/peers}, which only its own Maven profile
 * builds; nothing here is compiled against them. No figure stands alone: each is told beside another of the same turns.
 */
package org.tanhwg.studies.speed;

package org.tanhwg.spark;

import java.io.Serializable;

/** Which examples of a data set take part, and in which order. */
public interface Choice extends Serializable {

    /** All, as they come. */
    Choice ALL = example -> example;

    /** Place of an example among those that take part, from 0; −1 if it does not. */
    long place(long example);
}

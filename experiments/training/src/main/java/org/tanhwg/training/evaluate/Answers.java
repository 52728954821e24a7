package org.tanhwg.training.evaluate;

import java.util.List;
import org.tanhwg.datasets.Examples;
import org.tanhwg.training.run.UserError;

/** Who answers examples: a network of Deeplearning4j, or a compact one. @param <A> an answer to one example */
public interface Answers<A> {
    /** What messages call it. */
    String name();

    /** Numbers in an example. */
    int inputs();

    /** @param data what messages call the examples @throws UserError when they are not what it takes */
    default void requireFit(Examples examples, String data) {
        if (inputs() != examples.width())
            throw new UserError(name() + ": takes " + inputs() + " numbers, an example of " + data + " has " + examples.width());
    }

    /** Its answer to each example: probabilities of the classes, or numbers in the units of the targets. */
    List<A> predict(Examples examples);

    /** As above. @param examples n × {@link #inputs()} numbers, example after example */
    List<A> predict(float[] examples);
}

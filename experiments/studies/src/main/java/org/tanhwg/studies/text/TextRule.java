package org.tanhwg.studies.text;

/** What trains a recurrent network on a text. */
public enum TextRule {
    /** Tan–HWG on generalized layers, errors through time. */
    TAN_HWG("tan-hwg"),
    /** The same, each synapse from what it sees at its own step: nothing travels back through time. */
    LOCAL("local"),
    /** Adam on Deeplearning4j's SimpleRnn and RnnOutputLayer, errors through time. */
    ADAM("adam");

    private final String name;

    TextRule(String name) { this.name = name; }

    /** As on the command line and in results. */
    @Override public String toString() { return name; }
}

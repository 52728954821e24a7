package org.tanhwg.cli;

import java.io.ObjectInputFilter;

/** Second wall against Java objects in files from strangers: this process deserializes none but what Deeplearning4j clones in memory. */
final class DeserializationFilter {
    /** DL4J copies configurations through Java serialization; the prefixes are those of ModelFile plus plain Java values. */
    private static final String ALLOWED = "maxdepth=50;maxrefs=1000000;maxarray=100000000;"
            + "java.lang.*;java.util.*;java.math.*;org.deeplearning4j.nn.**;org.nd4j.linalg.**;org.tanhwg.**;!*";

    private DeserializationFilter() {}

    /** Installs the filter for the whole process, unless one was given on Java's own command line. */
    static void install() {
        if (ObjectInputFilter.Config.getSerialFilter() == null) ObjectInputFilter.Config.setSerialFilter(create());
    }

    static ObjectInputFilter create() { return ObjectInputFilter.Config.createFilter(ALLOWED); }
}

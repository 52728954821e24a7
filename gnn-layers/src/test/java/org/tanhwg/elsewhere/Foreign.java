package org.tanhwg.elsewhere;

import java.io.ObjectInputStream;
import java.io.Serializable;

/** Code that a model file must not be able to run, neither by naming this class nor by holding an object of it. */
public final class Foreign implements Serializable {
    static {
        System.setProperty("org.tanhwg.elsewhere", "loaded");
    }

    private void readObject(ObjectInputStream in) {
        System.setProperty("org.tanhwg.elsewhere", "deserialized");
    }

    /** Whether any of its code has run since the last call. */
    public static final class Trace {
        private Trace() {}

        public static boolean clear() {
            return System.clearProperty("org.tanhwg.elsewhere") != null;
        }
    }
}

package org.tanhwg.layers.io;

/** A model file that is missing, damaged, not a model, or not to be trusted; the message names the file and is one line of bounded length. */
public final class ModelFileException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int LONGEST = 1000;

    ModelFileException(String message) { super(bounded(message)); }

    ModelFileException(String message, Throwable cause) {
        super(bounded(message), cause);
    }

    /** A name from a file, short and printable. */
    static String shown(String text) {
        return (text.length() <= 100 ? text : text.substring(0, 100) + "…").replaceAll("\\p{Cntrl}", "?");
    }

    private static String bounded(String message) {
        String line = message.replaceAll("[\\p{Cntrl}\u2028\u2029]+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}

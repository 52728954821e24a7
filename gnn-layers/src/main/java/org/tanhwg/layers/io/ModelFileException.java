package org.tanhwg.layers.io;

/** A file that is no model, or one that must not be loaded; the message is one line: the file, what is wrong, what would be right. */
public final class ModelFileException extends RuntimeException {
    ModelFileException(String message) {
        super(message);
    }

    ModelFileException(String message, Throwable cause) {
        super(message, cause);
    }
}

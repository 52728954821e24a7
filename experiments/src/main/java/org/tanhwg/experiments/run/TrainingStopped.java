package org.tanhwg.experiments.run;

/** Training ended before its end, by Ctrl-C or because its numbers ceased to be finite; the message says how to go on. Exit code 1. */
public final class TrainingStopped extends RuntimeException {
    TrainingStopped(String message, Throwable cause) { super(message, cause); }
}

package org.tanhwg.blas;

import org.nd4j.common.io.Resource;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4jBackend;

/**
 * A backend that ND4J makes and never takes: its service loader calls the constructor of every backend before it asks the first whether it is
 * available, which is the moment to load {@link OpenBlas}. The lowest priority of all keeps ND4J from asking this one.
 */
public final class BeforeNd4j extends Nd4jBackend {
    /** Called by ND4J. */
    public BeforeNd4j() {
        OpenBlas.load();
    }

    @Override public int getPriority() {
        return -1_000_000; // a difference of two priorities must stay an int
    }

    @Override public boolean isAvailable() { return false; }

    @Override public boolean canRun() {
        return false;
    }

    @Override public boolean allowsOrder() {
        return false;
    }

    @Override public Resource getConfigurationResource() {
        throw never();
    }

    @Override public Class<?> getNDArrayClass() {
        throw never();
    }

    @Override public Environment getEnvironment() {
        throw never();
    }

    @Override public String buildInfo() {
        throw never();
    }

    @Override public void logBackendInit() {
        throw never();
    }

    private static UnsupportedOperationException never() {
        return new UnsupportedOperationException("is not a backend; it loads a library before ND4J does");
    }
}

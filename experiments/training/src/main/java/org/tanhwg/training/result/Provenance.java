package org.tanhwg.training.result;

/** Everything needed to run again and get the same numbers; checksums are SHA-256 in hexadecimal, that of the data null where none is read. */
public record Provenance(String version, String gitCommit, String configSha256, String dataSha256, long seed, String java,
        String backend,
        Host host) {

    /** The machine: processor name and the number of cores that the run could use. */
    public record Host(String cpu, int cores) {}
}

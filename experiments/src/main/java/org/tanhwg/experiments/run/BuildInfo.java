package org.tanhwg.experiments.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Version and commit this program was built from; the commit ends in {@code -dirty} when files had been changed, or is {@code unknown}. */
public record BuildInfo(String version, String commit) {

    /** Reads what the build left in {@code build.properties}. */
    public static BuildInfo read() {
        var properties = new Properties();
        try (InputStream in = BuildInfo.class.getResourceAsStream("/build.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("build.properties", e);
        }
        String commit = properties.getProperty("commit");
        if (!commit.matches("[0-9a-f]{40}")) return new BuildInfo(properties.getProperty("version"), "unknown");
        return new BuildInfo(properties.getProperty("version"), commit + (properties.getProperty("dirty").equals("true") ? "-dirty" : ""));
    }
}

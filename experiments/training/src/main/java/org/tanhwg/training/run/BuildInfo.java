package org.tanhwg.training.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What this program was built from.
 *
 * @param commit ends in {@code -dirty} when files had been changed; {@code unknown} when not built from a repository
 */
public record BuildInfo(String version, String commit, String deeplearning4j) {

    /** Reads what the build left in {@code build.properties}. */
    public static BuildInfo read() {
        var properties = new Properties();
        try (InputStream in = BuildInfo.class.getResourceAsStream("/build.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("build.properties", e);
        }
        String commit = properties.getProperty("commit");
        if (!commit.matches("[0-9a-f]{40}")) commit = "unknown";
        else if (properties.getProperty("dirty").equals("true")) commit += "-dirty";
        return new BuildInfo(properties.getProperty("version"), commit, properties.getProperty("deeplearning4j"));
    }
}

package org.tanhwg.training.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Properties;
import java.util.stream.Stream;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.blas.OpenBlas;

/** Everything needed to run again and get the same numbers; checksums are SHA-256 in hexadecimal, that of the data null where none is read. */
public record Provenance(String version, String gitCommit, String configSha256, String dataSha256, long seed, String java,
        String backend,
        Host host) {

    /** The machine: processor name and the number of cores that the run could use. */
    public record Host(String cpu, int cores) {}

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

    /**
     * Provenance of a run on this machine.
     *
     * @param config what {@code config.yaml} says
     * @param dataSha256 sum of the data set
     */
    public static Provenance collect(String config, String dataSha256, long seed) {
        BuildInfo build = BuildInfo.read();
        String backend = "ND4J " + build.deeplearning4j() + " " + Nd4j.getBackend().getClass().getSimpleName() + " "
                + OpenBlas.load().configuration().orElseGet(
                        () -> Nd4j.getExecutioner().getEnvironmentInformation().getProperty("blas.vendor"));
        return collect(build, config, dataSha256, seed, backend);
    }

    /** Provenance of a run that draws its examples itself and computes without ND4J. */
    public static Provenance collect(String config, long seed) {
        return collect(BuildInfo.read(), config, null, seed, "plain Java, double precision");
    }

    private static Provenance collect(BuildInfo build, String config, String dataSha256, long seed, String backend) {
        return new Provenance(build.version(), build.commit(), sha256(config.getBytes(StandardCharsets.UTF_8)), dataSha256, seed,
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"), backend,
                new Provenance.Host(cpu(Path.of("/proc/cpuinfo")), Runtime.getRuntime().availableProcessors()));
    }

    /** SHA-256 in hexadecimal. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** SHA-256 in hexadecimal of what a stream has left. */
    public static String sha256(InputStream in) throws IOException {
        try (var digested = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digested.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digested.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The processor's name where Linux tells it, else its architecture. */
    static String cpu(Path cpuinfo) {
        try (Stream<String> lines = Files.lines(cpuinfo)) {
            return lines.filter(line -> line.startsWith("model name")).map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch"); // no Linux
        }
    }
}

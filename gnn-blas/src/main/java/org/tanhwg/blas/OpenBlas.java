package org.tanhwg.blas;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.slf4j.LoggerFactory;

/**
 * The BLAS library of this process. {@link #load} puts the one of this module in the place of ND4J's; ND4J's service loader calls it, so that
 * nobody else has to.
 *
 * @param path file that was loaded; empty when ND4J brings its own
 * @param reason why ND4J's own is used; empty when it is not
 */
public record OpenBlas(Optional<String> path, String reason) {
    /** In the order in which they need each other. */
    private static final List<String> LIBRARIES = List.of("libgcc_s.so.1", "libquadmath.so.0", "libgfortran.so.5",
            "libopenblas.so.0");
    /** Of the artifact whose libraries are those of this module. */
    static final String VERSION = "0.3.31-1.5.13";
    /** JavaCPP's own switch to another BLAS; who sets it has chosen. */
    private static final String CHOSEN = "org.bytedeco.openblas.load";

    /** What {@link #load} came to. */
    public static OpenBlas load() {
        return Once.LOADED;
    }

    /** The class loader's lock: the library is loaded once in a process. */
    private static final class Once {
        private static final OpenBlas LOADED = loadNow();
    }

    private static OpenBlas loadNow() {
        if (System.getProperty(CHOSEN) != null) return new OpenBlas(Optional.empty(), CHOSEN + " is set");
        String folder = "/org/tanhwg/blas/" + Loader.getPlatform() + "/";
        if (OpenBlas.class.getResource(folder + "libopenblas.so.0") == null)
            return new OpenBlas(Optional.empty(), "no other one is shipped for " + Loader.getPlatform());
        try {
            String file = "";
            for (String library : LIBRARIES) {
                if (OpenBlas.class.getResource(folder + library) == null) continue; // arm64 has no libquadmath
                file = unpacked(folder, library).toString();
                System.load(file);
            }
            return new OpenBlas(Optional.of(file), "");
        } catch (IOException | UnsatisfiedLinkError e) { // ND4J's own does the same work, slower
            LoggerFactory.getLogger(OpenBlas.class).warn("ND4J's own OpenBLAS is used, for the newer one cannot be loaded: {}",
                    e.getMessage());
            return new OpenBlas(Optional.empty(), "the newer one cannot be loaded: " + e.getMessage());
        }
    }

    /**
     * The file of a library in JavaCPP's cache. A whole one is not written again, and never in its place: JavaCPP would do that for another checkout of
     * this program, and a process that has it mapped would die.
     */
    static Path unpacked(String folder, String library) throws IOException {
        URLConnection resource = OpenBlas.class.getResource(folder + library).openConnection();
        try (InputStream in = resource.getInputStream()) {
            Path place = Loader.getCacheDir().toPath().resolve("gnn-blas-" + VERSION + "-" + Loader.getPlatform());
            Path file = Files.createDirectories(place).resolve(library);
            if (Files.exists(file) && Files.size(file) == resource.getContentLengthLong()) return file;
            Path begun = Files.createTempFile(place, library, ".tmp");
            try {
                Files.copy(in, begun, StandardCopyOption.REPLACE_EXISTING);
                return Files.move(begun, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(begun);
            }
        }
    }

    /**
     * What the library says of itself: version, options and the processor core that it computes for, such as
     * {@code OpenBLAS 0.3.31 DYNAMIC_ARCH NO_AFFINITY SkylakeX MAX_THREADS=64}. Meant to be called once ND4J has started; empty when it is not OpenBLAS.
     */
    public Optional<String> configuration() {
        return path.or(OpenBlas::ofNd4j)
                .map(file -> NativeLibrary.getInstance(file).getFunction("openblas_get_config").invokeString(new Object[0], false)
                        .strip());
    }

    private static Optional<String> ofNd4j() {
        return Loader.getLoadedLibraries().values().stream().filter(file -> file.contains("libopenblas.")).findFirst();
    }
}

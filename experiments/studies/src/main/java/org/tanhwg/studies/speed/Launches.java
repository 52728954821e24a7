package org.tanhwg.studies.speed;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.tanhwg.studies.speed.PeerProcess.Launch;

/** How each contestant is started, and whether it is here. */
final class Launches {
    /** What the profile leaves, in the folder of its module. */
    private static final String CLASS_PATH = "class-path", CLASSES = "classes";
    /** Debian's PyTorch belongs to the first, whatever else the path leads to. */
    private static final List<String> PYTHONS = List.of("/usr/bin/python3", "python3");
    /** LibTorch takes and gives back large blocks in each step; by default each goes to the kernel and comes back as pages of zeros. */
    private static final Map<String, String> MALLOC = Map.of("MALLOC_ARENA_MAX", "1", "MALLOC_MMAP_THRESHOLD_", "4294967296",
            "MALLOC_TRIM_THRESHOLD_", "8589934592", "MALLOC_TOP_PAD_", "67108864");

    private final Optional<Path> peers;
    private final Optional<String> python;

    /** @param peers folder into which the module of other libraries was built, if it was */
    Launches(Path peers) {
        this.peers = Files.exists(peers.resolve(CLASS_PATH)) ? Optional.of(peers) : Optional.empty();
        python = PYTHONS.stream().filter(Launches::hasTorch).findFirst();
    }

    /** How those that are absent can be had, a sentence each. */
    List<String> absent() {
        return Stream.of(
                peers.isPresent() ? ""
                        : "TensorFlow, LibTorch and ONNX Runtime are absent: mvn -q -Ppeers -DskipTests -pl experiments/peers -am package gets them, 280 MB.",
                python.isPresent() ? "" : "PyTorch is absent (Debian: apt-get install python3-torch).")
                .filter(note -> !note.isEmpty()).toList();
    }

    /** A main class of this package on the class path of this process. */
    Launch ours(Class<?> main, String... arguments) {
        return java(System.getProperty("java.class.path"), main.getName(), 1, Map.of(), arguments);
    }

    /** The BLAS that ND4J brings, with the best core that it knows on any processor of the last ten years. */
    Launch bundledBlas() {
        return java(System.getProperty("java.class.path"), ProductsPeer.class.getName(), 1,
                Map.of("OPENBLAS_CORETYPE", "Haswell"), ProductsPeer.Way.BUNDLED.name());
    }

    Optional<Launch> tensorFlow(int threads, String problem) {
        return peer("TensorFlowPeer", threads, Map.of("TF_CPP_MIN_LOG_LEVEL", "3"), problem);
    }

    Optional<Launch> libTorch(int threads, String problem) { return peer("LibTorchPeer", threads, MALLOC, problem); }

    Optional<Launch> onnxRuntime(int threads, String model, String problem) {
        return peer("OnnxRuntimePeer", threads, Map.of(), model, problem);
    }

    Optional<Launch> pyTorch(int threads, String problem) {
        return python.map(command -> new Launch(List.of(command, "-c", script(), problem), environment(threads, MALLOC)));
    }

    private Optional<Launch> peer(String main, int threads, Map<String, String> environment, String... arguments) {
        return peers.map(folder -> {
            var all = new HashMap<>(environment);
            all.put("DJL_CACHE_DIR", folder.resolve("djl").toAbsolutePath().toString());
            all.put("DJL_OFFLINE", "true");
            return java(folder.resolve(CLASSES).toAbsolutePath() + File.pathSeparator + read(folder.resolve(CLASS_PATH)),
                    "org.tanhwg.peers." + main, threads, all, arguments);
        });
    }

    private static Launch java(String classPath, String main, int threads, Map<String, String> environment, String... arguments) {
        Stream<String> command = Stream.of(Stream.of(ProcessHandle.current().info().command().orElse("java")),
                ManagementFactory.getRuntimeMXBean().getInputArguments().stream(), Stream.of("-cp", classPath, main),
                Arrays.stream(arguments)).flatMap(words -> words);
        return new Launch(command.toList(), environment(threads, environment));
    }

    /** What a user has who sets nothing, but for the number of threads. */
    private static Map<String, String> environment(int threads, Map<String, String> more) {
        var environment = new HashMap<>(Map.of("OMP_NUM_THREADS", String.valueOf(threads), "OPENBLAS_NUM_THREADS",
                String.valueOf(threads), "OMP_WAIT_POLICY", "PASSIVE", "OPENBLAS_CORETYPE", "", "OPENBLAS_L2_SIZE", ""));
        environment.putAll(more);
        return environment;
    }

    private static boolean hasTorch(String python) {
        try {
            return new ProcessBuilder(python, "-c", "import torch").redirectErrorStream(true).redirectOutput(Redirect.DISCARD)
                    .start().waitFor() == 0;
        } catch (IOException e) {
            return false; // no such Python
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    private static String script() {
        try (InputStream in = Launches.class.getResourceAsStream("torch_peer.py")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("torch_peer.py", e);
        }
    }
}

package org.tanhwg.training.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tanhwg.blas.OpenBlas;

/**
 * What decides how fast this machine trains, and what would help.
 *
 * @param facts what was found, by name
 * @param hints what would make it faster, a sentence each; empty where nothing would
 */
public record Doctor(Map<String, String> facts, List<String> hints) {
    public Doctor {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        hints = List.copyOf(hints);
    }

    /** Rows, terms and columns of a product of the default network: batch × pixels × hidden units. */
    private static final int ROWS = 100, TERMS = 784, COLUMNS = 300;
    private static final double SECONDS = 0.5;
    private static final Path HUGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
    private static final Pattern SELECTED = Pattern.compile("\\[(\\w+)]");

    /** Looks at this process and takes half a second of products. */
    public static Doctor examine() {
        double speed = gigaflops(); // ND4J starts here
        OpenBlas blas = OpenBlas.load();
        var facts = new LinkedHashMap<String, String>();
        var hints = new ArrayList<String>();
        facts.put("Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        facts.put("processor",
                Provenance.cpu(Path.of("/proc/cpuinfo")) + ", " + Runtime.getRuntime().availableProcessors() + " cores");
        facts.put("BLAS", blas.configuration().orElse("unknown"));
        facts.put("from", blas.path().orElse("ND4J, since " + blas.reason()));
        int threads = Nd4j.factory().blas().getMaxThreads();
        facts.put("BLAS threads", Integer.toString(threads));
        facts.put("product", String.format(Locale.ROOT, "%d × %d × %d: %.0f GFLOP/s", ROWS, TERMS, COLUMNS, speed));
        Optional<String> pages = hugePages();
        pages.ifPresent(mode -> facts.put("huge pages", mode));

        if (blas.path().isEmpty() && !blas.reason().contains("shipped"))
            hints.add("the BLAS of ND4J is years old and may not know this processor: " + blas.reason());
        String core = System.getenv("OPENBLAS_CORETYPE");
        if (core != null)
            hints.add("OPENBLAS_CORETYPE=" + core + " is set: without it OpenBLAS chooses the core of this processor");
        if (threads > 1) hints.add("OMP_NUM_THREADS=1: matrices this small lose with more BLAS threads");
        if (pages.filter("never"::equals).isPresent())
            hints.add("huge pages are off; 'madvise' in " + HUGE_PAGES + " helps batches drawn from all over a large array");
        return new Doctor(facts, hints);
    }

    private static double gigaflops() {
        INDArray left = Nd4j.rand(ROWS, TERMS), right = Nd4j.rand(TERMS, COLUMNS),
                into = Nd4j.create(new int[] {ROWS, COLUMNS}, 'f');
        double best = 0;
        for (long end = System.nanoTime() + (long) (SECONDS * 1e9); System.nanoTime() < end;) {
            long start = System.nanoTime();
            Nd4j.gemm(left, right, into, false, false, 1, 0);
            best = Math.max(best, 2.0 * ROWS * TERMS * COLUMNS / (System.nanoTime() - start)); // others may hold the core for a while
        }
        return best;
    }

    private static Optional<String> hugePages() {
        if (!Files.isReadable(HUGE_PAGES)) return Optional.empty();
        try {
            return Optional.of(Files.readString(HUGE_PAGES)).map(SELECTED::matcher).filter(Matcher::find)
                    .map(its -> its.group(1));
        } catch (IOException e) {
            throw new UserError(HUGE_PAGES + ": cannot be read (" + UserError.reason(e) + ")", e);
        }
    }
}

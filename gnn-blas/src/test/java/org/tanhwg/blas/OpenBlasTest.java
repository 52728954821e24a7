package org.tanhwg.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Set;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class OpenBlasTest {
    /** Nobody calls the loader here: ND4J's service loader does. What ND4J asks of its BLAS reaches the library of this module. */
    @Test void nd4jUsesTheNewerLibrary() {
        assumeTrue(Set.of("linux-x86_64", "linux-arm64").contains(Loader.getPlatform()), "other platforms keep what ND4J brings");
        INDArray square = Nd4j.createFromArray(new float[][] {{1, 2}, {3, 4}});
        assertThat(square.mmul(square)).isEqualTo(Nd4j.createFromArray(new float[][] {{7, 10}, {15, 22}}));

        OpenBlas blas = OpenBlas.load();
        assertThat(blas.reason()).isEmpty();
        assertThat(blas.configuration().orElseThrow()).startsWith("OpenBLAS " + OpenBlas.VERSION.split("-")[0] + " ");
        Function threads = NativeLibrary.getInstance(blas.path().orElseThrow()).getFunction("openblas_get_num_threads");
        for (int n : new int[] {2, 1}) {
            Nd4j.factory().blas().setMaxThreads(n);
            assertThat(threads.invokeInt(new Object[0])).isEqualTo(n);
        }
    }

    /** Another checkout has libraries of another age. Their file was written over, and processes that had it mapped ended with SIGBUS. */
    @Test void anUnpackedLibraryIsLeftAlone() throws IOException {
        OpenBlas blas = OpenBlas.load();
        assumeTrue(blas.path().isPresent(), blas.reason());
        assertThat(Path.of("pom.xml")).content().contains("<openblas.version>" + OpenBlas.VERSION + "<");
        Path file = Path.of(blas.path().get());
        FileTime was = Files.getLastModifiedTime(file), old = FileTime.fromMillis(1000);
        Files.setLastModifiedTime(file, old);
        try {
            assertThat(OpenBlas.unpacked("/org/tanhwg/blas/" + Loader.getPlatform() + "/", file.getFileName().toString()))
                    .isEqualTo(file);
            assertThat(Files.getLastModifiedTime(file)).isEqualTo(old);
        } finally {
            Files.setLastModifiedTime(file, was);
        }
    }
}

package org.tanhwg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.tanhwg.training.run.UserError;

class SparkProviderTest {
    private static String options(String master, String... more) {
        SparkConf conf = new SparkConf(false).setMaster(master);
        for (int i = 0; i < more.length; i += 2) conf.set(more[i], more[i + 1]);
        return SparkProvider.javaOptions(conf);
    }

    @Test void executorsTakeNoMoreProcessorsThanTheyHaveCores() {
        assertThat(options("local-cluster[2,1,1500]")).endsWith("-XX:ActiveProcessorCount=1");
        assertThat(options("local-cluster[2, 3, 1500]")).endsWith("-XX:ActiveProcessorCount=3");
        assertThat(options("spark://host:7077", "spark.executor.cores", "4")).endsWith("-XX:ActiveProcessorCount=4");
        assertThat(options("spark://host:7077")).as("all of the worker's").doesNotContain("ActiveProcessorCount");
        assertThat(options("local[2]")).doesNotContain("ActiveProcessorCount");
    }

    @Test void executorsGetNoCommandLineNoStudiesAndNoArbiter() {
        String kept = String.join(File.pathSeparator, "/p q/.gnn/jars-gnn-spark/gnn-spark.jar", "/m2/gnn-core-0.1.0-SNAPSHOT.jar",
                "/m2/gnn-training-0.1.0-SNAPSHOT.jar", "/m2/gnn-report-0.1.0-SNAPSHOT.jar",
                "/project/studies-of-mine/gnn-layers-1.jar",
                "/project/experiments/training/target/classes", "/m2/jackson-core-2.18.2.jar");
        String all = String.join(File.pathSeparator, kept, "/p q/.gnn/jars-gnn-spark/gnn-cli-0.1.0-SNAPSHOT.jar",
                "/m2/gnn-studies-0.1.0-SNAPSHOT.jar", "/m2/picocli-4.7.7.jar", "/m2/arbiter-core-1.0.0-beta7.jar",
                "/m2/arbiter-deeplearning4j-1.0.0-beta7.jar", "/project/experiments/cli/target/classes",
                "/project/experiments/studies/target/test-classes");
        assertThat(SparkProvider.executorClassPath(all)).isEqualTo(kept);
        assertThat(SparkProvider.executorClassPath(kept)).isEqualTo(kept);
    }

    /** The build writes two lists for {@code ./gnn}: together they must have the command line, and Spark, which a cluster has already. */
    @Test void theLauncherFindsTheCommandLineAndSpark() throws IOException {
        String launcher = Files.readString(Path.of("target", "class-path")) + File.pathSeparator
                + Files.readString(Path.of("target", "submit-jars")).replace(",", File.pathSeparator);
        assertThat(launcher).contains("spark-sql_", "picocli-").containsPattern("[/\\\\]cli[/\\\\]target[/\\\\]");
        assertThat(SparkProvider.executorClassPath(launcher)).contains("spark-sql_", "gnn-core")
                .doesNotContain("picocli-", "arbiter-").doesNotContainPattern("[/\\\\](cli|studies)[/\\\\]target[/\\\\]");
    }

    /** Java 24 took away what Hadoop asks for, and says so in an exception of its own. */
    @Test void javaThatHadoopDoesNotRunOnIsRefused() {
        assertThatThrownBy(() -> SparkProvider.requireSubject(() -> {
            throw new UnsupportedOperationException("getSubject is not supported");
        })).isInstanceOf(UserError.class).hasMessageEndingWith("; JAVA_HOME must name Java 17 to 23");
        SparkProvider.requireSubject(() -> "somebody");
    }
}

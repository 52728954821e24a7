package org.tanhwg.spark;

import java.io.File;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.tanhwg.training.cluster.Cluster;
import org.tanhwg.training.run.UserError;

/** Connects to a Spark master. */
public final class SparkProvider implements Cluster.Provider {
    private static final String MASTER = "spark.master";
    private static final String JAVA_OPTIONS = "spark.executor.extraJavaOptions";
    /** What only the driver needs: the command line, studies and Arbiter; as jars, or as folders of a build. */
    private static final Pattern OF_THE_DRIVER = Pattern
            .compile(
                    ".*[/\\\\]((gnn-cli|gnn-studies|picocli|arbiter-\\w+)-[^/\\\\]*\\.jar|(cli|studies)[/\\\\]target[/\\\\](test-)?classes)");
    private static final Pattern LOCAL_CLUSTER = Pattern.compile("local-cluster\\[.+,\\s*(\\d+)\\s*,.+]");

    @Override public Cluster connect(String master) {
        var conf = new SparkConf();
        if (!master.isEmpty()) conf.setMaster(master);
        if (!conf.contains(MASTER))
            throw new UserError("--spark: needs a master such as local[4] or spark://HOST:7077, unless spark-submit gives it");
        conf.setIfMissing("spark.app.name", "gnn");
        // matrices this small lose with more than one BLAS thread, and JavaCPP need not ask for the process size at every allocation
        conf.setIfMissing("spark.executorEnv.OMP_NUM_THREADS", "1");
        conf.set(JAVA_OPTIONS, javaOptions(conf) + " " + conf.get(JAVA_OPTIONS, "")); // what a user says comes last and wins
        // spark-submit ships jars itself; else executors find them where this process has them
        if (!conf.contains("spark.jars"))
            conf.setIfMissing("spark.executor.extraClassPath", executorClassPath(System.getProperty("java.class.path")));
        conf.setIfMissing("spark.task.maxDirectResultSize", "16m"); // fields need no detour over the block manager
        if (conf.get(MASTER).startsWith("local")) {
            conf.setIfMissing("spark.ui.enabled", "false"); // it would listen on every interface
            conf.setIfMissing("spark.driver.host", "localhost");
            conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
        }
        requireSubject(UserGroupInformation::getCurrentUser);
        try {
            KryoRecords.addTo(conf);
            var spark = new JavaSparkContext(conf);
            // a standalone master names the application; Spark goes on for a moment without one that does not answer
            if (conf.get(MASTER).startsWith("spark://") && spark.sc().applicationId().startsWith("spark-application-"))
                throw new IllegalArgumentException("no master answers");
            return new SparkCluster(spark);
        } catch (Exception e) {
            if (e instanceof SparkException || e instanceof IllegalArgumentException)
                throw new UserError("--spark = " + conf.get(MASTER) + ": Spark does not start there (" + e.getMessage() + ")", e);
            throw e;
        }
    }

    /** @param user asks Hadoop who runs this, as Spark does first @throws UserError when Java has no longer what Hadoop asks for */
    static void requireSubject(Callable<?> user) {
        try {
            user.call();
        } catch (UnsupportedOperationException e) {
            throw new UserError("--spark: Spark's Hadoop does not run on Java " + Runtime.version().feature()
                    + "; JAVA_HOME must name Java 17 to 23", e);
        } catch (Exception e) {
            throw new UserError("--spark: Hadoop does not know who runs this (" + e.getMessage() + ")", e);
        }
    }

    /** The entries of the driver's class path that executors need too, in their order. */
    static String executorClassPath(String driver) {
        return Stream.of(driver.split(Pattern.quote(File.pathSeparator))).filter(e -> !OF_THE_DRIVER.matcher(e).matches())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** For executors. Where their cores are known, collector and compiler take no others: those belong to other executors. */
    static String javaOptions(SparkConf conf) {
        Matcher local = LOCAL_CLUSTER.matcher(conf.get(MASTER));
        String cores = conf.get("spark.executor.cores", local.matches() ? local.group(1) : "");
        return "-Dorg.bytedeco.javacpp.maxphysicalbytes=0" + (cores.isEmpty() ? "" : " -XX:ActiveProcessorCount=" + cores);
    }
}

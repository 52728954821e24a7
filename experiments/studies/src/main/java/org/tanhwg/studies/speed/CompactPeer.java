package org.tanhwg.studies.speed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.tanhwg.core.compact.CompactFile;
import org.tanhwg.core.compact.CompactNetwork;
import org.tanhwg.core.compact.CompactTeam;

/** What pruning left, as a {@link Peer} of plain Java: gnn-core alone. */
final class CompactPeer {
    private CompactPeer() {}

    /** @param arguments the compact file; the problem whose first examples are to be answered; the number of threads */
    public static void main(String[] arguments) throws IOException {
        CompactNetwork network = CompactFile.read(Path.of(arguments[0]));
        float[] examples = SpeedTask.read(Path.of(arguments[1])).features();
        int threads = Integer.parseInt(arguments[2]);
        Executor pool = Executors.newCachedThreadPool(task -> {
            var helper = new Thread(task, "helper");
            helper.setDaemon(true); // it ends with the process
            return helper;
        });
        Map<String, Runnable> tasks = new LinkedHashMap<>();
        for (int count : SpeedBench.ANSWERS) {
            float[] first = Arrays.copyOf(examples, count * network.inputs());
            float[] answers = new float[count * network.outputs()];
            var team = new CompactTeam(network, pool, threads, (count - 1) / threads + 1);
            tasks.put("answer " + count, () -> team.apply(first, count, answers));
        }
        Peer.serve("compact network", tasks);
    }
}

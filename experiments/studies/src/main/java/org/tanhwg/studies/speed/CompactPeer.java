package org.tanhwg.studies.speed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tanhwg.core.compact.CompactFile;
import org.tanhwg.core.compact.CompactNetwork;
import org.tanhwg.core.compact.CompactNetwork.Workspace;

/** What pruning left, as a {@link Peer} of plain Java: gnn-core alone. */
final class CompactPeer {
    private CompactPeer() {}

    /** @param arguments the compact file, and the problem whose first examples are to be answered */
    public static void main(String[] arguments) throws IOException {
        CompactNetwork network = CompactFile.read(Path.of(arguments[0]));
        float[] examples = SpeedTask.read(Path.of(arguments[1])).features();
        Map<String, Runnable> tasks = new LinkedHashMap<>();
        for (int count : SpeedBench.ANSWERS) {
            float[] first = Arrays.copyOf(examples, count * network.inputs());
            float[] answers = new float[count * network.outputs()];
            Workspace workspace = network.workspace(count);
            tasks.put("answer " + count, () -> network.apply(first, count, answers, workspace));
        }
        Peer.serve("compact network", tasks);
    }
}

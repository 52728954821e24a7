package org.tanhwg.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tanhwg.studies.speed.Peer;
import org.tanhwg.studies.speed.SpeedTask;

/** ONNX Runtime: answers with both buffers reused. */
final class OnnxRuntimePeer {
    private OnnxRuntimePeer() {}

    /** @param arguments the model, and the problem whose first examples are to be answered */
    public static void main(String[] arguments) throws IOException, OrtException {
        SpeedTask problem = SpeedTask.read(Path.of(arguments[1]));
        int threads = Integer.parseInt(System.getenv("OMP_NUM_THREADS"));
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        var options = new SessionOptions();
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        OrtSession session = environment.createSession(arguments[0], options);
        Map<String, Runnable> tasks = new LinkedHashMap<>();
        for (int count : List.of(1, 100)) {
            FloatBuffer examples = direct(count * problem.width());
            examples.put(problem.features(), 0, count * problem.width()).rewind();
            long[] shape = ((TensorInfo) session.getInputInfo().get("input").getInfo()).getShape();
            shape[0] = count;
            Map<String, OnnxTensor> inputs = Map.of("input", OnnxTensor.createTensor(environment, examples, shape));
            Map<String, OnnxTensor> outputs = Map.of("output", OnnxTensor.createTensor(environment,
                    direct(count * problem.classes()), new long[] {count, problem.classes()}));
            tasks.put("answer " + count, () -> answer(session, inputs, outputs));
        }
        Peer.serve("ONNX Runtime " + environment.getVersion(), tasks);
    }

    private static void answer(OrtSession session, Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) {
        try (OrtSession.Result ignored = session.run(inputs, outputs)) {
            // the answer stands in the buffer of the output
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    private static FloatBuffer direct(int numbers) {
        return ByteBuffer.allocateDirect(4 * numbers).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }
}

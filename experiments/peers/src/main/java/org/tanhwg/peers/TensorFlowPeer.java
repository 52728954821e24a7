package org.tanhwg.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.tanhwg.studies.speed.Peer;
import org.tanhwg.studies.speed.SpeedTask;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.TensorFlow;
import org.tensorflow.framework.optimizers.Adam;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.nn.Conv2d;
import org.tensorflow.op.nn.SoftmaxCrossEntropyWithLogits;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** TensorFlow Java in graph mode, which is how it trains; the tensors that are fed are written anew and not made anew. */
final class TensorFlowPeer {
    private final SplittableRandom random = new SplittableRandom(1);
    private final Ops tf;

    private TensorFlowPeer(Ops tf) { this.tf = tf; }

    /** @param arguments the problem */
    public static void main(String[] arguments) throws IOException {
        SpeedTask problem = SpeedTask.read(Path.of(arguments[0]));
        int threads = Integer.parseInt(System.getenv("OMP_NUM_THREADS"));
        var graph = new Graph();
        Ops tf = Ops.create(graph);
        Placeholder<TFloat32> examples = tf.placeholder(TFloat32.class,
                Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE, problem.width())));
        Placeholder<TInt32> labels = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(problem.batch())));
        var layers = new TensorFlowPeer(tf);
        Operand<TFloat32> scores = problem.network().equals("lenet5") ? layers.lenet(examples, problem.classes())
                : layers.dense(examples, problem.widths());
        // the one with class numbers has no gradient in TensorFlow's C library
        SoftmaxCrossEntropyWithLogits<TFloat32> loss = tf.nn.softmaxCrossEntropyWithLogits(scores,
                tf.oneHot(labels, tf.constant(problem.classes()), tf.constant(1f), tf.constant(0f)));
        Op step = new Adam(graph, 1e-3f).minimize(tf.math.mean(loss.loss(), tf.constant(0)));
        Operand<TFloat32> answers = tf.nn.softmax(scores);
        var session = new Session(graph, ConfigProto.newBuilder().setIntraOpParallelismThreads(threads)
                .setInterOpParallelismThreads(1).build());
        session.initialize();

        Map<String, Runnable> tasks = new LinkedHashMap<>();
        var batches = new Batches(problem);
        TFloat32 features = TFloat32.tensorOf(Shape.of(problem.batch(), problem.width()));
        TInt32 classes = TInt32.tensorOf(Shape.of(problem.batch()));
        tasks.put("step", () -> {
            batches.next();
            features.asRawTensor().data().asFloats().write(batches.features);
            classes.asRawTensor().data().asInts().write(batches.labels);
            session.runner().feed(examples, features).feed(labels, classes).addTarget(step).run().close();
        });
        for (int count : List.of(1, 100)) {
            float[] first = Arrays.copyOf(problem.features(), count * problem.width());
            TFloat32 asked = TFloat32.tensorOf(Shape.of(count, problem.width()), DataBuffers.of(first));
            tasks.put("answer " + count, () -> {
                try (Result answer = session.runner().feed(examples, asked).fetch(answers).run()) {
                    answer.get(0);
                }
            });
        }
        Peer.serve("TensorFlow Java, TensorFlow " + TensorFlow.version(), tasks);
    }

    private Operand<TFloat32> dense(Operand<TFloat32> from, int... widths) {
        Operand<TFloat32> at = from;
        for (int l = 1; l < widths.length; l++) {
            Operand<TFloat32> sums = tf.nn.biasAdd(tf.linalg.matMul(at, weights(widths[l - 1], widths[l - 1], widths[l])),
                    tf.variable(tf.zeros(tf.array(widths[l]), TFloat32.class)));
            at = l < widths.length - 1 ? tf.nn.relu(sums) : sums;
        }
        return at;
    }

    /** LeNet-5 as of Caffe: 20 and 50 kernels of 5 × 5, each with a pool of 2 × 2, and 500 units. */
    private Operand<TFloat32> lenet(Operand<TFloat32> pixels, int classes) {
        Operand<TFloat32> pictures = tf.reshape(pixels, tf.array(-1, 28, 28, 1));
        Operand<TFloat32> maps = convolution(convolution(pictures, 1, 20), 20, 50);
        return dense(tf.reshape(maps, tf.array(-1, 800)), 800, 500, classes);
    }

    private Operand<TFloat32> convolution(Operand<TFloat32> from, int inputs, int outputs) {
        Conv2d<TFloat32> sums = tf.nn.conv2d(from, weights(25 * inputs, 5, 5, inputs, outputs), List.of(1L, 1L, 1L, 1L), "VALID");
        Operand<TFloat32> maps = tf.nn.relu(
                tf.nn.biasAdd(sums, tf.variable(tf.zeros(tf.array(outputs), TFloat32.class))));
        return tf.nn.maxPool(maps, tf.array(1, 2, 2, 1), tf.array(1, 2, 2, 1), "VALID");
    }

    /** He's initialisation. */
    private Variable<TFloat32> weights(int inputs, long... shape) {
        float[] numbers = new float[(int) Shape.of(shape).size()];
        for (int i = 0; i < numbers.length; i++) numbers[i] = (float) (random.nextGaussian() * Math.sqrt(2. / inputs));
        return tf.variable(tf.constant(Shape.of(shape), DataBuffers.of(numbers)));
    }
}

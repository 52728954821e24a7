package org.tanhwg.peers;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Adam;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tanhwg.studies.speed.Peer;
import org.tanhwg.studies.speed.SpeedTask;

/** LibTorch through DJL, by DJL's own trainer. */
final class LibTorchPeer {
    private LibTorchPeer() {}

    /** @param arguments the problem */
    public static void main(String[] arguments) throws IOException {
        // read when the engine starts
        System.setProperty("ai.djl.pytorch.num_threads", System.getenv("OMP_NUM_THREADS"));
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        SpeedTask problem = SpeedTask.read(Path.of(arguments[0]));
        Model model = Model.newInstance("peer", "PyTorch");
        model.setBlock(problem.network().equals("lenet5") ? lenet(problem.classes()) : dense(problem.widths()));
        Adam adam = Optimizer.adam().optLearningRateTracker(Tracker.fixed(1e-3f)).build();
        Trainer trainer = model.newTrainer(new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss()).optOptimizer(adam));
        Shape shape = problem.network().equals("lenet5") ? new Shape(problem.batch(), 1, 28, 28)
                : new Shape(problem.batch(), problem.width());
        trainer.initialize(shape);

        Map<String, Runnable> tasks = new LinkedHashMap<>();
        var batches = new Batches(problem);
        tasks.put("step", () -> step(trainer, batches, shape));
        NDManager manager = model.getNDManager();
        for (int count : List.of(1, 100)) {
            long[] dimensions = shape.getShape().clone();
            dimensions[0] = count;
            NDArray asked = manager.create(Arrays.copyOf(problem.features(), count * problem.width()), new Shape(dimensions));
            tasks.put("answer " + count, () -> answer(trainer, manager, asked));
        }
        Peer.serve("LibTorch " + Engine.getEngine("PyTorch").getVersion() + " through DJL " + Engine.getDjlVersion(), tasks);
    }

    private static void step(Trainer trainer, Batches batches, Shape shape) {
        batches.next();
        try (NDManager manager = trainer.getManager().newSubManager();
                GradientCollector collector = trainer.newGradientCollector()) {
            NDList labels = new NDList(manager.create(batches.labels));
            NDList scores = trainer.forward(new NDList(manager.create(batches.features, shape)));
            scores.attach(manager);
            NDArray loss = trainer.getLoss().evaluate(labels, scores);
            loss.attach(manager);
            collector.backward(loss);
        }
        trainer.step();
    }

    private static void answer(Trainer trainer, NDManager manager, NDArray asked) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray scores = trainer.evaluate(new NDList(asked)).singletonOrThrow();
            scores.attach(scope);
            scores.softmax(-1).attach(scope);
        }
    }

    private static SequentialBlock dense(int... widths) {
        var block = new SequentialBlock();
        for (int l = 1; l < widths.length; l++) {
            block.add(Linear.builder().setUnits(widths[l]).build());
            if (l < widths.length - 1) block.add(Activation::relu);
        }
        return block;
    }

    /** LeNet-5 as of Caffe: 20 and 50 kernels of 5 × 5, each with a pool of 2 × 2, and 500 units. */
    private static SequentialBlock lenet(int classes) {
        var block = new SequentialBlock();
        for (int kernels : List.of(20, 50)) {
            block.add(Conv2d.builder().setFilters(kernels).setKernelShape(new Shape(5, 5)).build()).add(Activation::relu)
                    .add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)));
        }
        return block.add(Blocks.batchFlattenBlock()).add(dense(800, 500, classes));
    }
}

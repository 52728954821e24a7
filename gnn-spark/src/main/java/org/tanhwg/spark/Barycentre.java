package org.tanhwg.spark;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import org.tanhwg.layers.optimizer.LivingState;
import org.tanhwg.spark.RoundTask.Contribution;
import org.tanhwg.spark.Runs.Message;
import org.tanhwg.training.train.Steps.StepAccount;

/**
 * The W₂ barycentre of fields that have the structural weights in common, weighted by examples: means, spreads and ascending atoms are averaged as
 * they are (theory §5), and so is what the optimizer remembers of signals and curvatures.
 *
 * <p>A number that is exactly 0 for more than half of the examples is 0, where the average would be silent only if all fields are (ours, see docs/decisions.md).
 *
 * <p>Sums are in double precision and in the order in which contributions are added, so whoever wants the same bits adds in the same order. Of a
 * single contribution the average is the contribution itself, bit for bit: a float times a count fits a double.
 */
final class Barycentre implements Serializable {
    private transient double[] parameters;
    private transient double[] optimizer;
    private transient double[] heard;
    private long examples;
    private StepAccount account;
    private double slowest;
    private long bytes;
    private String divergence;

    /** Adds one field. */
    void add(Contribution contribution) {
        if (divergence == null) divergence = contribution.divergence();
        if (contribution.divergence() != null) return;
        Message field = contribution.field();
        reserve(field.parameterCount(), field.optimizerCount());
        double weight = contribution.examples();
        Runs.visit(field.parameters(), (i, number) -> {
            parameters[i] += weight * number;
            if (number != 0) heard[i] += weight;
        });
        Runs.visit(field.optimizer(), (i, number) -> optimizer[i] += weight * number);
        examples += contribution.examples();
        account = account == null ? contribution.account() : account.beside(contribution.account());
        slowest = Math.max(slowest, contribution.seconds());
        bytes += contribution.field().bytes();
    }

    /** Adds what others have added up. */
    void add(Barycentre part) {
        if (divergence == null) divergence = part.divergence;
        if (part.parameters == null) return;
        reserve(part.parameters.length, part.optimizer.length);
        add(part.parameters, parameters);
        add(part.optimizer, optimizer);
        add(part.heard, heard);
        examples += part.examples;
        account = account == null ? part.account : account.beside(part.account);
        slowest = Math.max(slowest, part.slowest);
        bytes += part.bytes;
    }

    private void reserve(int parameterCount, int optimizerCount) {
        if (parameters != null) return;
        parameters = new double[parameterCount];
        optimizer = new double[optimizerCount];
        heard = new double[parameterCount];
    }

    private static void add(double[] numbers, double[] sum) {
        for (int i = 0; i < sum.length; i++) sum[i] += numbers[i];
    }

    /** The barycentre. */
    LivingState mean() {
        float[] means = mean(parameters);
        for (int i = 0; i < means.length; i++) if (2 * heard[i] < examples) means[i] = 0;
        return new LivingState(means, mean(optimizer));
    }

    private float[] mean(double[] sum) {
        float[] mean = new float[sum.length];
        for (int i = 0; i < sum.length; i++) if (sum[i] != 0) mean[i] = (float) (sum[i] / examples);
        return mean;
    }

    /** Examples over all partitions. */
    long examples() { return examples; }

    /** Steps of all partitions side by side. */
    StepAccount account() { return account; }

    /** Seconds that the slowest partition trained. */
    double slowest() { return slowest; }

    /** Bytes of all fields that came in. */
    long bytes() { return bytes; }

    /** What went out of bounds in the first partition that diverged; null if none did. */
    String divergence() {
        return divergence;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        out.writeInt(parameters == null ? -1 : parameters.length);
        if (parameters == null) return;
        out.writeInt(optimizer.length);
        out.writeUnshared(Runs.encode(parameters));
        out.writeUnshared(Runs.encode(optimizer));
        out.writeUnshared(Runs.encode(heard));
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        int parameterCount = in.readInt();
        if (parameterCount < 0) return;
        int optimizerCount = in.readInt();
        parameters = Runs.doubles((byte[]) in.readUnshared(), parameterCount);
        optimizer = Runs.doubles((byte[]) in.readUnshared(), optimizerCount);
        heard = Runs.doubles((byte[]) in.readUnshared(), parameterCount);
    }
}

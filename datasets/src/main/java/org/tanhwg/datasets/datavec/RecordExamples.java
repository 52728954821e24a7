package org.tanhwg.datasets.datavec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.writable.NDArrayWritable;
import org.datavec.api.writable.Writable;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.DataFiles;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.Targets;

/**
 * Examples of any DataVec {@link RecordReader}, held in memory: {@code ExamplesIterator} then is the {@code DataSetIterator} of any Deeplearning4j network.
 *
 * <p>A record is numbers, or arrays of them, and one label; how texts become numbers is for a {@code TransformProcess} before it.
 */
public final class RecordExamples {
    private RecordExamples() {}

    /**
     * Reads all records that are left.
     *
     * @param label   index of the label in a record
     * @param classes number of classes: the label is a whole number in [0, classes)
     * @throws DataException if a record has another length than the first, or a number is not finite or no class
     */
    public static Examples classes(RecordReader reader, int label, int classes) {
        Rows rows = Rows.of(reader, label);
        int[] labels = new int[rows.labels.size()];
        for (int i = 0; i < labels.length; i++) {
            double value = rows.labels.get(i);
            if (value != Math.rint(value) || value < 0 || value >= classes)
                throw new DataException(place(i), "label " + value + " must be a whole number in [0, " + (classes - 1) + "]");
            labels[i] = (int) value;
        }
        return Examples.ofNumbers(rows.features(), rows.width, new Targets.Classes(labels, classes), Optional.empty());
    }

    /** As above; the label is a number to be predicted, and taken as it is. */
    public static Examples regression(RecordReader reader, int label) {
        Rows rows = Rows.of(reader, label);
        float[] values = new float[rows.labels.size()];
        for (int i = 0; i < values.length; i++) values[i] = rows.labels.get(i).floatValue();
        return Examples.ofNumbers(rows.features(), rows.width, new Targets.Numbers(values, 1, Targets.Meaning.REGRESSION),
                Optional.empty());
    }

    private static String place(int record) {
        return "record " + DataFiles.grouped(record) + " (counted from 0)";
    }

    /** What was read. */
    private record Rows(List<float[]> rows, List<Double> labels, int width) {
        static Rows of(RecordReader reader, int label) {
            List<float[]> rows = new ArrayList<>();
            List<Double> labels = new ArrayList<>();
            while (reader.hasNext()) {
                List<Writable> record = reader.next();
                String place = place(rows.size());
                if (label < 0 || label >= record.size())
                    throw new DataException(place,
                            "has " + record.size() + " values; the label is value " + label + ", counted from 0");
                float[] row = row(place, record, label);
                if (!rows.isEmpty() && row.length != rows.get(0).length)
                    throw new DataException(place,
                            "has " + row.length + " numbers; must have " + rows.get(0).length + ", as the first record has");
                rows.add(row);
                labels.add(number(place, record.get(label)));
            }
            if (rows.isEmpty()) throw new DataException("the record reader", "has no records; must have at least one");
            return new Rows(rows, labels, rows.get(0).length);
        }

        private static float[] row(String place, List<Writable> record, int label) {
            float[] row = new float[record.size() - 1];
            int length = 0;
            for (int i = 0; i < record.size(); i++) {
                if (i == label) continue;
                if (record.get(i) instanceof NDArrayWritable array) {
                    float[] numbers = array.get().dup('c').data().asFloat();
                    row = Arrays.copyOf(row, row.length + numbers.length - 1);
                    for (float number : numbers) row[length++] = (float) finite(place, number);
                } else {
                    row[length++] = (float) number(place, record.get(i));
                }
            }
            return row;
        }

        private static double number(String place, Writable value) {
            try {
                return finite(place, value.toDouble());
            } catch (NumberFormatException | UnsupportedOperationException e) {
                throw new DataException(place, DataException.quoted(value.toString()) + " must be a number", e);
            }
        }

        private static double finite(String place, double number) {
            if (!Float.isFinite((float) number)) throw new DataException(place, number + " must be a finite number");
            return number;
        }

        float[] features() {
            float[] all = new float[Math.multiplyExact(rows.size(), width)];
            for (int i = 0; i < rows.size(); i++) System.arraycopy(rows.get(i), 0, all, i * width, width);
            return all;
        }
    }
}

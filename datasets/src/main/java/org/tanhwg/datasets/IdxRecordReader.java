package org.tanhwg.datasets;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.datavec.api.conf.Configuration;
import org.datavec.api.records.Record;
import org.datavec.api.records.metadata.RecordMetaData;
import org.datavec.api.records.metadata.RecordMetaDataIndex;
import org.datavec.api.records.reader.BaseRecordReader;
import org.datavec.api.split.InputSplit;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.NDArrayWritable;
import org.datavec.api.writable.Writable;
import org.nd4j.linalg.factory.Nd4j;

/**
 * IDX images and labels as DataVec records: one row [1, height·width] of pixels in [0, 1], then the label.
 *
 * <p>The split names two files, images first, then labels; the label has index 1. {@link ExamplesIterator} is what training uses.
 */
public final class IdxRecordReader extends BaseRecordReader {
    private transient IdxArray images;
    private transient IdxArray labels;
    private int position;

    /** @throws DataException if the split does not name two files, they are bad, or do not belong together */
    @Override public void initialize(InputSplit split) throws IOException, InterruptedException {
        super.initialize(split);
        URI[] files = split.locations();
        if (files.length != 2)
            throw new DataException("IDX split " + Arrays.toString(files), "must name two files: images, then labels");
        images = IdxArray.read(Path.of(files[0]), 3);
        labels = IdxArray.read(Path.of(files[1]), 1);
        IdxDataset.checkTogether(images, labels);
        position = 0;
    }

    @Override public void initialize(Configuration conf, InputSplit split) throws IOException, InterruptedException {
        initialize(split);
    }

    @Override public boolean hasNext() {
        return position < images.count();
    }

    @Override public List<Writable> next() {
        return nextRecord().getRecord();
    }

    @Override public Record nextRecord() {
        if (!hasNext()) throw new NoSuchElementException(images.name() + " has only " + images.count() + " images");
        Record record = record(position++);
        invokeListeners(record);
        return record;
    }

    private Record record(int index) {
        var values = List.<Writable>of(new NDArrayWritable(Nd4j.createFromArray(new float[][] {images.scaled(index)})),
                new IntWritable(labels.values()[index] & 0xff));
        return new org.datavec.api.records.impl.Record(values,
                new RecordMetaDataIndex(index, inputSplit.locations()[0], getClass()));
    }

    @Override public Record loadFromMetaData(RecordMetaData metaData) {
        return record((int) ((RecordMetaDataIndex) metaData).getIndex());
    }

    @Override public List<Record> loadFromMetaData(List<RecordMetaData> metaData) {
        return new ArrayList<>(metaData.stream().map(this::loadFromMetaData).toList());
    }

    /** The class numbers as text, up to the largest label. */
    @Override public List<String> getLabels() {
        return IntStream.rangeClosed(0, Arrays.stream(labels.unsigned()).max().getAsInt()).mapToObj(Integer::toString).toList();
    }

    @Override public void reset() {
        position = 0;
    }

    @Override public boolean resetSupported() {
        return true;
    }

    /** @throws UnsupportedOperationException always: an image and its label are in two streams */
    @Override public List<Writable> record(URI uri, DataInputStream stream) {
        throw new UnsupportedOperationException("an IDX record needs two files; use initialize(split)");
    }

    @Override public void close() {}

    @Override public void setConf(Configuration conf) {}

    @Override public Configuration getConf() { return new Configuration(); }
}

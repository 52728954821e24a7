package org.tanhwg.datasets.inputs;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.datasets.inputs.OutputRecord.Task;

/**
 * What a path does not say itself about its data; {@link #DEFAULTS} lets everything be found out.
 *
 * @param labels     columns to be predicted; none means the one called label, target, class or y
 * @param weight     column with a weight for each row
 * @param categories columns whose numbers are names, such as postal codes
 * @param task       what is asked; by default told from the labels
 * @param test       file with the test rows
 * @param testShare  share of the examples that is held out where there is no test side, in (0, 1)
 * @param seed       of that choice
 * @param size       shape of the pictures: of a table, says that its columns are pixels; of pictures, what all are scaled to
 * @param missing    what is done about cells without a value
 * @param skipBad    whether pictures that cannot be decoded are counted and left out
 * @param header     whether the first line of a table names its columns; by default found out
 * @param encoding   of a table; by default what its byte order mark says, else UTF-8
 * @param cache      folder where decoded pictures are kept if they are a thousand or more, so that the next run need not decode them; by default nowhere
 */
public record DataOptions(List<String> labels, Optional<String> weight, List<String> categories, Optional<Task> task,
        Optional<Path> test,
        double testShare, long seed, Optional<ImageShape> size, RowInputs.Missing missing, boolean skipBad,
        Optional<Boolean> header,
        Optional<Charset> encoding, Optional<Path> cache) {
    /** Everything is found out; a fifth is held out where there is no test side; missing values are refused. */
    public static final DataOptions DEFAULTS = new DataOptions(List.of(), Optional.empty(), List.of(), Optional.empty(),
            Optional.empty(), .2, 1,
            Optional.empty(), RowInputs.Missing.REFUSE, false, Optional.empty(), Optional.empty(), Optional.empty());

    /** @throws IllegalArgumentException unless the share is in (0, 1) */
    public DataOptions {
        labels = List.copyOf(labels);
        categories = List.copyOf(categories);
        if (!(testShare > 0 && testShare < 1))
            throw new IllegalArgumentException("test-share = " + testShare + ": must be between 0 and 1");
    }

    /** These options with other labels. */
    public DataOptions withLabels(String... names) {
        return new DataOptions(List.of(names), weight, categories, task, test, testShare, seed, size, missing, skipBad, header,
                encoding, cache);
    }

    /** These options with a column of weights. */
    public DataOptions withWeight(String column) {
        return new DataOptions(labels, Optional.of(column), categories, task, test, testShare, seed, size, missing, skipBad,
                header, encoding, cache);
    }

    /** These options with columns whose numbers are names. */
    public DataOptions withCategories(String... names) {
        return new DataOptions(labels, weight, List.of(names), task, test, testShare, seed, size, missing, skipBad, header,
                encoding, cache);
    }

    /** These options with a task. */
    public DataOptions withTask(Task its) {
        return new DataOptions(labels, weight, categories, Optional.of(its), test, testShare, seed, size, missing, skipBad,
                header, encoding, cache);
    }

    /** These options with a file of test rows. */
    public DataOptions withTest(Path file) {
        return new DataOptions(labels, weight, categories, task, Optional.of(file), testShare, seed, size, missing, skipBad,
                header, encoding, cache);
    }

    /** These options with another share held out, chosen by {@code itsSeed}. */
    public DataOptions withTestShare(double share, long itsSeed) {
        return new DataOptions(labels, weight, categories, task, test, share, itsSeed, size, missing, skipBad, header, encoding,
                cache);
    }

    /** These options with a shape of pictures. */
    public DataOptions withSize(ImageShape shape) {
        return new DataOptions(labels, weight, categories, task, test, testShare, seed, Optional.of(shape), missing, skipBad,
                header, encoding, cache);
    }

    /** These options with another treatment of missing values. */
    public DataOptions withMissing(RowInputs.Missing its) {
        return new DataOptions(labels, weight, categories, task, test, testShare, seed, size, its, skipBad, header, encoding,
                cache);
    }

    /** These options, bad pictures left out. */
    public DataOptions skippingBad() {
        return new DataOptions(labels, weight, categories, task, test, testShare, seed, size, missing, true, header, encoding,
                cache);
    }

    /** These options, told whether there is a header. */
    public DataOptions withHeader(boolean there) {
        return new DataOptions(labels, weight, categories, task, test, testShare, seed, size, missing, skipBad,
                Optional.of(there), encoding, cache);
    }

    /** These options with an encoding. */
    public DataOptions withEncoding(Charset its) {
        return new DataOptions(labels, weight, categories, task, test, testShare, seed, size, missing, skipBad, header,
                Optional.of(its), cache);
    }

    /** These options with a folder where decoded pictures are kept. */
    public DataOptions withCache(Path folder) {
        return new DataOptions(labels, weight, categories, task, test, testShare, seed, size, missing, skipBad, header, encoding,
                Optional.of(folder));
    }
}

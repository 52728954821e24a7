package org.tanhwg.datasets.picture;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.DataFiles;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.datasets.inputs.DataOptions;
import org.tanhwg.datasets.inputs.Picture;

/**
 * Pictures decoded into one array, in the order of their list whatever thread read them.
 *
 * @param samples picture after picture; those that cannot be decoded are not there
 * @param labels  of the pictures that are there
 * @param bad     says which were left out
 */
record Decoding(ImageShape shape, byte[] samples, int[] labels, Optional<String> bad) {
    static final String NONE = "has no picture that can be decoded";
    private static final int THREADS = 2;
    /** Fewer pictures are decoded in less than a second, and leave nothing behind. */
    private static final int WORTH_KEEPING = 1000;

    /** Training and test pictures, in one shape. */
    record Sides(Decoding train, Decoding test) {
        /** What was left out on both sides. */
        List<String> bad() {
            return Stream.of(train, test).flatMap(side -> side.bad.stream()).toList();
        }
    }

    /** Decodes, or takes what an earlier run has decoded if the options name a folder for it and no picture has changed. */
    static Sides cached(Path folder, List<PictureTree.Entry> train, List<PictureTree.Entry> test, DataOptions options,
            List<String> notes) {
        if (options.cache().isEmpty() || train.size() + test.size() < WORTH_KEEPING) return of(folder, train, test, options);
        PictureCache cache = new PictureCache(options.cache().get(), folder, train, test, options);
        return cache.read(notes).orElseGet(() -> {
            Sides sides = of(folder, train, test, options);
            cache.write(sides, notes);
            return sides;
        });
    }

    /** Grey unless one picture is not; of the size of the first one unless the options name one. */
    static Sides of(Path folder, List<PictureTree.Entry> train, List<PictureTree.Entry> test, DataOptions options) {
        ImageShape shape = options.size().orElseGet(() -> first(folder, train, options).shape());
        for (;;) {
            Run trained = new Run(folder, train, shape, options);
            Run tested = new Run(folder, test, shape, options);
            if (trained.decode() && tested.decode()) return new Sides(trained.result(), tested.result());
            shape = new ImageShape(shape.height(), shape.width(), 3);
        }
    }

    private static Picture first(Path folder, List<PictureTree.Entry> entries, DataOptions options) {
        for (PictureTree.Entry entry : entries) {
            try {
                return PictureFile.read(entry.file());
            } catch (DataException e) {
                if (!options.skipBad()) throw e;
            }
        }
        throw new DataException(folder.toString(), NONE);
    }

    /** Not bad in itself, so never left out. */
    private static final class WrongSize extends DataException {
        WrongSize(String where, String problem) {
            super(where, problem);
        }
    }

    /** One pass over all pictures. */
    private static final class Run {
        private final List<PictureTree.Entry> entries;
        private final ImageShape shape;
        private final DataOptions options;
        private final Path folder;
        private final DataException[] errors;
        private byte[] samples;
        private final AtomicInteger next = new AtomicInteger();
        private volatile boolean coloured;
        private volatile boolean failed;

        Run(Path folder, List<PictureTree.Entry> entries, ImageShape shape, DataOptions options) {
            this.entries = entries;
            this.shape = shape;
            this.options = options;
            this.folder = folder;
            errors = new DataException[entries.size()];
        }

        /** Returns false if a picture has colours and the shape does not. @throws DataException the error of the first bad picture */
        boolean decode() {
            long size = entries.size() * shape.size();
            DataFiles.requireRoom(folder.toString(), DataFiles.grouped(entries.size()) + " pictures of " + shape, size);
            samples = new byte[(int) size];
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            try {
                List<Future<?>> workers = IntStream.range(0, THREADS).<Future<?>>mapToObj(i -> threads.submit(this::work))
                        .toList();
                for (Future<?> worker : workers) worker.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DataException(entries.get(0).file().toString(), "reading was interrupted", e);
            } catch (ExecutionException e) {
                throw new IllegalStateException("decoding " + entries.get(0).file() + " and others failed", e.getCause());
            } finally {
                threads.shutdownNow();
            }
            if (failed) throw Arrays.stream(errors).filter(e -> e != null && !skipped(e)).findFirst().orElseThrow();
            return !coloured;
        }

        private boolean skipped(DataException e) {
            return options.skipBad() && !(e instanceof WrongSize);
        }

        /** Indices are handed out in order, so the first bad picture is met by somebody before all stop. */
        private void work() {
            for (int i; !coloured && !failed && (i = next.getAndIncrement()) < entries.size();) {
                try {
                    take(i, PictureFile.read(entries.get(i).file()));
                } catch (DataException e) {
                    errors[i] = e;
                    if (!skipped(e)) failed = true;
                }
            }
        }

        private void take(int i, Picture picture) {
            ImageShape its = picture.shape();
            if (options.size().isEmpty() && (its.height() != shape.height() || its.width() != shape.width()))
                throw new WrongSize(entries.get(i).file().toString(),
                        "is " + its.height() + " x " + its.width() + " pixels, but the first picture "
                                + shape.height() + " x " + shape.width() + "; a size such as 28x28 scales all to one");
            if (its.channels() > shape.channels()) {
                coloured = true;
                return;
            }
            byte[] decoded = picture.as(shape).samples();
            System.arraycopy(decoded, 0, samples, i * decoded.length, decoded.length);
        }

        Decoding result() {
            Optional<DataException> first = Arrays.stream(errors).filter(e -> e != null).findFirst();
            int[] places = IntStream.range(0, errors.length).filter(i -> errors[i] == null).toArray();
            int size = (int) shape.size();
            for (int i = 0; i < places.length; i++)
                if (places[i] != i) System.arraycopy(samples, places[i] * size, samples, i * size, size);
            int[] labels = Arrays.stream(places).map(place -> entries.get(place).label()).toArray();
            int bad = errors.length - places.length;
            byte[] kept = bad == 0 ? samples : Arrays.copyOf(samples, places.length * size);
            return new Decoding(shape, kept, labels,
                    first.map(e -> DataFiles.grouped(bad) + (bad == 1 ? " picture is" : " pictures are")
                            + " left out; the first: " + e.getMessage()));
        }
    }
}

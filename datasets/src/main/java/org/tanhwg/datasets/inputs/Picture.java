package org.tanhwg.datasets.inputs;

import org.tanhwg.datasets.ImageShape;

/**
 * A decoded picture: one unsigned byte for each sample, plane after plane and in each row by row.
 *
 * @param samples as many as the shape holds; 255 is full intensity; shared, not copied
 */
public record Picture(ImageShape shape, byte[] samples) {
    /** @throws IllegalArgumentException unless there are 1 or 3 channels and as many samples as the shape holds */
    public Picture {
        if (shape.channels() != 1 && shape.channels() != 3)
            throw new IllegalArgumentException("channels = " + shape.channels() + ": must be 1 or 3");
        if (samples.length != shape.size())
            throw new IllegalArgumentException(samples.length + " samples: must be " + shape.size());
    }

    /** This picture in the shape asked for: its colours made grey or its grey made colours, and scaled where the size differs. */
    public Picture as(ImageShape wanted) {
        Picture recoloured = wanted.channels() == shape.channels() ? this : wanted.channels() == 1 ? grey() : coloured();
        boolean sameSize = wanted.height() == shape.height() && wanted.width() == shape.width();
        return sameSize ? recoloured : recoloured.scaled(wanted.height(), wanted.width());
    }

    /** Luma of ITU-R BT.601: .299 red + .587 green + .114 blue, rounded. */
    private Picture grey() {
        int plane = shape.height() * shape.width();
        byte[] grey = new byte[plane];
        for (int i = 0; i < plane; i++) {
            int red = samples[i] & 0xff, green = samples[plane + i] & 0xff, blue = samples[2 * plane + i] & 0xff;
            grey[i] = (byte) ((299 * red + 587 * green + 114 * blue + 500) / 1000);
        }
        return new Picture(new ImageShape(shape.height(), shape.width()), grey);
    }

    private Picture coloured() {
        byte[] planes = new byte[3 * samples.length];
        for (int plane = 0; plane < 3; plane++) System.arraycopy(samples, 0, planes, plane * samples.length, samples.length);
        return new Picture(new ImageShape(shape.height(), shape.width(), 3), planes);
    }

    /** Each new pixel is the mean of the area that it covers; proportions are not kept. */
    private Picture scaled(int height, int width) {
        ImageShape wanted = new ImageShape(height, width, shape.channels());
        byte[] result = new byte[Math.toIntExact(wanted.size())];
        Cover rows = Cover.of(shape.height(), height), columns = Cover.of(shape.width(), width);
        for (int plane = 0, at = 0; plane < shape.channels(); plane++)
            for (int y = 0; y < height; y++)
                for (int x = 0; x < width; x++) result[at++] = (byte) Math.round(mean(plane, rows, y, columns, x));
        return new Picture(wanted, result);
    }

    private double mean(int plane, Cover rows, int y, Cover columns, int x) {
        double sum = 0;
        for (int i = rows.first[y]; i <= rows.last[y]; i++) {
            int row = (plane * shape.height() + i) * shape.width();
            double inRow = 0;
            for (int j = columns.first[x]; j <= columns.last[x]; j++)
                inRow += columns.overlap(x, j) * (samples[row + j] & 0xff);
            sum += rows.overlap(y, i) * inRow;
        }
        return sum / (rows.length * columns.length);
    }

    /** Which of {@code from} old pixels each of {@code to} new ones covers along an axis, each {@code length} = from/to of them. */
    private record Cover(int[] first, int[] last, double length) {
        static Cover of(int from, int to) {
            double length = (double) from / to;
            int[] first = new int[to], last = new int[to];
            for (int i = 0; i < to; i++) {
                first[i] = Math.min(from - 1, (int) (i * length));
                last[i] = Math.max(first[i], Math.min(from - 1, (int) Math.ceil((i + 1) * length - 1e-9) - 1));
            }
            return new Cover(first, last, length);
        }

        double overlap(int pixel, int old) {
            return Math.max(0, Math.min((pixel + 1) * length, old + 1) - Math.max(pixel * length, old));
        }
    }
}

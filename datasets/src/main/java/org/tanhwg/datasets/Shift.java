package org.tanhwg.datasets;

import java.util.List;

/** A move of images by whole pixels; what leaves is lost, what enters is background, 0. */
public record Shift(int down, int right) {

    /** Up, down, left and right by as many pixels. */
    public static List<Shift> inFourDirections(int pixels) {
        return List.of(new Shift(-pixels, 0), new Shift(pixels, 0), new Shift(0, -pixels), new Shift(0, pixels));
    }

    /** Returns the shape of examples that can be shifted. @throws IllegalArgumentException unless they are images larger than the shift */
    public static ImageShape requireShape(Examples images, int pixels) {
        ImageShape shape = images.shape()
                .orElseThrow(
                        () -> new IllegalArgumentException("shift = " + pixels + ": must be 0, the examples are not images"));
        int most = Math.min(shape.height(), shape.width()) - 1;
        if (pixels > most)
            throw new IllegalArgumentException("shift = " + pixels + ": must be in [0, " + most + "] for images of " + shape);
        return shape;
    }

    /** The examples moved. @throws IllegalArgumentException unless they are images larger than the move */
    public Examples of(Examples images) {
        ImageShape shape = requireShape(images, Math.max(Math.abs(down), Math.abs(right)));
        Object moved = images.room(images.count());
        int kept = shape.width() - Math.abs(right);
        int planes = images.count() * shape.channels();
        for (int plane = 0; plane < planes; plane++) {
            for (int y = Math.max(0, down); y < shape.height() + Math.min(0, down); y++) {
                int row = (plane * shape.height() + y) * shape.width();
                System.arraycopy(images.storage(), row - down * shape.width() + Math.max(0, -right), moved,
                        row + Math.max(0, right),
                        kept);
            }
        }
        return images.with(moved);
    }
}

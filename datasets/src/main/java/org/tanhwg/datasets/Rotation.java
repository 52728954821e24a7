package org.tanhwg.datasets;

/**
 * A turn of images about their centre, counterclockwise for positive angles. Pixels between four others are interpolated linearly; what enters is
 * background, 0.
 *
 * @param degrees finite
 */
public record Rotation(double degrees) {
    public Rotation {
        if (!Double.isFinite(degrees)) throw new IllegalArgumentException("degrees = " + degrees + ": must be finite");
    }

    /** The examples turned. @throws IllegalArgumentException unless they are images */
    public Examples of(Examples images) {
        ImageShape shape = images.shape().orElseThrow(
                () -> new IllegalArgumentException("rotation = " + degrees + ": must be 0, the examples are not images"));
        float[] from = new float[images.width()];
        float[] turned = new float[Math.multiplyExact(images.count(), images.width())];
        int plane = shape.height() * shape.width();
        for (int i = 0; i < images.count(); i++) {
            images.copy(i, from, 0);
            for (int at = 0; at < images.width(); at += plane) turn(from, at, shape, turned, i * images.width() + at);
        }
        return Examples.ofNumbers(turned, images.width(), images.targets(), images.shape());
    }

    /** Looks for each pixel where it came from. */
    private void turn(float[] from, int first, ImageShape shape, float[] into, int at) {
        double cos = Math.cos(Math.toRadians(degrees));
        double sin = Math.sin(Math.toRadians(degrees));
        double middleX = (shape.width() - 1) / 2.0;
        double middleY = (shape.height() - 1) / 2.0;
        for (int y = 0; y < shape.height(); y++)
            for (int x = 0; x < shape.width(); x++) {
                double right = x - middleX;
                double down = y - middleY;
                into[at + y * shape.width() + x] = interpolated(from, first, shape, middleX + cos * right - sin * down,
                        middleY + sin * right + cos * down);
            }
    }

    private static float interpolated(float[] from, int first, ImageShape shape, double x, double y) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        float sum = 0;
        for (int row = top; row <= top + 1; row++)
            for (int column = left; column <= left + 1; column++) {
                double share = (1 - Math.abs(x - column)) * (1 - Math.abs(y - row));
                if (share > 0 && row >= 0 && row < shape.height() && column >= 0 && column < shape.width())
                    sum += (float) share * from[first + row * shape.width() + column];
            }
        return sum;
    }
}

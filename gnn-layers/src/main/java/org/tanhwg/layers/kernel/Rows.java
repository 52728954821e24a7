package org.tanhwg.layers.kernel;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.tanhwg.core.Floats;

/** Passes over a matrix, a row-major one unless said otherwise, a row at a time through one small heap array. */
public final class Rows {
    private static final int TRANSPOSED = 16;

    private float[] row = new float[0];
    private float[] sums = new float[0];

    /** Copies {@code bias} into every row of {@code into}. */
    public void broadcast(int rows, int columns, FloatBuffer bias, FloatBuffer into) {
        reserve(columns);
        bias.get(0, row, 0, columns);
        for (int r = 0; r < rows; r++) into.put(r * columns, row, 0, columns);
    }

    /** Fills every row of a column-major {@code into} with {@code bias}. */
    public void broadcastDown(int rows, int columns, FloatBuffer bias, FloatBuffer into) {
        reserve(rows);
        for (int column = 0; column < columns; column++) {
            Arrays.fill(row, 0, rows, bias.get(column));
            into.put(column * rows, row, 0, rows);
        }
    }

    /** {@code into} ← the transpose of {@code values}, which has {@code rows} rows; sixteen at a time, whose runs in the result stay in the cache. */
    public void transpose(int rows, int columns, FloatBuffer values, FloatBuffer into) {
        reserve(rows * columns);
        if (sums.length < TRANSPOSED * columns) sums = new float[TRANSPOSED * columns];
        for (int first = 0; first < rows; first += TRANSPOSED) {
            int count = Math.min(TRANSPOSED, rows - first);
            values.get(first * columns, sums, 0, count * columns);
            for (int column = 0; column < columns; column++) {
                int to = column * rows + first;
                for (int r = 0, at = column; r < count; r++, at += columns) row[to + r] = sums[at];
            }
        }
        into.put(0, row, 0, rows * columns);
    }

    /** Writes the rows of {@code values} into a wider matrix, from column {@code column} of {@code width}. */
    public void place(int rows, int columns, FloatBuffer values, FloatBuffer into, int column, int width) {
        reserve(columns);
        for (int r = 0; r < rows; r++) {
            values.get(r * columns, row, 0, columns);
            into.put(r * width + column, row, 0, columns);
        }
    }

    /** {@code into} ← scale · (sum over the rows of {@code values}). */
    public void sums(int rows, int columns, FloatBuffer values, float scale, FloatBuffer into) {
        reserve(columns);
        Arrays.fill(sums, 0, columns, 0);
        for (int r = 0; r < rows; r++) {
            values.get(r * columns, row, 0, columns);
            for (int i = 0; i < columns; i++) sums[i] += row[i];
        }
        for (int i = 0; i < columns; i++) sums[i] *= scale;
        into.put(0, sums, 0, columns);
    }

    /** {@code into} ← scale · (sum over the rows of column-major {@code values}), tile upon tile: additions to one sum would wait for one another. */
    public void columnSums(int rows, int columns, FloatBuffer values, double scale, FloatBuffer into) {
        int tile = Math.min(rows, Pointwise.TILE);
        reserve(tile);
        for (int column = 0; column < columns; column++) {
            Arrays.fill(sums, 0, tile, 0);
            for (int start = 0; start < rows; start += tile) {
                int count = Math.min(tile, rows - start);
                values.get(column * rows + start, row, 0, count);
                for (int i = 0; i < count; i++) sums[i] += row[i];
            }
            double sum = 0;
            for (int i = 0; i < tile; i++) sum += sums[i];
            into.put(column, (float) (scale * sum));
        }
    }

    /** {@code into} ← mean over the rows of {@code values}², summed over the {@code parts} of each row, all of {@code columns} numbers. */
    public void meanSquares(int rows, int parts, int columns, FloatBuffer values, float[] into) {
        reserve(columns);
        Arrays.fill(into, 0, columns, 0);
        for (int r = 0; r < rows * parts; r++) {
            values.get(r * columns, row, 0, columns);
            for (int i = 0; i < columns; i++) into[i] += row[i] * row[i];
        }
        for (int i = 0; i < columns; i++) into[i] /= rows;
    }

    /** {@code into} ← mean square of each column of a column-major matrix, {@code rows} numbers in each. */
    public void columnMeanSquares(int rows, int columns, FloatBuffer values, float[] into) {
        reserve(rows);
        for (int column = 0; column < columns; column++) {
            values.get(column * rows, row, 0, rows);
            into[column] = Floats.dot(rows, row, row) / rows;
        }
    }

    private void reserve(int columns) {
        if (row.length >= columns) return;
        row = new float[columns];
        sums = new float[columns];
    }
}

package org.tanhwg.datasets;

import java.nio.FloatBuffer;
import java.util.function.IntUnaryOperator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Excerpts of a text as sequences: features [excerpts, characters, time] hold one number for each character that is there, labels a 1 for
 * the character after it. The arrays are filled in place.
 */
public final class TextBatch {
    private final TextData text;
    private final int excerpts;
    private final int length;
    private final float present;
    private final INDArray features;
    private final INDArray labels;
    private final int characterStride;
    private final int excerptStride;

    /** In which order the numbers lie in memory; time is always outermost. */
    public enum Layout {
        /** Characters next to one another: steps are matrices row by row, as generalized layers take them. */
        ROWS,
        /** Excerpts next to one another: Fortran order, as Deeplearning4j's recurrent layers take it. */
        COLUMNS
    }

    /**
     * Room for that many excerpts of {@code length} characters each.
     *
     * @param present what stands for a character in the features
     */
    public TextBatch(TextData text, int excerpts, int length, double present, Layout layout) {
        this.present = (float) present;
        this.text = text;
        this.excerpts = excerpts;
        this.length = length;
        int characters = text.alphabet().length;
        boolean rows = layout == Layout.ROWS;
        characterStride = rows ? 1 : excerpts;
        excerptStride = rows ? characters : 1;
        features = array(excerpts, characters, length, rows);
        labels = array(excerpts, characters, length, rows);
    }

    private static INDArray array(int excerpts, int characters, int length, boolean rows) {
        return rows ? Nd4j.create(DataType.FLOAT, length, excerpts, characters).permute(1, 2, 0)
                : Nd4j.create(DataType.FLOAT, new long[] {excerpts, characters, length}, 'f');
    }

    /** Fills. @param start place in the text of the first character of each excerpt; one character must follow each excerpt */
    public DataSet fill(IntUnaryOperator start) {
        FloatBuffer in = cleared(features);
        FloatBuffer out = cleared(labels);
        int step = excerpts * text.alphabet().length;
        for (int e = 0; e < excerpts; e++) {
            int from = start.applyAsInt(e);
            for (int t = 0; t < length; t++) {
                int at = t * step + e * excerptStride;
                in.put(at + text.symbols()[from + t] * characterStride, present);
                out.put(at + text.symbols()[from + t + 1] * characterStride, 1);
            }
        }
        return new DataSet(features, labels);
    }

    private static FloatBuffer cleared(INDArray array) {
        array.assign(0);
        return array.data().asNioFloat();
    }
}

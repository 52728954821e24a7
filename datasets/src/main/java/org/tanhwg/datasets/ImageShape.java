package org.tanhwg.datasets;

import org.tanhwg.core.Checks;

/** Height and width in pixels of a grey image stored row by row. */
public record ImageShape(int height, int width) {
    public ImageShape {
        Checks.atLeast("height", height, 1);
        Checks.atLeast("width", width, 1);
    }

    @Override public String toString() {
        return height + " x " + width;
    }
}

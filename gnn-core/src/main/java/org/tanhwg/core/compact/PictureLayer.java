package org.tanhwg.core.compact;

import java.util.Objects;
import org.tanhwg.core.Checks;

/** A layer that makes maps of maps. */
public sealed interface PictureLayer {

    /** How it slides over the maps that come in. */
    PictureWindow window();

    /** Channels that go out. */
    int units();

    /** Numbers of the layers whose maps it takes: 0 for what the network takes, 1 for its first layer. @param below the one before it */
    default int[] sources(int below) {
        return new int[] {below};
    }

    /**
     * A convolution with all its weights, zeros included: a'_y(p) = σ(Σ_x O_xy a_x(p) + b_y), theory §6b.
     *
     * @param kernel a unit for each channel that goes out; its input x = (c · kernelHeight + i) · kernelWidth + j is row i and column j of the kernel over channel c
     */
    record Convolution(PictureWindow window, LayerWeights kernel) implements PictureLayer {
        /** @throws IllegalArgumentException if the two do not fit together, or σ is softmax */
        public Convolution {
            Checks.size("inputs of a kernel", kernel.inputs(), window.synapses());
            PictureWindow.requireFew("map", kernel.units(), window.outHeight(), window.outWidth());
            if (kernel.activation() == Activation.SOFTMAX)
                throw new IllegalArgumentException("a convolution has softmax: only the last layer may");
        }

        @Override public int units() { return kernel.units(); }
    }

    /** One number for each window of each channel, of what lies inside of the map. */
    record Pooling(PictureWindow window, Kind kind) implements PictureLayer {
        /** Which number. The order of the constants is part of the file format. */
        public enum Kind {
            MAX, AVERAGE
        }

        /** @throws IllegalArgumentException if there are places between the numbers of a window */
        public Pooling {
            Objects.requireNonNull(kind, "kind");
            if (window.dilationDown() > 1 || window.dilationAcross() > 1)
                throw new IllegalArgumentException("pooling has a dilation: must be 1");
            PictureWindow.requireFew("map", Math.max(1, window.channels()), window.outHeight(), window.outWidth());
        }

        @Override public int units() { return window.channels(); }
    }

    /**
     * What an earlier layer gave: once more, where a branch begins; or its sum with what comes in, where branches meet, a'(p) = σ(a(p) + earlier(p)).
     *
     * @param window the size of both, one number for each place
     * @param earlier number of that layer, from 1; 0 for what the network takes
     * @param adds whether what comes in is added
     * @param activation σ; identity where nothing is added
     */
    record Junction(PictureWindow window, int earlier, boolean adds, Activation activation) implements PictureLayer {
        /** @throws IllegalArgumentException if the window is another, or σ is softmax or comes without a sum */
        public Junction {
            Checks.atLeast("earlier", earlier, 0);
            if (!window.equals(PictureWindow.point(window.channels(), window.height(), window.width())))
                throw new IllegalArgumentException("the window of a junction: must be one number, at each place");
            if (activation == Activation.SOFTMAX)
                throw new IllegalArgumentException("a sum of maps has softmax: only the last layer may");
            if (!adds && activation != Activation.IDENTITY)
                throw new IllegalArgumentException("maps are taken once more with an activation: must be identity");
        }

        @Override public int units() { return window.channels(); }

        @Override public int[] sources(int below) {
            return adds ? new int[] {below, earlier} : new int[] {earlier};
        }
    }
}

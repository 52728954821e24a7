package org.tanhwg.core.compact;

import java.util.Optional;
import org.tanhwg.core.Checks;
import org.tanhwg.core.compact.PictureLayer.Convolution;
import org.tanhwg.core.compact.PictureLayer.Junction;
import org.tanhwg.core.compact.PictureLayer.Pooling;

/**
 * A convolution of which living synapses are left, a pooling or a junction.
 *
 * @param kernel of a convolution; its inputs are those of {@link Convolution#kernel()}
 */
record CompactPicture(PictureWindow window, Optional<CompactLayer> kernel, Optional<Pooling> pooling,
        Optional<Junction> junction) {

    CompactPicture {
        kernel.ifPresent(its -> {
            Checks.size("inputs of a kernel", its.inputs(), window.synapses());
            PictureWindow.requireFew("map", its.units(), window.outHeight(), window.outWidth());
            if (its.activation() == Activation.SOFTMAX)
                throw new IllegalArgumentException("a convolution has softmax: only the last layer may");
        });
    }

    static CompactPicture convolution(PictureWindow window, CompactLayer kernel) {
        return new CompactPicture(window, Optional.of(kernel), Optional.empty(), Optional.empty());
    }

    static CompactPicture pooling(Pooling pooling) {
        return new CompactPicture(pooling.window(), Optional.empty(), Optional.of(pooling), Optional.empty());
    }

    static CompactPicture junction(Junction junction) {
        return new CompactPicture(junction.window(), Optional.empty(), Optional.empty(), Optional.of(junction));
    }

    /** As {@link PictureLayer#sources}. */
    int[] sources(int below) {
        return junction.map(its -> its.sources(below)).orElse(new int[] {below});
    }

    /** Channels that go out. */
    int units() { return kernel.map(CompactLayer::units).orElse(window.channels()); }

    /** Numbers that go out. */
    int outputs() { return units() * window.positions(); }

    int synapses() { return kernel.map(CompactLayer::synapses).orElse(0); }

    CompactPicture coded8() {
        return new CompactPicture(window, kernel.map(CompactLayer::coded8), pooling, junction);
    }

    /** With its zeros. */
    PictureLayer full() {
        return kernel.<PictureLayer>map(its -> new Convolution(window, its.full()))
                .orElseGet(() -> pooling.<PictureLayer>map(its -> its).orElseGet(junction::orElseThrow));
    }
}

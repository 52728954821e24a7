package org.tanhwg.training.settings;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tanhwg.datasets.ImageShape;
import org.tanhwg.training.settings.NetworkPart.Conv;
import org.tanhwg.training.settings.NetworkPart.Dense;
import org.tanhwg.training.settings.NetworkPart.GlobalPool;
import org.tanhwg.training.settings.NetworkPart.Maps;
import org.tanhwg.training.settings.NetworkPart.Pool;
import org.tanhwg.training.settings.NetworkPart.Residual;

/**
 * A network of convolutions: its parts from the pictures to the last hidden layer. As text it is a name, such as {@code lenet5}; in YAML also a list such as
 * {@code [{conv: 20, kernel: 5}, {pool: 2}, {dense: 500}]}.
 */
public record NetworkShape(List<NetworkPart> parts) {
    /** What messages show of the setting. */
    static final String EXAMPLE = "lenet5, vgg-small, resnet8 or, in a configuration file, a list such as [{conv: 20, kernel: 5}, {pool: 2}, {dense: 500}]";
    private static final Map<String, List<NetworkPart>> NAMED = Map.of("lenet5",
            List.of(new Conv(20, 5, 1, false, false), new Pool(2), new Conv(50, 5, 1, false, false), new Pool(2),
                    new Dense(500)),
            "vgg-small", Stream.concat(Stream.of(32, 64, 128).flatMap(NetworkShape::pairOfKernels), Stream.of(new Dense(256)))
                    .toList(),
            "resnet8", List.of(new Conv(16, 3, 1, true, true), new Residual(16, 1), new Residual(32, 2), new Residual(64, 2),
                    new GlobalPool(false)));

    /** @throws IllegalArgumentException if there is no part */
    public NetworkShape {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) throw new IllegalArgumentException("network lists no parts: must be " + EXAMPLE);
    }

    private static Stream<NetworkPart> pairOfKernels(int channels) {
        var kernel = new Conv(channels, 3, 1, true, false);
        return Stream.of(kernel, kernel, new Pool(2));
    }

    /** From a name or a list of parts. @throws IllegalArgumentException saying what would be right */
    @JsonCreator public static NetworkShape of(Object given) {
        if (given instanceof List<?> list) return new NetworkShape(list.stream().map(NetworkPart::of).toList());
        List<NetworkPart> named = given == null ? null : NAMED.get(given.toString());
        if (named == null) throw new IllegalArgumentException("network = " + given + ": must be " + EXAMPLE);
        return new NetworkShape(named);
    }

    /** Its name if it has one, else its parts as in a file. */
    @JsonValue public Object shown() {
        return NAMED.entrySet().stream().filter(entry -> entry.getValue().equals(parts)).map(e -> (Object) e.getKey()).findFirst()
                .orElseGet(() -> parts.stream().map(NetworkPart::values).toList());
    }

    @Override public String toString() {
        return shown().toString();
    }

    /** Whether it has a part that branches. */
    public boolean isGraph() {
        return parts.stream().anyMatch(Residual.class::isInstance);
    }

    /** Checks that pictures of that shape go through. @throws IllegalArgumentException naming the part and the shapes */
    public void fit(ImageShape pictures) {
        int height = pictures.height();
        int width = pictures.width();
        String flat = null;
        var sizes = new ArrayList<String>(List.of(height + "x" + width));
        for (int i = 0; i < parts.size(); i++) {
            String which = "network: part " + (i + 1) + ", " + parts.get(i).values();
            if (parts.get(i) instanceof Dense) {
                flat = "a dense part";
                continue;
            }
            if (flat != null) throw new IllegalArgumentException(which + " comes above " + flat + ": maps come before");
            if (!(parts.get(i) instanceof Maps part)) {
                flat = "global-pool";
                continue;
            }
            int window = part.window(), stride = part.stride();
            String there = which + ": pictures of " + pictures + " are " + height + "x" + width + " there, ";
            String sizesSoFar = "; sizes so far: " + String.join(", ", sizes);
            if (!part.same() && (window > height || window > width))
                throw new IllegalArgumentException(there + "smaller than its window" + sizesSoFar);
            if (stride > Math.max(height, width))
                throw new IllegalArgumentException(there + "and its stride leaves a single place" + sizesSoFar);
            height = part.same() ? (height + stride - 1) / stride : (height - window) / stride + 1;
            width = part.same() ? (width + stride - 1) / stride : (width - window) / stride + 1;
            sizes.add(height + "x" + width);
        }
    }
}

package org.tanhwg.training.finished;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.learning.config.Adam;
import org.tanhwg.layers.convert.Conversion;
import org.tanhwg.layers.convert.UnitMerging;
import org.tanhwg.layers.convert.UnitMerging.Merge;
import org.tanhwg.layers.io.ModelFile;
import org.tanhwg.layers.optimizer.TanHwg;
import org.tanhwg.training.evaluate.EitherNetwork;
import org.tanhwg.training.evaluate.SparsityStats;
import org.tanhwg.training.run.Json;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.run.Yaml;

/** Converts networks that others trained. */
public final class Converter {
    /** Ten epochs of MNIST: an optimizer in a file needs some number, and {@code gnn train --from} brings its own. */
    private static final long STEPS = 6000;

    private Converter() {}

    /** The form that fully connected layers are to have. */
    public enum Form {
        GENERALIZED, DENSE;

        /** As on the command line. */
        @Override public String toString() { return name().toLowerCase(Locale.ROOT); }
    }

    /** The result and where it was written. */
    public record Done(ConvertResult result, RunFolder folder) {}

    /**
     * Writes a run folder with the same network in the other form, or without its duplicate units, or both.
     *
     * @param runOrFile the network
     * @param to the form; without one it stays
     * @param merge distance up to which two units of a layer are merged, see {@link UnitMerging}; without one all stay
     * @throws UserError when there is none, or nothing in it to convert, or units of its layers cannot be merged, or the folder cannot be written
     */
    public static Done convert(Path runOrFile, Optional<Form> to, Optional<Double> merge, Optional<Path> out) {
        Path file = RunFolder.modelFile(runOrFile, "--model");
        Model given = ModelFile.load(file);
        Model converted = given;
        Optional<UnitMerging.Merged> merged = Optional.empty();
        try {
            if (to.filter(Form.GENERALIZED::equals).isPresent())
                converted = Conversion.toGeneralized(given, new TanHwg.Builder(STEPS).build());
            if (merge.isPresent()) {
                if (!(converted instanceof MultiLayerNetwork chain))
                    throw new IllegalArgumentException("is a " + converted.getClass().getSimpleName()
                            + "; units are merged in chains of layers");
                merged = Optional.of(UnitMerging.of(chain, merge.get()));
                converted = merged.get().network();
            }
            if (to.filter(Form.DENSE::equals).isPresent()) converted = Conversion.toDense(converted, new Adam());
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new UserError(file + ": " + e.getMessage(), e);
        }
        RunFolder folder = RunFolder.create(out, "convert");
        var settings = new LinkedHashMap<String, Object>();
        settings.put("model", runOrFile);
        to.ifPresent(form -> settings.put("to", form.toString()));
        merge.ifPresent(distance -> settings.put("merge", distance));
        String config = Yaml.text(settings);
        folder.writeConfig(config);
        folder.writeModel(converted, ModelFile.meaning(file), folder.model());
        SparsityStats stats = SparsityStats.of(converted);
        var result = new ConvertResult("convert", Provenance.collect(config, Provenance.sha256(bytes(file)), 0),
                to.map(Form::toString).orElse(null), layers(given, converted), stats.keptFraction(), stats.parameters(),
                merged.map(UnitMerging.Merged::merges).orElse(null), merged.map(UnitMerging.Merged::bound).orElse(null));
        folder.write(folder.result(), stream -> stream.write(Json.bytes(result)));
        return new Done(result, folder);
    }

    private static List<ConvertResult.Layer> layers(Model given, Model converted) {
        Layer[] from = EitherNetwork.layers(given);
        Layer[] to = EitherNetwork.layers(converted);
        var layers = new ArrayList<ConvertResult.Layer>();
        for (int i = 0; i < from.length; i++) {
            var before = from[i].conf().getLayer();
            String name = before.getLayerName() == null ? String.valueOf(i) : before.getLayerName();
            layers.add(new ConvertResult.Layer(name, before.getClass().getSimpleName(),
                    to[i].conf().getLayer().getClass().getSimpleName()));
        }
        return layers;
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": was there a moment ago", e);
        }
    }

    /**
     * The whole of {@code result.json} of {@code gnn convert}; the sum of the data is that of the model file.
     *
     * @param to generalized or dense; null, and left out, where the form stays
     * @param layers input to output, in a graph in topological order
     * @param keptFraction weights that are not exactly 0 / all weights, biases not counted
     * @param parameters number of observable weights and biases
     * @param merged units that were merged into others; null, and left out, where that was not asked for
     * @param bound how much an output can have changed before its activation where no input is larger than 1 in size; likewise
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ConvertResult(String command, Provenance provenance, String to, List<Layer> layers, double keptFraction,
            long parameters, List<Merge> merged, Double bound) {
        public ConvertResult {
            layers = List.copyOf(layers);
            if (merged != null) merged = List.copyOf(merged);
        }

        /** One layer: its name or number, and the kinds of layer it was and is. */
        public record Layer(String name, String from, String to) {}
    }
}

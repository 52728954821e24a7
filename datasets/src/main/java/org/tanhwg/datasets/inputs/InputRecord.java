package org.tanhwg.datasets.inputs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.util.Objects;
import java.util.Optional;
import org.tanhwg.core.compact.CompactModel;
import org.tanhwg.core.compact.CompactNetwork;
import org.tanhwg.datasets.DataException;

/**
 * What a model must know of its data: how raw pictures or rows became its inputs, and what its outputs are called.
 *
 * @param version    of this record; {@link #VERSION} is written
 * @param pixels     of pictures
 * @param rows       of tables; exactly one of the two is there
 * @param outputs    classes or targets
 * @param dataSha256 {@link org.tanhwg.datasets.Dataset#sha256} of what the model was trained on
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record InputRecord(int version, Optional<PixelInputs> pixels, Optional<RowInputs> rows, OutputRecord outputs,
        String dataSha256) {
    /** The version that this program writes, and the newest that it reads. */
    public static final int VERSION = 1;

    /** @throws IllegalArgumentException unless pixels or rows are there, and not both */
    public InputRecord {
        if (version != VERSION) throw new IllegalArgumentException("version = " + version + ": must be " + VERSION);
        if (pixels.isPresent() == rows.isPresent()) throw new IllegalArgumentException("must have either pixels or rows");
        Objects.requireNonNull(outputs, "outputs");
        Objects.requireNonNull(dataSha256, "dataSha256");
    }

    /** The record of a model that takes pictures. */
    public static InputRecord of(PixelInputs pixels, OutputRecord outputs, String dataSha256) {
        return new InputRecord(VERSION, Optional.of(pixels), Optional.empty(), outputs, dataSha256);
    }

    /** The record of a model that takes rows of a table. */
    public static InputRecord of(RowInputs rows, OutputRecord outputs, String dataSha256) {
        return new InputRecord(VERSION, Optional.empty(), Optional.of(rows), outputs, dataSha256);
    }

    /** The record of a compact network, which does not know its training data; empty where it says nothing of inputs and outputs. */
    public static Optional<InputRecord> of(CompactModel shipped) {
        return shipped.outputs().map(outputs -> new InputRecord(VERSION, shipped.pixels().map(PixelInputs::of),
                shipped.rows().map(RowInputs::of), OutputRecord.of(outputs), ""));
    }

    /** This record with other outputs. */
    public InputRecord with(OutputRecord its) {
        return new InputRecord(version, pixels, rows, its, dataSha256);
    }

    /** How many numbers the model takes. */
    public int width() {
        return rows.map(RowInputs::width).orElseGet(() -> Math.toIntExact(pixels.get().shape().size()));
    }

    /**
     * A compact network together with this record, to be shipped.
     *
     * @throws IllegalArgumentException if the network takes or gives other numbers
     */
    public CompactModel shipped(CompactNetwork network) {
        return new CompactModel(network, rows.map(RowInputs::raw), pixels.map(PixelInputs::raw), Optional.of(outputs.raw()));
    }

    /** This record as one JSON object. */
    public String toJson() {
        try {
            return mapper().writerWithDefaultPrettyPrinter().writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of numbers and strings have a JSON form", e);
        }
    }

    /**
     * Reads what {@link #toJson} wrote; classes that the text may name are none.
     *
     * @param name what errors call the text
     * @throws DataException if it is something else, or was written by a newer program
     */
    public static InputRecord fromJson(String name, String json) {
        try {
            JsonMapper mapper = mapper();
            JsonNode tree = mapper.readTree(json);
            if (!tree.isObject()) throw new DataException(name, "does not describe a model's inputs; must be a JSON object");
            int version = tree.path("version").asInt(0);
            if (version > VERSION)
                throw new DataException(name, "has version " + version + "; this program reads versions up to " + VERSION);
            return mapper.treeToValue(tree, InputRecord.class);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            String reason = e instanceof JsonProcessingException bad ? bad.getOriginalMessage() : e.getMessage();
            throw new DataException(name, "does not describe a model's inputs (" + reason + ")", e);
        }
    }

    private static JsonMapper mapper() {
        return JsonMapper.builder().addModule(new Jdk8Module()).enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    }
}

package org.tanhwg.datasets.datavec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.datavec.api.transform.TransformProcess;
import org.datavec.api.transform.condition.string.StringRegexColumnCondition;
import org.datavec.api.transform.schema.Schema;
import org.datavec.api.transform.transform.doubletransform.StandardizeNormalizer;
import org.datavec.api.writable.DoubleWritable;
import org.datavec.api.writable.Text;
import org.datavec.api.writable.Writable;
import org.tanhwg.core.compact.Cells;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.inputs.ColumnRule;
import org.tanhwg.datasets.inputs.ColumnRule.Use;
import org.tanhwg.datasets.inputs.RowInputs;

/** What is made of the columns of a table, in DataVec's own terms, for whoever goes on with DataVec. */
public final class DataVecTransforms {
    private static final int LONGEST_JSON = 4 << 20;
    private static final int DEEPEST = 100;
    private static final Pattern CLASS_NAME = Pattern.compile("\\[*L?(\\w+\\.)+[A-Z$][\\w$]*;?");
    private static final String TRANSFORM = "org.datavec.api.transform.transform.";
    /** Transforms that change columns by numbers and names alone; none calls what a user wrote or reads a file. */
    private static final Set<String> ALLOWED = Set.of(TRANSFORM + "doubletransform.StandardizeNormalizer",
            TRANSFORM + "doubletransform.MinMaxNormalizer", TRANSFORM + "doubletransform.SubtractMeanNormalizer",
            TRANSFORM + "doubletransform.Log2Normalizer", TRANSFORM + "doubletransform.ConvertToDouble",
            TRANSFORM + "categorical.CategoricalToOneHotTransform", TRANSFORM + "categorical.CategoricalToIntegerTransform",
            TRANSFORM + "categorical.StringToCategoricalTransform", TRANSFORM + "categorical.IntegerToCategoricalTransform",
            TRANSFORM + "column.RemoveColumnsTransform", TRANSFORM + "column.RenameColumnsTransform",
            TRANSFORM + "column.ReorderColumnsTransform", TRANSFORM + "column.RemoveAllColumnsExceptForTransform",
            TRANSFORM + "condition.ConditionalReplaceValueTransform",
            "org.datavec.api.transform.condition.string.StringRegexColumnCondition",
            "org.datavec.api.transform.condition.column.NullWritableColumnCondition", "org.datavec.api.transform.schema.Schema",
            "org.datavec.api.transform.metadata.DoubleMetaData", "org.datavec.api.transform.metadata.FloatMetaData",
            "org.datavec.api.transform.metadata.IntegerMetaData", "org.datavec.api.transform.metadata.LongMetaData",
            "org.datavec.api.transform.metadata.CategoricalMetaData", "org.datavec.api.transform.metadata.StringMetaData",
            "org.datavec.api.writable.DoubleWritable", "org.datavec.api.writable.FloatWritable",
            "org.datavec.api.writable.IntWritable",
            "org.datavec.api.writable.LongWritable", "org.datavec.api.writable.Text");

    private DataVecTransforms() {}

    /** The columns as they are in the file, labels left out: numbers, categories, and texts that are not used. */
    public static Schema schema(RowInputs rows) {
        var schema = new Schema.Builder();
        for (ColumnRule column : rows.columns()) {
            switch (column.use()) {
                case NUMBER -> schema.addColumnDouble(column.name());
                case CATEGORY -> schema.addColumnCategorical(column.name(), column.categories());
                case LEFT_OUT -> schema.addColumnString(column.name());
            }
        }
        return schema.build();
    }

    /** What is done to the columns: some are removed, holes filled where that is wanted, numbers standardised, categories made indicators. */
    public static TransformProcess process(RowInputs rows) {
        var process = new TransformProcess.Builder(schema(rows));
        process.removeColumns(names(rows, column -> column.use() == Use.LEFT_OUT));
        for (ColumnRule column : rows.columns()) {
            double mean = column.origin() + column.mean();
            if (column.use() == Use.LEFT_OUT) continue;
            if (rows.missing() == RowInputs.Missing.IMPUTE) {
                Writable fill = column.use() == Use.NUMBER ? new DoubleWritable(mean) : new Text(column.fill().orElseThrow());
                process.conditionalReplaceValueTransform(column.name(), fill,
                        new StringRegexColumnCondition(column.name(),
                                column.use() == Use.NUMBER ? Cells.NO_NUMBER : Cells.NO_TEXT));
            }
            if (column.use() == Use.NUMBER) process.transform(new StandardizeNormalizer(column.name(), mean, column.deviation()));
        }
        process.categoricalToOneHot(names(rows, column -> column.use() == Use.CATEGORY));
        return process.build();
    }

    private static String[] names(RowInputs rows, Predicate<ColumnRule> which) {
        return rows.columns().stream().filter(which).map(ColumnRule::name).toArray(String[]::new);
    }

    /**
     * Reads a process that {@link TransformProcess#toJson} wrote. DataVec makes an object of any class that the text names, so each must be one of a short list
     * before DataVec sees the text.
     *
     * @param name what errors call the text
     * @throws DataException if the text names another class, is too long, or is not a process
     */
    public static TransformProcess fromJson(String name, String json) {
        if (json.length() > LONGEST_JSON) throw new DataException(name, "is longer than 4 MiB; no transform process is");
        try {
            JsonNode tree = JsonMapper.builder().build().readTree(json);
            if (!tree.isObject()) throw new DataException(name, "does not describe a transform process; must be a JSON object");
            check(name, tree, 0);
        } catch (JsonProcessingException e) {
            throw new DataException(name, "is not JSON (" + e.getOriginalMessage() + ")", e);
        }
        try {
            return TransformProcess.fromJson(json);
        } catch (RuntimeException e) {
            throw new DataException(name, "does not describe a transform process ("
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + ")", e);
        }
    }

    private static void check(String name, JsonNode node, int depth) {
        if (depth > DEEPEST)
            throw new DataException(name, "is nested deeper than " + DEEPEST + " levels; no transform process is");
        if (node.isTextual()) require(name, node.textValue(), false);
        for (JsonNode child : node) check(name, child, depth + 1);
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            require(name, field.getKey(), false);
            if (field.getKey().equals("regex") && !List.of(Cells.NO_NUMBER, Cells.NO_TEXT).contains(field.getValue().asText())) // others may take for ever
                throw new DataException(name, "has a regular expression of its own; only that of missing values is taken");
            if (field.getKey().startsWith("@")) require(name, field.getValue().asText(), true);
        }
    }

    private static void require(String name, String text, boolean mustBeClass) {
        if (ALLOWED.contains(text) || !mustBeClass && !CLASS_NAME.matcher(text).matches()) return;
        throw new DataException(name,
                "names the class " + DataException.quoted(text) + "; only DataVec's own transforms of columns are taken");
    }
}

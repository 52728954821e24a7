package org.tanhwg.datasets.table;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.tanhwg.datasets.DataFiles;
import org.tanhwg.datasets.inputs.ColumnRule;
import org.tanhwg.datasets.inputs.DataDescription;
import org.tanhwg.datasets.inputs.NaturalOrder;

/**
 * What is made of one column, learnt from the training rows.
 *
 * @param kind number, category, constant or identifier
 */
record ColumnLearning(TableColumn column, ColumnRule rule, String kind, Optional<Double> least, Optional<Double> most) {
    private static final Pattern IDENTIFIER = Pattern.compile("(?i)(.*[_ .-])?(id|index|idx|no|nr|row|uuid|unnamed( \\d+)?)");
    private static final int MOST_CATEGORIES = 1000;
    /** So few different texts are categories even where most rows have their own. */
    private static final int FEW = 20;
    /** With more rows than this a text for each is a name. */
    private static final int VERY_FEW = 4;

    /**
     * Looks at the training rows.
     *
     * @param known rows whose categories count: the training rows, and those held out of the same file
     */
    static ColumnLearning of(TableColumn column, int[] train, int[] known) {
        return column.texts ? texts(column, train, known) : numbers(column, train);
    }

    private static ColumnLearning numbers(TableColumn column, int[] rows) {
        double sum = 0, least = Double.POSITIVE_INFINITY, most = Double.NEGATIVE_INFINITY;
        int count = 0;
        for (int row : rows) {
            float number = column.number(row);
            if (Float.isNaN(number)) continue;
            sum += number;
            least = Math.min(least, number);
            most = Math.max(most, number);
            count++;
        }
        Optional<Double> low = count == 0 ? Optional.empty() : Optional.of(least + column.origin());
        Optional<Double> high = low.map(some -> 0.0);
        if (count > 0) high = Optional.of(most + column.origin());
        if (count == 0 || least == most)
            return new ColumnLearning(column,
                    ColumnRule.leftOut(column.name, count == 0 ? "it has no value" : "it is the same in all training rows"),
                    "constant", low, high);
        if (column.counts() && rows.length > FEW || IDENTIFIER.matcher(column.name).matches() && differ(column, rows))
            return new ColumnLearning(column, ColumnRule.leftOut(column.name, ColumnRule.IDENTIFIER),
                    "identifier", low, high);
        double mean = sum / count, squares = 0;
        for (int row : rows) if (!column.isMissing(row)) squares += (column.number(row) - mean) * (column.number(row) - mean);
        return new ColumnLearning(column, ColumnRule.number(column.name, column.origin(), mean, Math.sqrt(squares / count)),
                "number", low, high);
    }

    /** Whether all numbers are whole and no two are equal. */
    private static boolean differ(TableColumn column, int[] rows) {
        double[] values = Arrays.stream(rows).filter(row -> !column.isMissing(row)).mapToDouble(column::value).sorted().toArray();
        return IntStream.range(0, values.length)
                .allMatch(i -> values[i] == Math.rint(values[i]) && (i == 0 || values[i] > values[i - 1]));
    }

    private static ColumnLearning texts(TableColumn column, int[] train, int[] known) {
        int[] sizes = new int[column.texts().size()];
        for (int row : train) if (!column.isMissing(row)) sizes[column.code(row)]++;
        long different = Arrays.stream(sizes).filter(size -> size > 0).count();
        ColumnRule rule;
        String kind = "category";
        if (different < 2 && !column.overflows()) {
            kind = "constant";
            rule = ColumnRule.leftOut(column.name, different == 0 ? "it has no value" : "it is the same in all training rows");
        } else
            if (column.overflows() || different > FEW && different * 2 > train.length
                    || different == train.length && different > VERY_FEW) {
                        kind = "identifier";
                        rule = ColumnRule.leftOut(column.name, ColumnRule.IDENTIFIER);
                    } else
                if (different > MOST_CATEGORIES) {
                    rule = ColumnRule.leftOut(column.name,
                            "it has more than " + DataFiles.grouped(MOST_CATEGORIES) + " categories");
                } else {
                    boolean[] there = new boolean[sizes.length];
                    for (int row : known) if (!column.isMissing(row)) there[column.code(row)] = true;
                    List<String> categories = IntStream.range(0, sizes.length).filter(code -> there[code])
                            .mapToObj(column.texts()::get)
                            .sorted(NaturalOrder.INSTANCE).toList();
                    String usual = categories.stream().max(Comparator.comparingInt(text -> sizes[column.texts().indexOf(text)]))
                            .orElseThrow();
                    rule = ColumnRule.category(column.name, categories, Optional.of(usual));
                }
        return new ColumnLearning(column, rule, kind, Optional.empty(), Optional.empty());
    }

    /** For the description: with what is done to the column. */
    DataDescription.Column describe() {
        String action = switch (rule.use()) {
            case NUMBER -> "standardised";
            case CATEGORY -> DataFiles.grouped(rule.width()) + " indicators";
            case LEFT_OUT -> "left out, " + rule.reason().orElseThrow();
        };
        Optional<Integer> categories = column.texts ? Optional.of(column.texts().size()) : Optional.empty();
        return new DataDescription.Column(column.name, kind, least, most, categories, column.missing(), action);
    }

    /** Writes the inputs that the column gives, row after row. @param width of all inputs @param at place of the column's first */
    void write(int[] rows, float[] inputs, int width, int at) {
        int[] indicator = indicators();
        for (int i = 0; i < rows.length; i++) {
            int place = i * width + at;
            if (column.isMissing(rows[i])) {
                if (column.texts) inputs[place + rule.categories().indexOf(rule.fill().orElseThrow())] = 1;
            } else if (column.texts) {
                inputs[place + indicator[column.code(rows[i])]] = 1;
            } else {
                inputs[place] = rule.standardised(column.number(rows[i]));
            }
        }
    }

    /** Place of each text among the categories, or −1. */
    int[] indicators() {
        return column.texts().stream().mapToInt(rule.categories()::indexOf).toArray();
    }
}

package org.tanhwg.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.tanhwg.layers.predictive.Prediction;
import org.tanhwg.training.evaluate.Estimate;
import org.tanhwg.training.evaluate.Evaluation.Metrics;
import org.tanhwg.training.evaluate.RawInputs.Raw;

/**
 * What a network answers to rows or pictures, in each form that {@code gnn predict} prints.
 *
 * @param columns of a table of answers, after what identifies a row
 */
record Answers(List<String> columns, List<Answer> all) {

    /** One answer: as an object, as cells of a table, and as a line. */
    record Answer(Raw raw, Object json, List<String> cells, String line) {}

    /** A class; {@code label} is a number where classes are called by their numbers; {@code entropy} is left out when nothing was sampled. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record OfClass(String file, int index, String id, Object label, float[] probabilities, Entropy entropy) {}

    /** In nats; total = aleatoric + epistemic. */
    private record Entropy(double total, double aleatoric, double epistemic) {}

    /** Labels that are more likely than not, and the probability of each. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record OfLabels(String file, int index, String id, List<String> labels, Map<String, Double> probabilities) {}

    /** Numbers by target. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record OfNumbers(String file, int index, String id, Map<String, Number> targets) {}

    /** A number with its standard deviation; null where the network does not know it. */
    private record Number(double mean, Double deviation) {}

    /** The classes of inputs that could be read. @param sampled whether answers tell their entropy */
    static Answers ofClasses(Function<float[], List<Prediction>> network, List<String> classes, List<Raw> inputs,
            boolean sampled) {
        var columns = new ArrayList<>(List.of("prediction"));
        classes.forEach(name -> columns.add("p_" + name));
        if (sampled) columns.addAll(List.of("total", "aleatoric", "epistemic"));
        List<Prediction> predictions = ask(network, inputs);
        return new Answers(columns, IntStream.range(0, inputs.size())
                .mapToObj(i -> ofClass(inputs.get(i), predictions.get(i), classes, sampled)).toList());
    }

    private static Answer ofClass(Raw raw, Prediction prediction, List<String> classes, boolean sampled) {
        int best = Metrics.mostProbable(prediction.probabilities());
        String name = classes.get(best);
        Object label = name.equals(Integer.toString(best)) ? (Object) best : name;
        Entropy entropy = sampled ? new Entropy(prediction.total(), prediction.aleatoric(), prediction.epistemic()) : null;
        var cells = new ArrayList<>(List.of(name));
        for (float p : prediction.probabilities()) cells.add(Float.toString(p));
        var line = new StringBuilder(place(raw)).append(name).append("  ");
        if (entropy != null) {
            for (double part : new double[] {entropy.total(), entropy.aleatoric(), entropy.epistemic()})
                cells.add(Double.toString(part));
            line.append(String.format(Locale.ROOT, "p %.4f  entropy %.4f = %.4f aleatoric + %.4f epistemic  ",
                    prediction.probabilities()[best], entropy.total(), entropy.aleatoric(), entropy.epistemic()));
        }
        for (int c = 0; c < classes.size(); c++)
            line.append(String.format(Locale.ROOT, " %s:%.4f", classes.get(c), prediction.probabilities()[c]));
        return new Answer(raw, new OfClass(raw.file().toString(), raw.index(), identifier(raw), label,
                prediction.probabilities(), entropy), cells, line.toString());
    }

    /** The numbers of inputs that could be read: mean and standard deviation of each target in its own units. */
    static Answers ofNumbers(Function<float[], List<Estimate>> network, List<String> targets, List<Raw> inputs) {
        var columns = new ArrayList<String>();
        for (String target : targets)
            for (String column : List.of("prediction", "mean", "deviation"))
                columns.add(targets.size() == 1 ? column : column + "_" + target);
        List<Estimate> estimates = ask(network, inputs);
        return new Answers(columns, IntStream.range(0, inputs.size())
                .mapToObj(i -> ofNumbers(inputs.get(i), estimates.get(i), targets)).toList());
    }

    /** The labels of inputs that could be read, and the probability of each. */
    static Answers ofLabels(Function<float[], List<Estimate>> network, List<String> names, List<Raw> inputs) {
        var columns = new ArrayList<>(List.of("prediction"));
        names.forEach(name -> columns.add("p_" + name));
        List<Estimate> estimates = ask(network, inputs);
        return new Answers(columns, IntStream.range(0, inputs.size())
                .mapToObj(i -> ofLabels(inputs.get(i), estimates.get(i).mean(), names)).toList());
    }

    private static Answer ofLabels(Raw raw, double[] probabilities, List<String> names) {
        List<String> present = IntStream.range(0, names.size()).filter(i -> probabilities[i] > 0.5).mapToObj(names::get).toList();
        var cells = new ArrayList<>(List.of(String.join(";", present)));
        var byLabel = new LinkedHashMap<String, Double>();
        var line = new StringBuilder(place(raw)).append(String.join(", ", present)).append("  ");
        for (int i = 0; i < names.size(); i++) {
            cells.add(Float.toString((float) probabilities[i]));
            byLabel.put(names.get(i), probabilities[i]);
            line.append(String.format(Locale.ROOT, " %s:%.4f", names.get(i), probabilities[i]));
        }
        return new Answer(raw, new OfLabels(raw.file().toString(), raw.index(), identifier(raw), present, byLabel), cells,
                line.toString());
    }

    private static Answer ofNumbers(Raw raw, Estimate estimate, List<String> targets) {
        var cells = new ArrayList<String>();
        var byTarget = new TreeMap<String, Number>();
        var line = new StringBuilder(place(raw));
        for (int t = 0; t < targets.size(); t++) {
            double mean = estimate.mean()[t];
            Double deviation = Double.isNaN(estimate.deviation()[t]) ? null : (Double) estimate.deviation()[t];
            cells.addAll(List.of(Double.toString(mean), Double.toString(mean), deviation == null ? "" : deviation.toString()));
            byTarget.put(targets.get(t), new Number(mean, deviation));
            line.append(String.format(Locale.ROOT, "%s %.6g%s  ", targets.get(t), mean,
                    deviation == null ? "" : String.format(Locale.ROOT, " ± %.3g", deviation)));
        }
        return new Answer(raw, new OfNumbers(raw.file().toString(), raw.index(), identifier(raw), byTarget), cells,
                line.toString().stripTrailing());
    }

    private static String place(Raw raw) {
        return raw.file() + "[" + raw.index() + "]: ";
    }

    private static String identifier(Raw raw) {
        return raw.identifier().isEmpty() ? null : raw.identifier();
    }

    private static <T> List<T> ask(Function<float[], List<T>> network, List<Raw> inputs) {
        if (inputs.isEmpty()) return List.of();
        int width = inputs.get(0).inputs().length;
        float[] numbers = new float[Math.multiplyExact(inputs.size(), width)];
        for (int i = 0; i < inputs.size(); i++) System.arraycopy(inputs.get(i).inputs(), 0, numbers, i * width, width);
        return network.apply(numbers);
    }

    /** A header, then a row for each answer. @param identifier name of the column that says which row is which, if there is one */
    String csv(Optional<String> identifier) {
        var text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            csv.writeRecord(identified(identifier, columns));
            for (Answer answer : all)
                csv.writeRecord(identified(identifier.map(column -> answer.raw().identifier().isEmpty()
                        ? answer.raw().file() + "[" + answer.raw().index() + "]" : answer.raw().identifier()), answer.cells()));
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory can be written", e);
        }
        return text.toString();
    }

    private static List<String> identified(Optional<String> identifier, List<String> cells) {
        var row = new ArrayList<String>();
        identifier.ifPresent(row::add);
        row.addAll(cells);
        return row;
    }
}

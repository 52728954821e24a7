package org.tanhwg.studies.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.math3.stat.StatUtils;
import org.tanhwg.layers.io.AtomicFile;

/**
 * A table of {@code gnn bench tables} with its fixed folds, and what scikit-learn reaches on each; {@code tables.py} beside them wrote all.
 *
 * @param header names of the columns, the fold left out
 * @param folds rows that are tested together, each a line of the CSV file without its fold
 * @param scores of each model of scikit-learn, one for each fold: share of right answers, or root mean squared error
 */
record FoldedTable(String name, String header, List<List<String>> folds, Map<String, double[]> scores) {
    static final String MLP = "mlp";
    private static final String FOLDER = "/tables/";

    static FoldedTable read(String name) {
        try (BufferedReader in = lines(new GZIPInputStream(open(name + ".csv.gz")));
                BufferedReader found = lines(open("scikit-learn.csv"))) {
            String header = rest(in.readLine());
            Map<String, List<String>> byFold = new TreeMap<>();
            in.lines().forEach(line -> byFold.computeIfAbsent(line.substring(0, line.indexOf(',')), fold -> new ArrayList<>())
                    .add(rest(line)));
            Map<String, double[]> scores = new TreeMap<>();
            found.lines().map(line -> line.split(",")).filter(cells -> cells[0].equals(name))
                    .forEach(cells -> scores.computeIfAbsent(cells[1], model -> new double[byFold.size()])[Integer
                            .parseInt(cells[2])] = Double.parseDouble(cells[3]));
            return new FoldedTable(name, header, List.copyOf(byFold.values()), scores);
        } catch (IOException e) {
            throw new UncheckedIOException("table " + name, e);
        }
    }

    private static InputStream open(String file) { return FoldedTable.class.getResourceAsStream(FOLDER + file); }

    private static BufferedReader lines(InputStream in) {
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    private static String rest(String line) { return line.substring(line.indexOf(',') + 1); }

    /** The model of scikit-learn that is linear: logistic or ridge regression. */
    String linear() {
        return scores.keySet().stream().filter(model -> !model.equals(MLP)).findFirst().orElseThrow();
    }

    /** Number of rows. */
    int rows() { return folds.stream().mapToInt(List::size).sum(); }

    /** Writes a fold's training or test rows as a CSV file, in a folder that is made if need be. */
    void write(Path file, int fold, boolean test) {
        var text = new StringBuilder(header).append('\n');
        for (int k = 0; k < folds.size(); k++)
            if (k == fold == test) for (String row : folds.get(k)) text.append(row).append('\n');
        try {
            Files.createDirectories(file.getParent());
            AtomicFile.write(file, out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    /** Variance of the last column over all rows. */
    double targetVariance() {
        double[] targets = folds.stream().flatMap(List::stream)
                .mapToDouble(row -> Double.parseDouble(row.substring(row.lastIndexOf(',') + 1)))
                .toArray();
        return StatUtils.populationVariance(targets);
    }
}

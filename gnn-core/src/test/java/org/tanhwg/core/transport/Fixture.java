package org.tanhwg.core.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** One case of a fixtures.txt, which fixtures.py beside it makes. */
public record Fixture(String kind, Map<String, double[]> numbers) {

    static List<Fixture> all(String kind) {
        return all(Fixture.class, kind);
    }

    /** Those in the package of a class. */
    public static List<Fixture> all(Class<?> beside, String kind) {
        List<Fixture> cases = new ArrayList<>();
        try (var in = beside.getResourceAsStream("fixtures.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                String[] words = line.split(" ");
                if (words[0].equals("case")) cases.add(new Fixture(words[1], new HashMap<>()));
                else
                    cases.get(cases.size() - 1).numbers.put(words[0],
                            Arrays.stream(words).skip(1).mapToDouble(Double::parseDouble).toArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cases.stream().filter(c -> c.kind.equals(kind)).toList();
    }

    public double[] array(String key) {
        return numbers.get(key);
    }

    public double number(String key) {
        return numbers.get(key)[0];
    }

    public double[][] matrix(String key, int rows) {
        double[] flat = numbers.get(key);
        int columns = flat.length / rows;
        return IntStream.range(0, rows).mapToObj(i -> Arrays.copyOfRange(flat, i * columns, (i + 1) * columns))
                .toArray(double[][]::new);
    }

    /** Squared Euclidean distances between the rows of "x" and "y". */
    double[][] squaredDistances() {
        return Instances.cost(matrix("x", array("a").length), matrix("y", array("b").length), true);
    }

    @Override public String toString() {
        return kind + " " + numbers.values().stream().mapToInt(v -> v.length).sum();
    }
}

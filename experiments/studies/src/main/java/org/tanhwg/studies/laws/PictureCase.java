package org.tanhwg.studies.laws;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tanhwg.datasets.Blends;
import org.tanhwg.datasets.DataCatalog;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.LabelNoise;
import org.tanhwg.datasets.Rotation;
import org.tanhwg.datasets.Shift;
import org.tanhwg.layers.predictive.Prediction;
import org.tanhwg.training.evaluate.Evaluation.Metrics;

/** Cases that classify pictures of MNIST and Fashion-MNIST. */
enum PictureCase implements LawsCase {
    NOISE("Label noise",
            "10,000 training examples, a share of whose labels is wrong, each other class alike; the test labels are right.",
            List.of("mnist 0.2", "mnist 0.4", "fashion-mnist 0.2", "fashion-mnist 0.4")) {
        @Override public List<View> views() {
            return parts().stream().map(part -> new View(title(part), part, SCORES)).toList();
        }

        private String title(String part) {
            return (part.startsWith("m") ? "MNIST" : "Fashion-MNIST") + (part.endsWith("2") ? ", 20 %" : ", 40 %")
                    + " of the labels wrong";
        }

        @Override Map<String, String> settings(String part) {
            return Map.of("epochs", "20", "prior", "300");
        }

        @Override Map<String, String> chosen(Method contestant) {
            return contestant.wide() ? Map.of("prior", "120", "temperature", "0.3", "confinement", "0.05") : Map.of();
        }

        @Override Sides sides(String part, Sides clean, long seed) {
            var noise = new LabelNoise(Double.parseDouble(part.split(" ")[1]), seed);
            Examples train = noise.of(clean.train.sample(Math.min(SOME, clean.train.count()), seed));
            return new Sides(train, clean.heldOut ? noise.of(clean.asked) : clean.asked, clean.heldOut); // whoever chooses settings has no clean labels
        }
    },
    BLENDS("Ambiguous pictures",
            "Trained on 10,000 digits as they are; asked about 5,000 means of two test digits of different classes. The target has one half at each of the two:"
                    + " the NLL is the cross-entropy to it, at least log 2 = .6931. On both: probability of the two together. Larger share: of the more probable one among the two.",
            List.of("mnist")) {
        @Override public List<View> views() {
            return List.of(new View("Means of two digits", "mnist", List.of(Column.number("NLL", "nll"),
                    Column.percent("on both %", "both"), Column.percent("larger share %", "larger"),
                    Column.percent("accuracy of digits %", "accuracy"), COST)));
        }

        @Override Map<String, Double> figures(Trained trained, Examples asked, long seed) {
            Blends blends = Blends.of(asked, BLENDED, seed);
            List<Prediction> predictions = trained.predict(blends.examples());
            double nll = 0;
            double both = 0;
            double larger = 0;
            for (int i = 0; i < predictions.size(); i++) {
                float[] p = predictions.get(i).probabilities();
                float a = p[blends.examples().labels()[i]];
                float b = p[blends.others()[i]];
                nll -= (Math.log(Math.max(a, Float.MIN_VALUE)) + Math.log(Math.max(b, Float.MIN_VALUE))) / 2;
                both += a + b;
                larger += a + b > 0 ? Math.max(a, b) / (a + b) : 1;
            }
            double n = predictions.size();
            return Map.of("nll", nll / n, "both", both / n, "larger", larger / n, "accuracy",
                    metrics(trained.predict(asked), asked).accuracy());
        }
    },
    SHIFT("Pictures that move away from the training examples",
            "Trained on 10,000 upright digits. Asked about 2,000 test digits turned to the left by so many degrees, and about them shifted by so many pixels, mean over the four directions.",
            List.of("mnist")) {
        @Override public List<View> views() {
            return Stream.of("accuracy %", "NLL", "ECE").map(score -> new View(score, "mnist",
                    Stream.concat(MOVES.stream().map(move -> column(score, move)),
                            Stream.of(COST).filter(cost -> score.startsWith("a"))).toList()))
                    .toList();
        }

        private Column column(String score, String move) {
            String figure = move + " " + score.replace(" %", "").toLowerCase(Locale.ROOT);
            String header = move.replace("px", " px");
            return score.startsWith("a") ? Column.percent(header, figure) : Column.number(header, figure);
        }

        @Override Map<String, Double> figures(Trained trained, Examples asked, long seed) {
            Examples some = asked.sample(Math.min(MOVED, asked.count()), seed);
            var figures = new LinkedHashMap<String, Double>();
            for (String move : MOVES) {
                List<Examples> moved = moved(some, move);
                List<Metrics> found = moved.stream().map(examples -> metrics(trained.predict(examples), examples)).toList();
                figures.put(move + " accuracy", found.stream().mapToDouble(Metrics::accuracy).average().orElseThrow());
                figures.put(move + " nll", found.stream().mapToDouble(Metrics::nll).average().orElseThrow());
                figures.put(move + " ece", found.stream().mapToDouble(Metrics::ece).average().orElseThrow());
            }
            return figures;
        }

        private List<Examples> moved(Examples from, String move) {
            if (move.equals("0°")) return List.of(from);
            if (move.endsWith("°")) return List.of(new Rotation(Integer.parseInt(move.replace("°", ""))).of(from));
            return Shift.inFourDirections(Integer.parseInt(move.replace("px", ""))).stream().map(shift -> shift.of(from))
                    .toList();
        }
    },
    FEW("Few examples",
            "MNIST; 2,000 steps whatever the number of training examples, except where an ensemble has a fifth of them. The confinement for 100 examples was chosen for the point twin on held-out ones.",
            List.of("100", "1000", "10000")) {
        @Override public List<View> views() {
            return parts().stream().map(part -> new View(part + " training examples", part, SCORES)).toList();
        }

        @Override Map<String, String> settings(String part) {
            return Map.of("epochs", part.equals("10000") ? "20" : "200", "batch", part.equals("100") ? "10" : "100", "prior",
                    part.equals("100") ? "0.3" : "10");
        }

        @Override Sides sides(String part, Sides clean, long seed) {
            return new Sides(clean.train.sample(Integer.parseInt(part), seed), clean.asked, clean.heldOut);
        }
    },
    SELECTIVE("Answers that may be declined",
            "784-300-100-10 on all of MNIST, 14 epochs, the settings of the preset calibrated. Error in % among the test digits that are answered, when a share of them, those of the largest entropy, is declined.",
            List.of("mnist", "mnist shifted")) {
        @Override public List<View> views() {
            return parts().stream().map(part -> new View(
                    part.equals("mnist") ? "Error where the most uncertain are declined"
                            : "The same after 28 epochs of pictures that move by up to a pixel either way",
                    part, Stream.concat(
                            COVERAGES.stream().map(answered -> Column.percent(answered + " % answered", "error " + answered)),
                            Stream.of(Column.number("NLL", "nll"), COST)).toList()))
                    .toList();
        }

        @Override Map<String, String> settings(String part) {
            var settings = new LinkedHashMap<>(
                    Map.of("layers", "300,100", "lambda", "1.67e-4", "prior", "0", "epochs",
                            part.equals("mnist") ? "14" : "28"));
            if (!part.equals("mnist")) settings.put("augment", "shift:1");
            return settings;
        }

        @Override Sides sides(String part, Sides clean, long seed) { return clean; }

        @Override Map<String, Double> figures(Trained trained, Examples asked, long seed) {
            List<Prediction> predictions = trained.predict(asked);
            int[] labels = asked.labels();
            List<Integer> sure = IntStream.range(0, labels.length).boxed()
                    .sorted(Comparator.comparingDouble(i -> predictions.get(i).total())).toList();
            var figures = new LinkedHashMap<String, Double>();
            for (int answered : COVERAGES) {
                List<Integer> kept = sure.subList(0, labels.length * answered / 100);
                long wrong = kept.stream()
                        .filter(i -> Metrics.mostProbable(predictions.get(i).probabilities()) != labels[i]).count();
                figures.put("error " + answered, wrong / (double) kept.size());
            }
            figures.put("nll", metrics(predictions, asked).nll());
            return figures;
        }
    };

    private static final List<Integer> COVERAGES = List.of(100, 99, 98, 95, 90);
    private static final List<String> MOVES = List.of("0°", "15°", "30°", "45°", "60°", "90°", "2px", "4px", "6px");
    private static final List<Column> SCORES = List.of(Column.percent("accuracy %", "accuracy"), Column.number("NLL", "nll"),
            Column.number("ECE", "ece"), COST);
    private static final int SOME = 10_000;
    private static final int BLENDED = 5000;
    private static final int MOVED = 2000;
    private static final int HELD_OUT = 5000;

    private final String title;
    private final String note;
    private final List<String> parts;

    PictureCase(String title, String note, List<String> parts) {
        this.title = title;
        this.note = note;
        this.parts = parts;
    }

    /** Examples for training, and those asked about. */
    record Sides(Examples train, Examples asked, boolean heldOut) {}

    @Override public String title() { return title; }

    @Override public String note() { return note; }

    @Override public List<String> parts() { return parts; }

    /** What differs from the settings that all cases share. */
    Map<String, String> settings(String part) {
        return Map.of("prior", "10", "epochs", "20");
    }

    /** What was chosen for a contestant on held-out examples. */
    Map<String, String> chosen(Method contestant) {
        return Map.of();
    }

    /** What is made of the examples of a data set. */
    Sides sides(String part, Sides clean, long seed) {
        return new Sides(clean.train.sample(Math.min(SOME, clean.train.count()), seed), clean.asked, clean.heldOut);
    }

    /** What is asked. */
    Map<String, Double> figures(Trained trained, Examples asked, long seed) {
        Metrics found = metrics(trained.predict(asked), asked);
        return Map.of("accuracy", found.accuracy(), "nll", found.nll(), "ece", found.ece());
    }

    @Override public List<Row> rows() { return Method.rows(); }

    @Override public Map<String, Double> measure(String part, String row, long seed, Setup setup) {
        Method contestant = Method.of(row);
        Dataset data = DataCatalog.standard(Optional.empty()).load(part.startsWith("fashion") ? "fashion-mnist" : "mnist");
        Sides clean = new Sides(data.train(), data.test(), false);
        if (setup.heldOut()) {
            Examples.Split split = data.train().split(HELD_OUT, seed);
            clean = new Sides(split.train(), split.validation(), true);
        }
        Sides sides = sides(part, clean, seed);
        var settings = new LinkedHashMap<String, String>();
        settings.putAll(Map.of("preset", "calibrated", "layers", "100", "lambda", "0"));
        settings.putAll(settings(part));
        settings.putAll(chosen(contestant));
        settings.putAll(setup.settings());
        if (contestant == Method.DIRAC) settings.put("lambda", "0");
        Trained trained = Trained.on(sides.train, contestant, settings, seed);
        var figures = new LinkedHashMap<String, Double>(figures(trained, sides.asked, seed));
        figures.put(SECONDS, trained.cpuSeconds());
        return figures;
    }

    private static Metrics metrics(List<Prediction> predictions, Examples examples) {
        return Metrics.of(predictions.stream().map(Prediction::probabilities).toArray(float[][]::new), examples.labels());
    }
}

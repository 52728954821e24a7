package org.tanhwg.training.finished;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tanhwg.core.compact.Cells;
import org.tanhwg.datasets.DataCatalog;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.Targets;
import org.tanhwg.datasets.inputs.DataOptions;
import org.tanhwg.datasets.inputs.InputRecord;
import org.tanhwg.datasets.inputs.PixelInputs;
import org.tanhwg.datasets.source.DataSource;
import org.tanhwg.datasets.table.LabelledRows;
import org.tanhwg.layers.io.ModelFile;
import org.tanhwg.training.cluster.Cluster.Sharing;
import org.tanhwg.training.evaluate.Shipped;
import org.tanhwg.training.finished.Evaluator.Source;
import org.tanhwg.training.run.ConfigFile;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.OwnData;
import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;
import org.tanhwg.training.train.TrainingData;

/** Examples for a network that is there already: its own, or others that mean the same. */
public final class RunData {
    private RunData() {}

    /** What the inputs and outputs of a network mean; empty for networks of others, and of earlier releases. */
    public static Optional<InputRecord> meaning(Path runOrFile) {
        Optional<Shipped> shipped = Shipped.load(runOrFile);
        if (shipped.isPresent()) return shipped.get().meaning();
        Path file = RunFolder.modelFile(runOrFile, "--model");
        return ModelFile.meaning(file).map(json -> InputRecord.fromJson(file + ": data.json", json));
    }

    /**
     * The examples of a run, by their name or path; empty for what is not a training run.
     *
     * @throws UserError when they were read from another file system by Spark, where nobody else finds them
     */
    public static Optional<Source> of(Path run) {
        RunFolder folder = new RunFolder(run);
        if (!Files.exists(folder.config())) return Optional.empty();
        elsewhere(folder).ifPresent(uri -> {
            throw new UserError(run + ": was trained on " + uri
                    + ", which --data-uri named; --data says which examples to take instead");
        });
        return Source.read(ConfigFile.read(folder.config(), List.of()).values(), "data", "data-dir");
    }

    /**
     * The examples that a network is measured on where nobody named any: its own, or MNIST for networks that do not say what they were trained on.
     *
     * @throws UserError when it says so, and nobody knows where those are
     */
    public static Source orMnist(Path model, Optional<Path> folder) {
        return of(model).orElseGet(() -> {
            meaning(model).map(InputRecord::dataSha256).ifPresent(sum -> requireMnist(model, sum, folder));
            return new Source("mnist", folder);
        });
    }

    private static void requireMnist(Path model, String sum, Optional<Path> folder) {
        if (!sum.isEmpty() && sum.equals(DataCatalog.standard(folder).load("mnist").sha256())) return;
        throw new UserError(model + (sum.isEmpty() ? ": does not say on what it was trained;"
                : ": was trained on other examples than mnist, and does not say where they are;")
                + " --data NAME|PATH says on which to measure");
    }

    /** Where the examples of a run are, if {@code --data-uri} said it. */
    static Optional<String> elsewhere(RunFolder run) {
        return Sharing.isIn(run) ? Optional.ofNullable(Sharing.read(run).dataUri()) : Optional.empty();
    }

    /** @throws UserError when the examples of a run are not those that its result speaks of */
    static void requireUnchanged(RunFolder run, String was, String is) {
        if (!was.equals(is))
            throw new UserError(run.path() + ": the data set has changed: its sum was " + was + " and is " + is);
    }

    /** @throws UserError when the examples mean something else than those that the network was trained on */
    static Dataset load(Source source, Path model) {
        Optional<InputRecord> trained = meaning(model);
        if (!OwnData.isPath(source.name())) {
            Dataset data = DataCatalog.standard(source.folder()).load(source.name());
            TrainingData.of(data).inputs().ifPresent(its -> trained.ifPresent(was -> requireSame(source.name(), its, was)));
            return data;
        }
        Optional<TrainSettings> run = settings(model)
                .filter(its -> its.data().equals(source.name()) && source.label().isEmpty());
        if (run.isPresent()) {
            TrainingData again = TrainingData.load(run.get());
            trained.ifPresent(was -> requireSame(source.name(), again.inputs().orElseThrow(), was));
            return again.dataset();
        }
        Path path = Path.of(source.name());
        Optional<TrainSettings> any = settings(model);
        if (trained.flatMap(InputRecord::rows).isPresent() && OwnData.isTable(source.name()))
            return LabelledRows.read(path, trained.get(), !source.label().isEmpty() ? source.label()
                    : any.map(TrainSettings::label).orElse(List.of()));
        DataOptions options = any.map(OwnData::elsewhere).orElse(DataOptions.DEFAULTS);
        if (!source.label().isEmpty()) options = options.withLabels(source.label().toArray(String[]::new));
        Optional<PixelInputs> pixels = trained.flatMap(InputRecord::pixels);
        if (pixels.isPresent() && (pixels.get().resized() || OwnData.isTable(source.name())))
            options = options.withSize(pixels.get().shape());
        DataSource own = DataSource.open(path, options);
        return trained.isPresent() ? alike(source.name(), own, trained.get()) : own.toMeasure();
    }

    /** Examples whose classes have the numbers that the network gives them. */
    private static Dataset alike(String name, DataSource own, InputRecord trained) {
        Dataset data = own.toMeasure();
        List<String> known = trained.outputs().names();
        if (!(data.test().targets() instanceof Targets.Classes) || !known.containsAll(data.outputs())
                || trained.rows().isPresent()) {
            requireSame(name, own.inputs(), trained);
            return data;
        }
        int[] numbers = data.outputs().stream().mapToInt(known::indexOf).toArray();
        Dataset renamed = new Dataset(data.name(), renumbered(data.train(), numbers, known.size()),
                renumbered(data.test(), numbers, known.size()), data.sha256(), known);
        requireSame(name, own.inputs().with(trained.outputs()), trained);
        return renamed;
    }

    private static Examples renumbered(Examples examples, int[] numbers, int classes) {
        return examples.answered(
                new Targets.Classes(Arrays.stream(examples.labels()).map(label -> numbers[label]).toArray(), classes));
    }

    private static Optional<TrainSettings> settings(Path run) {
        var folder = new RunFolder(run);
        if (!Files.exists(folder.config()) || !Files.exists(folder.result()) || !folder.command().equals("train"))
            return Optional.empty();
        return Optional.of(SettingsReader.read(folder));
    }

    private static void requireSame(String name, InputRecord is, InputRecord was) {
        if (is.rows().isPresent() || was.rows().isPresent()) {
            if (!is.rows().equals(was.rows()))
                throw new UserError(name + ": its columns are not those that the network was trained on, or not scaled alike;"
                        + " gnn predict does to each row what training did");
        } else if (!is.pixels().get().shape().equals(was.pixels().get().shape())) {
            throw new UserError(name + ": has pictures of " + is.pixels().get().shape() + "; the network was trained on "
                    + was.pixels().get().shape());
        }
        is.pixels().flatMap(its -> was.pixels().get().contradiction(its.border())).ifPresent(contradiction -> {
            throw new UserError(name + ": " + contradiction);
        });
        if (!is.outputs().names().equals(was.outputs().names()))
            throw new UserError(name + ": is to be answered with " + Cells.some(is.outputs().names())
                    + "; the network was trained on " + Cells.some(was.outputs().names()));
    }
}

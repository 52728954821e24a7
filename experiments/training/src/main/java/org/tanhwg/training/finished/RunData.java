package org.tanhwg.training.finished;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tanhwg.datasets.DataCatalog;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.inputs.DataOptions;
import org.tanhwg.datasets.inputs.InputRecord;
import org.tanhwg.datasets.source.DataSource;
import org.tanhwg.layers.io.ModelFile;
import org.tanhwg.training.cluster.Cluster.Sharing;
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
        if (Sharing.isIn(folder) && Sharing.read(folder).dataUri() != null)
            throw new UserError(run + ": was trained on " + Sharing.read(folder).dataUri()
                    + ", which --data-uri named; --data says which examples to take instead");
        return Source.read(ConfigFile.read(folder.config(), List.of()).values(), "data", "data-dir");
    }

    /** @throws UserError when the examples mean something else than those that the network was trained on */
    static Dataset load(Source source, Path model) {
        Optional<InputRecord> trained = meaning(model);
        if (!OwnData.isPath(source.name())) {
            Dataset data = DataCatalog.standard(source.folder()).load(source.name());
            TrainingData.of(data).inputs().ifPresent(its -> trained.ifPresent(was -> requireSame(source.name(), its, was)));
            return data;
        }
        Optional<TrainSettings> run = settings(model).filter(its -> its.data().equals(source.name()));
        if (run.isPresent()) return TrainingData.load(run.get()).dataset();
        DataSource own = DataSource.open(Path.of(source.name()),
                settings(model).map(OwnData::options).orElse(DataOptions.DEFAULTS));
        Dataset data = own.dataset();
        trained.ifPresent(was -> requireSame(source.name(), own.inputs(), was));
        return data;
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
        if (is.outputs().names().size() != was.outputs().names().size())
            throw new UserError(name + ": has " + is.outputs().names().size() + " classes; the network was trained on "
                    + was.outputs().names().size());
    }
}

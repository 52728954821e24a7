package org.tanhwg.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.training.cluster.Cluster;
import org.tanhwg.training.run.Workers;
import org.tanhwg.training.search.Search;
import org.tanhwg.training.search.SearchProgress;
import org.tanhwg.training.search.SearchReader;
import org.tanhwg.training.search.SearchResult;
import org.tanhwg.training.search.SearchResult.CandidateResult;
import org.tanhwg.training.search.SearchSettings;
import org.tanhwg.training.settings.TrainSettings;
import org.tanhwg.training.train.Trial;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gnn search}: good settings for a data set, found on training examples alone. */
@Command(name = "search", customSynopsis = "gnn search [OPTIONS]", modelTransformer = SearchCommand.Fixed.class, description = {
        "Find good settings on a part of the training examples, then train with them and test once.", "",
        "A space file has the keys of a configuration file; a value may be open:",
        "  eta: {log-uniform: [0.1, 10]}      off-at: {uniform: [0.5, 0.9]}",
        "  layers: [{integer: [100, 500]}, {integer: [30, 200]}]",
        "  potential: {choice: [counting, mass]}", "",
        "Any option of gnn train fixes that setting for all candidates. Defaults are in brackets.", ""})
final class SearchCommand implements Callable<Integer> {
    @Mixin private RunOptions place;

    @Option(names = "--space", paramLabel = "FILE", order = 0,
            description = "YAML file of the space [that of the preset]") private Optional<Path> space;

    @Option(names = "--workers", paramLabel = "N", order = 99,
            description = "candidates trained at a time [one for each core]") private Optional<Integer> workers;

    @Option(names = "--spark", paramLabel = "MASTER", arity = "0..1", fallbackValue = "", order = 103,
            description = "train candidates on Apache Spark, see gnn train --help") private Optional<String> spark;

    @Spec private CommandSpec spec;

    @Override public Integer call() {
        Map<String, String> search = SettingsOptions.given(spec, SearchReader.keys());
        Map<String, String> fixed = SettingsOptions.given(spec);
        fixed.keySet().removeAll(SearchReader.keys());
        if (spark.isEmpty()) return search(search, fixed, Search.here(Workers.count(workers)));
        try (Cluster cluster = Cluster.connect(spark.get())) {
            return search(search, fixed, data -> cluster.trials(data, workers));
        }
    }

    private int search(Map<String, String> search, Map<String, String> fixed, Function<Dataset, Trial.Executor> sites) {
        Optional<Path> resume = place.resume("--workers", "--spark");
        try (Search begun = resume.isPresent() ? Search.resume(resume.get(), sites)
                : Search.begin(SearchReader.read(search, fixed, space, place.config()), sites, place.out())) {
            return report(begun.run(System.err, Gnn.terminal()), begun.folder().path());
        }
    }

    private int report(SearchResult result, Path folder) {
        if (result.best() == null) {
            String cause = result.candidates().stream().map(CandidateResult::cause).findFirst().orElse("there were none");
            spec.commandLine().getErr().println("gnn: no candidate came to its end; the first: " + cause);
            return Gnn.FAILED;
        }
        CandidateResult best = result.candidates().get(result.best());
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "candidate %d of %d: validation %s; on all training examples: test %s  kept %.2f %%  %s%n",
                best.index(), result.candidates().size(), SearchProgress.objectives(best.objectives()),
                TrainCommand.score(result.outcome()), 100 * result.outcome().keptFraction(), folder);
        return Gnn.DONE;
    }

    /** The settings of a search, and those of a training, most of them not shown again. */
    static final class Fixed implements IModelTransformer {
        private static final Set<String> SHOWN = Set.of("preset", "data", "data-dir", "epochs", "train-examples", "validation");

        @Override public CommandSpec transform(CommandSpec spec) {
            SettingsOptions.add(spec, SearchSettings.class, SettingsOptions.standards("searches/default.yaml"), key -> false);
            Map<String, String> standards = SettingsOptions.standards("presets/default.yaml");
            SearchReader.defaults().forEach((key, value) -> standards.put(key, String.valueOf(value)));
            standards.put("validation", "a fifth, at most 5000");
            return SettingsOptions.add(spec, TrainSettings.class, standards, key -> !SHOWN.contains(key));
        }
    }
}

package org.tanhwg.training.search;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.tanhwg.core.Checks;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.training.run.FolderLock;
import org.tanhwg.training.run.Interruption;
import org.tanhwg.training.run.Json;
import org.tanhwg.training.run.Progress;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.RunResult;
import org.tanhwg.training.run.RunResult.FinalResult;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.run.Workers;
import org.tanhwg.training.search.Proposer.Proposal;
import org.tanhwg.training.search.SearchResult.CandidateResult;
import org.tanhwg.training.search.SearchSettings.Objective;
import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;
import org.tanhwg.training.train.Trainer;
import org.tanhwg.training.train.TrainingData;
import org.tanhwg.training.train.Trial;

/** A search in its folder, from the start or from where it was killed; close it to let others at the folder. */
public final class Search implements AutoCloseable {
    private static final String VALIDATION = "validation";

    private final SearchSettings settings;
    private final SettingsSpace space;
    private final TrainSettings typical;
    private final TrainingData data;
    private final SearchFolder folder;
    private final Trial.Executor executor;

    private Search(SearchSettings settings, Trial.Executor executor, TrainingData data, SearchFolder folder) {
        this.settings = settings;
        this.executor = executor;
        this.data = data;
        this.folder = folder;
        space = SpaceReader.read("the space", settings.space());
        typical = space.typical();
    }

    /**
     * A search in a new folder. Unless the settings say how many training examples are for validation, it is a fifth, at most 5000.
     *
     * @param executors where candidates are trained on a data set
     * @param out by default {@code runs/<time>-search}
     * @throws UserError when there is no such data, or the folder is in use
     */
    public static Search begin(SearchSettings settings, Function<Dataset, Trial.Executor> executors, Optional<Path> out) {
        TrainSettings typical = typical(settings);
        if (typical.patience() != null)
            throw new UserError(
                    "--patience: makes no difference to a search, which gives candidates up by their accuracy; leave it out");
        if (typical.validationShare() != null)
            throw new UserError("--validation-share: a search takes the number of examples, --validation N");
        TrainingData data = TrainingData.load(typical);
        SearchSettings fitting = settings.on(typical.data(), TrainingData.isOfNumbers(data.dataset()));
        SearchSettings complete = typical.validation() > 0 ? fitting : withValidation(fitting, typical, data.dataset());
        RunFolder run = RunFolder.create(out, "search");
        SearchFolder folder = SearchFolder.lock(run);
        if (Files.exists(run.config())) {
            folder.close();
            throw new UserError(run.path() + ": another search has begun there; choose another folder with --out");
        }
        try {
            run.writeConfig(SettingsReader.write(complete));
            return new Search(complete, executors.apply(data.dataset()), data, folder);
        } catch (RuntimeException e) { // or the folder would be taken as long as this process lives
            folder.close();
            throw e;
        }
    }

    /** A search that was begun. @throws UserError when there is none, when it is finished, and when it runs */
    public static Search resume(Path path, Function<Dataset, Trial.Executor> executors) {
        RunFolder run = RunFolder.existing(path);
        if (Files.exists(run.result())) FolderLock.resume(run, "search");
        SearchSettings settings = SearchReader.read(run.config());
        TrainingData data = TrainingData.load(typical(settings));
        return new Search(settings, executors.apply(data.dataset()), data, SearchFolder.lock(run));
    }

    /** Trains in this process, as many at a time as there are cores for. */
    public static Function<Dataset, Trial.Executor> here() {
        return here(Workers.count(Optional.empty()));
    }

    /** Trains in this process. @param count how many at a time, ≥ 1; better not more than there are cores */
    public static Function<Dataset, Trial.Executor> here(int count) {
        Checks.atLeast("count", count, 1);
        return data -> Trial.here(data, count);
    }

    public RunFolder folder() { return folder.folder(); }

    /**
     * Tries all candidates, then trains the best on all training examples and measures it on the test examples, once.
     *
     * @param log gets what is shown on the way
     * @param terminal whether {@code log} is one
     * @throws UserError when something cannot be written
     */
    public SearchResult run(PrintStream log, boolean terminal) {
        try (var interruption = new Interruption("gnn search --resume " + folder().path())) {
            Map<Integer, CandidateResult> before = folder.ended();
            var proposer = new Proposer(settings, space);
            var candidates = new ArrayList<CandidateResult>();
            double wall;
            try (var training = new Candidates(space, settings, data.dataset(), folder, executor, before);
                    var progress = new SearchProgress(log, terminal, settings.candidates(), before.size())) {
                var seen = new ArrayList<>(before.values());
                for (List<Proposal> next = proposer.next(candidates); !next.isEmpty(); next = proposer.next(candidates)) {
                    candidates.addAll(training.run(next, candidate -> {
                        seen.add(candidate);
                        progress.ended(candidate, best(seen));
                    }, () -> requireNoInterruption(interruption, seen.size())));
                }
                wall = training.seconds();
            }
            if (candidates.size() < settings.candidates())
                log.println("the space has no more than these " + candidates.size() + " candidates");
            return finish(candidates, proposer, seconds(candidates, wall), new Ending(log, terminal, interruption));
        }
    }

    private void requireNoInterruption(Interruption interruption, int ended) {
        if (interruption.requested())
            throw interruption.stopped("stopped with " + ended + " of " + settings.candidates() + " candidates");
    }

    private Optional<CandidateResult> best(List<CandidateResult> candidates) {
        return Pareto.best(candidates, settings.objectives(), typical.validation(), settings.targetAccuracyDrop());
    }

    private SearchResult.Seconds seconds(List<CandidateResult> candidates, double wall) {
        double training = candidates.stream().mapToDouble(CandidateResult::seconds).sum();
        return new SearchResult.Seconds(executor.workers(), wall, training,
                Math.max(0, 1 - training / (executor.workers() * wall)));
    }

    /** What the last training is shown on and stopped by. */
    private record Ending(PrintStream log, boolean terminal, Interruption interruption) {}

    private SearchResult finish(List<CandidateResult> candidates, Proposer proposer, SearchResult.Seconds seconds,
            Ending ending) {
        Optional<CandidateResult> best = best(candidates);
        Optional<FinalResult> outcome = best.map(candidate -> {
            ending.log.println("training candidate " + candidate.index() + " on all training examples");
            return train(space.settings(proposer.vector(candidate.index())), ending);
        });
        RunFolder run = folder();
        String config = SettingsReader.write(settings);
        var result = new SearchResult("search", Provenance.collect(config, data.dataset().sha256(), settings.seed()),
                settings.strategy().toString(), settings.objectives().stream().map(Objective::key).toList(), candidates,
                Pareto.front(candidates, settings.objectives()), best.map(CandidateResult::index).orElse(null),
                outcome.orElse(null), seconds);
        if (best.isPresent()) run.write(run.model(), out -> Files.copy(folder.best().model(), out));
        run.writeReport(SearchData.page(settings, result).html());
        run.requireBegun();
        run.write(run.result(), out -> out.write(Json.bytes(result)));
        return result;
    }

    private FinalResult train(TrainSettings candidate, Ending ending) {
        TrainSettings all = SettingsReader.with(candidate, VALIDATION, 0);
        RunFolder run = folder.best();
        if (Files.exists(run.result())) return run.read(RunResult.class).outcome();
        if (!Files.exists(run.config())) run.writeConfig(SettingsReader.write(all));
        try (var progress = new Progress(ending.log, ending.terminal)) {
            return new Trainer(all, data).train(run, progress, ending.interruption).outcome();
        }
    }

    private static TrainSettings typical(SearchSettings settings) {
        return SpaceReader.read("the space", settings.space()).typical();
    }

    private static SearchSettings withValidation(SearchSettings settings, TrainSettings typical, Dataset data) {
        int examples = typical.trainExamples() > 0 ? typical.trainExamples() : data.train().count();
        if (examples < 2)
            throw new UserError(data.name() + ": has " + examples + " training example; a search needs some for validation");
        var space = new LinkedHashMap<>(settings.space());
        space.put(VALIDATION, TrainingData.fifth(examples));
        return settings.in(space);
    }

    @Override public void close() { folder.close(); }
}

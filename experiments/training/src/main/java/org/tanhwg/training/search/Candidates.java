package org.tanhwg.training.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.training.run.Json;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.search.Proposer.Proposal;
import org.tanhwg.training.search.SearchResult.CandidateResult;
import org.tanhwg.training.search.SearchResult.CandidateResult.Status;
import org.tanhwg.training.search.SearchResult.CandidateResult.Timing;
import org.tanhwg.training.search.SearchSettings.Objective;
import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;
import org.tanhwg.training.train.Steps.Divergence;
import org.tanhwg.training.train.TrainingData;
import org.tanhwg.training.train.Trial;

/** Trains candidates, several at a time, taken up in their order; whoever has ended is on disk before it is seen. */
final class Candidates implements AutoCloseable {
    private static final long PATIENCE_MS = 200;

    private final SettingsSpace space;
    private final List<Objective> objectives;
    private final Dataset data;
    private final SearchFolder folder;
    private final Map<Integer, CandidateResult> before;
    private final Halving halving;
    private final Trial.Executor executor;
    private final ExecutorService pool;
    private final long begin;

    /** @param before what ended in an earlier process, by index */
    Candidates(SettingsSpace space, SearchSettings settings, Dataset data, SearchFolder folder, Trial.Executor executor,
            Map<Integer, CandidateResult> before) {
        this.space = space;
        this.data = data;
        this.folder = folder;
        this.executor = executor;
        this.before = before;
        objectives = settings.objectives();
        halving = new Halving(settings.halving());
        double spent = before.values().stream().mapToDouble(c -> c.timing().startSeconds() + c.seconds()).max().orElse(0);
        begin = System.nanoTime() - (long) (spent * 1e9);
        pool = Executors.newFixedThreadPool(executor.workers(), work -> {
            var thread = new Thread(work, "search");
            thread.setDaemon(true); // Ctrl-C need not wait for a candidate
            return thread;
        });
    }

    /**
     * Trains those candidates that have not ended yet.
     *
     * @param seen gets each that ends here
     * @param check is called now and then, and may throw
     * @return all, in their order
     * @throws UserError when a result cannot be written, or one on disk is of other settings
     */
    List<CandidateResult> run(List<Proposal> proposals, Consumer<CandidateResult> seen, Runnable check) {
        var results = new CandidateResult[proposals.size()];
        var queue = new ConcurrentLinkedQueue<Proposal>();
        proposals.forEach(proposal -> halving.announce(proposal.index()));
        int first = proposals.get(0).index();
        for (Proposal proposal : proposals) {
            CandidateResult result = before.get(proposal.index());
            if (result == null) {
                queue.add(proposal);
                continue;
            }
            requireSame(result, proposal);
            results[proposal.index() - first] = result;
            result.rungs().forEach(values -> halving.arrive(proposal.index(), CandidateResult.costs(values, objectives)));
            halving.end(proposal.index());
        }
        int left = queue.size();
        var ended = new LinkedBlockingQueue<CandidateResult>();
        var running = new ArrayList<Future<?>>();
        for (int worker = 0; worker < Math.min(executor.workers(), left); worker++) {
            int number = worker;
            running.add(pool.submit(() -> work(number, queue, ended)));
        }
        while (left > 0) {
            CandidateResult result = poll(ended, running);
            check.run();
            if (result == null) continue;
            results[result.index() - first] = result;
            seen.accept(result);
            left--;
        }
        return List.of(results);
    }

    private void requireSame(CandidateResult result, Proposal proposal) {
        if (!Json.text(result.parameters()).equals(Json.text(proposal.parameters())))
            throw new UserError(folder.folder().path() + ": candidate " + result.index()
                    + " is not the one that this version of gnn proposes there; begin a new search");
    }

    /** Wall seconds of searching so far. */
    double seconds() {
        return (System.nanoTime() - begin) * 1e-9;
    }

    private void work(int worker, Queue<Proposal> queue, BlockingQueue<CandidateResult> ended) {
        for (Proposal proposal = queue.poll(); proposal != null; proposal = queue.poll()) {
            CandidateResult result = tried(proposal, new Timing(worker, seconds()));
            folder.end(result);
            halving.end(proposal.index());
            ended.add(result);
        }
    }

    private CandidateResult tried(Proposal proposal, Timing timing) {
        var candidate = new Candidate(proposal, objectives, halving);
        TrainSettings settings;
        try {
            settings = TrainingData.sized(space.settings(proposal.vector()), data);
        } catch (UserError e) { // settings that are right one by one and not together
            return candidate.refused(e.getMessage(), timing);
        }
        folder.begin(proposal.index(), SettingsReader.write(settings));
        return candidate.run(settings, data, executor, timing);
    }

    /** The next that has ended, null if none has for a while. */
    private static CandidateResult poll(BlockingQueue<CandidateResult> ended, List<Future<?>> running) {
        try {
            CandidateResult result = ended.poll(PATIENCE_MS, TimeUnit.MILLISECONDS);
            if (result == null) for (Future<?> worker : running) if (worker.isDone()) worker.get();
            return result;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override public void close() { pool.shutdownNow(); }

    /** One candidate in training: measures its objectives, climbs the rungs, and never lets a failure out. */
    static final class Candidate implements Trial.Watch {
        private final Proposal proposal;
        private final List<Objective> objectives;
        private final Halving halving;
        private final List<Map<String, Double>> atRungs = new ArrayList<>();
        private Map<String, Double> latest = Map.of();
        private List<Integer> rungs = List.of();
        private int epochs;
        private int wanted;

        Candidate(Proposal proposal, List<Objective> objectives, Halving halving) {
            this.proposal = proposal;
            this.objectives = objectives;
            this.halving = halving;
        }

        /** Trains to the end, to a rung, or to a failure. */
        CandidateResult run(TrainSettings settings, Dataset data, Trial.Executor executor, Timing timing) {
            wanted = settings.epochs();
            rungs = halving.rungs(wanted);
            long start = System.nanoTime();
            Status status = Status.DONE;
            String cause = null;
            try {
                TrainingData.requireFit(settings, data);
                executor.trial(settings, this);
            } catch (CancellationException e) { // the search is over, and this candidate was not tried
                throw e;
            } catch (Divergence e) {
                status = Status.DIVERGED;
                cause = e.getMessage();
            } catch (RuntimeException | Error e) { // whatever its settings bring about, such as networks that are too large
                status = Status.FAILED;
                cause = e.toString();
            }
            awaitVerdicts(); // one that failed beyond a rung at which it was to stop has not failed
            Optional<Integer> stop = halving.stopsAt(proposal.index());
            if (stop.isEmpty())
                return result(status, cause, status == Status.DONE ? latest : Map.of(), epochs, atRungs, timing, start);
            int rung = stop.get();
            int epoch = rungs.get(rung);
            return result(Status.STOPPED, "half of the candidates before it were ahead after epoch " + epoch + " of " + wanted,
                    atRungs.get(rung), epoch, atRungs.subList(0, rung + 1), timing, start);
        }

        /** A candidate whose settings are none. */
        CandidateResult refused(String cause, Timing timing) {
            return result(Status.FAILED, cause, Map.of(), 0, List.of(), timing, System.nanoTime());
        }

        @Override public boolean goesOn(Trial.Standing standing) {
            epochs = standing.epoch();
            latest = measure(standing);
            while (atRungs.size() < rungs.size() && epochs >= rungs.get(atRungs.size())) {
                atRungs.add(latest);
                halving.arrive(proposal.index(), CandidateResult.costs(latest, objectives));
            }
            return halving.stopsAt(proposal.index()).isEmpty();
        }

        private void awaitVerdicts() {
            try {
                halving.await(proposal.index());
            } catch (InterruptedException e) {
                throw (CancellationException) new CancellationException("interrupted").initCause(e);
            }
        }

        private Map<String, Double> measure(Trial.Standing standing) {
            var values = new LinkedHashMap<String, Double>();
            for (Objective objective : objectives) {
                values.put(objective.key(), switch (objective) {
                    case ACCURACY -> standing.accuracy();
                    case NLL -> standing.nll();
                    case RMSE -> standing.rmse();
                    case KEPT_FRACTION -> standing.keptFraction();
                    case MULTIPLY_ADDS -> standing.multiplyAdds();
                });
            }
            return values;
        }

        private CandidateResult result(Status status, String cause, Map<String, Double> values, int after,
                List<Map<String, Double>> reached,
                Timing timing, long start) {
            return new CandidateResult(proposal.index(), proposal.parameters(), values, status, cause, after, reached,
                    (System.nanoTime() - start) * 1e-9, timing);
        }
    }
}

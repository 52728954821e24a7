package org.tanhwg.training.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
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
import org.tanhwg.training.search.SearchResult.CandidateResult.Timing;
import org.tanhwg.training.search.SearchSettings.Objective;
import org.tanhwg.training.settings.SettingsReader;
import org.tanhwg.training.settings.TrainSettings;
import org.tanhwg.training.train.TrialExecutor;

/** Trains candidates, several at a time, taken up in their order; whoever has ended is on disk before it is seen. */
final class Trials implements AutoCloseable {
    private static final long PATIENCE_MS = 200;

    private final SettingsSpace space;
    private final List<Objective> objectives;
    private final Dataset data;
    private final SearchFolder folder;
    private final Map<Integer, CandidateResult> before;
    private final Halving halving;
    private final TrialExecutor site;
    private final ExecutorService pool;
    private final long begin;

    /** @param before what ended in an earlier process, by index */
    Trials(SettingsSpace space, SearchSettings settings, Dataset data, SearchFolder folder, TrialExecutor site,
            Map<Integer, CandidateResult> before) {
        this.space = space;
        this.data = data;
        this.folder = folder;
        this.site = site;
        this.before = before;
        objectives = settings.objectives();
        halving = new Halving(settings.halving());
        double spent = before.values().stream().mapToDouble(c -> c.timing().startSeconds() + c.seconds()).max().orElse(0);
        begin = System.nanoTime() - (long) (spent * 1e9);
        pool = Executors.newFixedThreadPool(site.workers(), work -> {
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
        for (int worker = 0; worker < Math.min(site.workers(), left); worker++) {
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
        var trial = new Trial(proposal, objectives, halving);
        TrainSettings settings;
        try {
            settings = space.settings(proposal.vector());
        } catch (UserError e) { // settings that are right one by one and not together
            return trial.refused(e.getMessage(), timing);
        }
        folder.begin(proposal.index(), SettingsReader.write(settings));
        return trial.run(settings, data, site, timing);
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

    @Override public void close() {
        pool.shutdownNow();
    }
}

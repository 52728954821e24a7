package org.tanhwg.training.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.training.search.Proposer.Proposal;
import org.tanhwg.training.search.SearchResult.CandidateResult;
import org.tanhwg.training.search.SearchResult.CandidateResult.Status;
import org.tanhwg.training.search.SearchResult.CandidateResult.Timing;
import org.tanhwg.training.search.SearchSettings.Objective;
import org.tanhwg.training.settings.TrainSettings;
import org.tanhwg.training.train.Steps.Divergence;
import org.tanhwg.training.train.TrainingData;
import org.tanhwg.training.train.TrialExecutor;

/** One candidate in training: measures its objectives, climbs the rungs, and never lets a failure out. */
final class Trial implements TrialExecutor.Watch {
    private final Proposal proposal;
    private final List<Objective> objectives;
    private final Halving halving;
    private final List<Map<String, Double>> atRungs = new ArrayList<>();
    private Map<String, Double> latest = Map.of();
    private List<Integer> rungs = List.of();
    private int epochs;
    private int wanted;

    Trial(Proposal proposal, List<Objective> objectives, Halving halving) {
        this.proposal = proposal;
        this.objectives = objectives;
        this.halving = halving;
    }

    /** Trains to the end, to a rung, or to a failure. */
    CandidateResult run(TrainSettings settings, Dataset data, TrialExecutor site, Timing timing) {
        wanted = settings.epochs();
        rungs = halving.rungs(wanted);
        long start = System.nanoTime();
        Status status = Status.DONE;
        String cause = null;
        try {
            TrainingData.requireFit(settings, data);
            site.trial(settings, this);
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

    @Override public boolean goesOn(TrialExecutor.Standing standing) {
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

    private Map<String, Double> measure(TrialExecutor.Standing standing) {
        var values = new LinkedHashMap<String, Double>();
        for (Objective objective : objectives) {
            values.put(objective.key(), switch (objective) {
                case ACCURACY -> standing.accuracy();
                case NLL -> standing.nll();
                case KEPT_FRACTION -> standing.keptFraction();
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

package org.tanhwg.training.search;

import java.util.List;
import java.util.function.Supplier;
import org.apache.commons.math3.random.JDKRandomGenerator;
import org.apache.commons.math3.random.RandomGenerator;
import org.deeplearning4j.arbiter.optimize.generator.genetic.Chromosome;
import org.deeplearning4j.arbiter.optimize.generator.genetic.ChromosomeFactory;
import org.deeplearning4j.arbiter.optimize.generator.genetic.crossover.UniformCrossover;
import org.deeplearning4j.arbiter.optimize.generator.genetic.crossover.parentselection.RandomTwoParentSelection;
import org.deeplearning4j.arbiter.optimize.generator.genetic.culling.LeastFitCullOperator;
import org.deeplearning4j.arbiter.optimize.generator.genetic.mutation.RandomMutationOperator;
import org.deeplearning4j.arbiter.optimize.generator.genetic.population.PopulationModel;
import org.deeplearning4j.arbiter.optimize.generator.genetic.selection.GeneticSelectionOperator;
import org.tanhwg.training.search.SearchResult.CandidateResult;

/**
 * Children of the best candidates so far, by Arbiter's genetic operators. A generation is bred from all earlier ones and from a seed of its own, so that it
 * does not matter in which order they ended.
 */
final class Generation implements Supplier<double[]> {
    private static final int SMALLEST = 4;
    private static final int LARGEST = 20;
    /** Share of the candidates that one generation is. */
    private static final double SHARE = .2;
    /** Parents for each child of a generation. */
    private static final double PARENTS = .5;
    private static final double MOST_MUTATION = .5;

    private final GeneticSelectionOperator operator;

    /**
     * Ranks the parents.
     *
     * @param places length of a vector
     * @param vectors of all candidates so far, by index
     */
    Generation(SearchSettings settings, int places, List<CandidateResult> ended, List<double[]> vectors) {
        RandomGenerator random = new JDKRandomGenerator();
        random.setSeed(31 * settings.seed() + vectors.size());
        int most = (int) (PARENTS * size(settings));
        List<Integer> parents = Pareto.ranked(ended, settings.objectives()).stream().limit(most).toList();
        // the least number of parents for breeding is 2: with one, Arbiter would look for the other for ever
        var population = new PopulationModel.Builder().populationSize(Math.max(2, parents.size()))
                .cullOperator(new LeastFitCullOperator(0)).build();
        population.initializeInstance(true);
        for (int rank = 0; rank < parents.size(); rank++) population.add(new Chromosome(vectors.get(parents.get(rank)), rank));
        // a crossover that is left out would hand the parent's own array to the mutation
        var crossover = new UniformCrossover.Builder().crossoverRate(1).randomGenerator(random)
                .parentSelection(new RandomTwoParentSelection(random)).build();
        var mutation = new RandomMutationOperator.Builder().mutationRate(Math.min(MOST_MUTATION, 1. / places))
                .randomGenerator(random).build();
        operator = new GeneticSelectionOperator.Builder().crossoverOperator(crossover).mutationOperator(mutation)
                .randomGenerator(random).build();
        var lengths = new ChromosomeFactory();
        lengths.initializeInstance(places);
        operator.initializeInstance(population, lengths);
    }

    /** Candidates of one generation. */
    static int size(SearchSettings settings) {
        return (int) Math.min(LARGEST, Math.max(SMALLEST, SHARE * settings.candidates()));
    }

    /** One child; one by chance while there are too few parents. */
    @Override public double[] get() {
        return operator.buildNextGenes();
    }
}

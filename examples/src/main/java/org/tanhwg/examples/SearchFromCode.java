package org.tanhwg.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.tanhwg.training.search.Search;
import org.tanhwg.training.search.SearchReader;
import org.tanhwg.training.search.SearchResult;
import org.tanhwg.training.search.SearchResult.CandidateResult;
import org.tanhwg.training.search.SearchSettings;

/** What {@code gnn search} does, from a program: good settings, found on training examples alone, and a network trained with them. */
public final class SearchFromCode {
    /** A value in braces is open; everything else holds for all candidates. */
    private static final String SPACE = """
            preset: sparse
            layers: [{integer: [20, 60]}]
            eta: {log-uniform: [0.1, 2]}
            beta: {log-uniform: [5e-4, 1e-2]}
            """;

    private SearchFromCode() {}

    /** @param args the folder of the search, new or empty; by default one among those for temporary files */
    public static void main(String[] args) throws IOException {
        Path folder = args.length > 0 ? Path.of(args[0]) : Files.createTempDirectory("search").resolve("search");
        Path space = Files.writeString(Files.createTempFile("space", ".yaml"), SPACE);

        // keys are those of the command line: the search's own, then what is fixed in every training
        SearchSettings settings = SearchReader.read(
                Map.of("candidates", "6", "objective", "accuracy,keptFraction", "seed", "1"),
                Map.of("epochs", "6", "train-examples", "2000", "validation", "500"), Optional.of(space), Optional.empty());
        try (Search search = Search.begin(settings, Search.here(), Optional.of(folder))) {
            SearchResult result = search.run(System.err, false); // progress goes to standard error
            for (CandidateResult candidate : result.candidates()) {
                System.out.println(candidate.index() + " " + candidate.status().key() + " " + candidate.parameters()
                        + " " + candidate.objectives());
            }
            System.out.printf("best: candidate %d; trained again: %.1f %% of the test digits right with %.1f %% of the weights%n",
                    result.best(), 100 * result.outcome().testAccuracy(), 100 * result.outcome().keptFraction());
            System.out.println(search.folder().model() + " has the network, report.html beside it the rest");
        }
    }
}

package org.tanhwg.training.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.tanhwg.training.report.RunSections.Setup;
import org.tanhwg.training.report.SampleRun;
import org.tanhwg.training.search.SearchData.Column;
import org.tanhwg.training.search.SearchData.Share;
import org.tanhwg.training.search.SearchResult.CandidateResult;
import org.tanhwg.training.search.SearchResult.CandidateResult.Status;
import org.tanhwg.training.search.SearchResult.CandidateResult.Timing;

class SearchReportTest {
    private static final String NASTY = "<b>&amp;\"";
    private static final Setup SETUP = new Setup("strategy: random\n", "", Map.of("eta", "step size"));

    /** Every fourth is stopped; the last diverged. */
    private static SearchResult search(int count, String... objectives) {
        var candidates = new ArrayList<CandidateResult>();
        for (int i = 0; i < count; i++) {
            Status status = i == count - 1 ? Status.DIVERGED : i % 4 == 3 ? Status.STOPPED : Status.DONE;
            var parameters = new LinkedHashMap<String, Object>(Map.of("eta", .1 + i));
            parameters.put("layers", List.of(100 + i, 50));
            var values = new LinkedHashMap<String, Double>();
            if (status != Status.DIVERGED) for (String objective : objectives) values.put(objective, (i * 7 % 12 + 1) / 20.);
            candidates.add(
                    new CandidateResult(i, parameters, values, status, status == Status.DIVERGED ? NASTY : null, 4, List.of(), 2,
                            new Timing(i % 2, i)));
        }
        boolean any = count > 1;
        return new SearchResult("search", SampleRun.run().provenance(), "random", List.of(objectives), candidates,
                any ? List.of(5, 0) : List.of(), any ? 5 : null, any ? SampleRun.run().outcome() : null,
                new SearchResult.Seconds(2, count, 2. * count, 0));
    }

    private static Document page(SearchResult search) {
        double[] eta = search.candidates().stream().mapToDouble(c -> (Double) c.parameters().get("eta")).toArray();
        double[] first = IntStream.range(0, eta.length).mapToDouble(i -> i % 2).toArray();
        var data = new SearchData("tiny", 500,
                List.of(new Column("eta", true, List.of(), eta), new Column(NASTY, false, List.of("a", NASTY), first)),
                Map.of("accuracy", List.of(new Share("eta", .5, .2), new Share(NASTY, 0, .2))), "measured at the end");
        String html = SearchReport.page(search, SETUP, data).html();
        assertThat(html).doesNotContain("NaN", "Infinity");
        return Jsoup.parse(html);
    }

    @Test void showsEveryPartOfTheSearch() {
        Document page = page(search(12, "accuracy", "keptFraction"));
        assertThat(page.select("h2").eachText()).containsExactly("Outcome", "Pareto front", "Which settings mattered", "Time",
                "Candidates",
                "Settings and provenance");
        assertThat(page.select("svg[aria-label=Candidates] circle")).hasSize(11);
        assertThat(page.select("svg[aria-label=Candidates] circle.ring")).hasSize(2);
        assertThat(page.select("svg[aria-label=Candidates] path.line")).hasSize(1);
        assertThat(page.select("svg[aria-label=Every candidate as a line] path.thread")).hasSize(11);
        assertThat(page.select("svg[aria-label=Every candidate as a line] path.strong")).hasSize(2);
        assertThat(page.select("svg[aria-label=Candidates by worker] rect")).hasSize(12);
        assertThat(page.select("svg[aria-label=What explains accuracy] path.bound")).hasSize(2);
        assertThat(page.select("details tbody tr")).hasSize(13);
        assertThat(page.select("b")).isEmpty();
        assertThat(page.text()).contains("9 done, 2 stopped, 1 diverged", NASTY, "105, 50", "eta step size");
    }

    @Test void oneObjectiveShowsTheBestSoFar() {
        Document page = page(search(12, "nll"));
        assertThat(page.select("h2").eachText()).contains("Progress").doesNotContain("Pareto front");
        assertThat(page.select("svg[aria-label^=Candidates in] path.line")).isNotEmpty();
        assertThat(page.select(".legend").first().select("span").eachText()).containsExactly("● best", "● failed", "● done",
                "○ stopped early");
    }

    @Test void aSearchWithoutAResultHasAReport() {
        Document page = page(search(1, "accuracy", "keptFraction"));
        assertThat(page.select("h1").text()).isEqualTo("tiny: none of 1 candidates came to its end");
        assertThat(page.text()).contains("1 diverged", NASTY);
    }
}

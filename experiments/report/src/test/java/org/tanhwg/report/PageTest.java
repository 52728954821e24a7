package org.tanhwg.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.tanhwg.report.Page.Block;
import org.tanhwg.report.Page.Figures;
import org.tanhwg.report.Page.Figures.Figure;
import org.tanhwg.report.Page.Listing;
import org.tanhwg.report.Page.Section;

class PageTest {
    private static final String NASTY = "<script>alert('&amp;')</script>\"";

    private static Document page(Block... blocks) {
        return Jsoup.parse(new Page(NASTY, NASTY, List.of(new Section(NASTY, NASTY, List.of(blocks)))).html());
    }

    /** A report is opened from anywhere, and what it shows came from files of others. */
    @Test void aPageRunsNothingLoadsNothingAndEscapesEverything() {
        Document page = page(new Listing(NASTY, NASTY), new Figures(List.of(new Figure(NASTY, NASTY, NASTY))),
                new Table(NASTY, List.of(NASTY), List.of(List.of(NASTY)), true));
        assertThat(page.select("script, iframe, object, [src], [onload], link[href^=http]")).isEmpty();
        assertThat(page.selectFirst("meta[http-equiv=Content-Security-Policy]").attr("content")).startsWith("default-src 'none'");
        assertThat(page.title()).isEqualTo(NASTY);
        assertThat(page.select("h1, h2, header p, section > p, figcaption, pre, dt, dd, summary, th").eachText())
                .hasSizeGreaterThan(9).allMatch(NASTY::equals);
    }

    @Test void aSectionMayBeWordsAlone() {
        Document page = Jsoup.parse(new Page("t", "", List.of(new Section("Empty", "", List.of()))).html());
        assertThat(page.select("section > *").eachText()).containsExactly("Empty");
    }

    @Test void remarksThatAreEmptyTakeNoRoom() {
        Document page = page(new Figures(List.of(new Figure("a", "1", ""), new Figure("b", "2", "of 3"))));
        assertThat(page.select("dl.figures > div").eachText()).containsExactly("a 1", "b 2 of 3");
        assertThat(page.select("dd.note")).hasSize(1);
    }

    @Test void aTableNamesItsRowsAndFoldsWhereAsked() {
        List<List<String>> rows = List.of(List.of("first", "1"), List.of("second", "2"));
        Document open = page(new Table("t", List.of("run", "n"), rows, false));
        assertThat(open.select("figure thead th[scope=col]").eachText()).containsExactly("run", "n");
        assertThat(open.select("tbody th[scope=row]").eachText()).containsExactly("first", "second");
        assertThat(open.select("td").eachText()).containsExactly("1", "2");
        Document folded = page(new Table("t", List.of(), rows, true));
        assertThat(folded.selectFirst("details > summary").text()).isEqualTo("t");
        assertThat(folded.select("thead")).isEmpty();
    }

    @Test void markdownIsATableForPeopleToo() {
        String table = Table.markdown(List.of("", "accuracy %"), List.of(List.of("tan|hwg", "98.4"), List.of("adam", "7")));
        assertThat(table).isEqualTo("""
                |          | accuracy % |
                | -------- | ---------: |
                | tan\\|hwg |       98.4 |
                | adam     |          7 |
                """);
    }
}

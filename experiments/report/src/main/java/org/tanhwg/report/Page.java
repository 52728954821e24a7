package org.tanhwg.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.DocumentType;
import org.jsoup.nodes.Element;
import org.jsoup.parser.ParseSettings;
import org.jsoup.parser.Parser;
import org.tanhwg.report.Bars.Ranking;
import org.tanhwg.report.Bars.Timeline;
import org.tanhwg.report.Calibration.Reliability;
import org.tanhwg.report.Scatter.PhasePortrait;

/**
 * One self-contained report: a headline, a line below it and sections. All text is plain and gets escaped.
 *
 * @param reload seconds until a browser asks for the page again; 0 for a page that stays as it is
 */
public record Page(String title, String subtitle, List<Section> sections, int reload) {
    public Page { sections = List.copyOf(sections); }

    /** A page that stays as it is. */
    public Page(String title, String subtitle, List<Section> sections) {
        this(title, subtitle, sections, 0);
    }

    /** This page with a word before its subtitle. @param seconds as {@link #reload} */
    public Page reloading(String state, int seconds) {
        return new Page(title, state + " · " + subtitle, sections, seconds);
    }

    /** A part of the page; {@code text} says in words what the charts show and may be empty. */
    public record Section(String title, String text, List<Block> charts) {
        public Section { charts = List.copyOf(charts); }
    }

    /** The page as HTML 5; its content security policy forbids scripts and any load. */
    public String html() {
        Document document = Document.createShell("");
        document.parser(Parser.htmlParser().settings(ParseSettings.preserveCase)); // SVG names are case-sensitive
        document.outputSettings().prettyPrint(false);
        document.prependChild(new DocumentType("html", "", ""));
        document.selectFirst("html").attr("lang", "en");
        Element head = document.head();
        head.appendElement("meta").attr("charset", "utf-8");
        head.appendElement("meta").attr("http-equiv", "Content-Security-Policy")
                .attr("content", "default-src 'none'; style-src 'unsafe-inline'; img-src data:");
        head.appendElement("meta").attr("name", "viewport").attr("content", "width=device-width, initial-scale=1");
        head.appendElement("meta").attr("name", "color-scheme").attr("content", "light dark");
        if (reload > 0) head.appendElement("meta").attr("http-equiv", "refresh").attr("content", Integer.toString(reload));
        head.appendElement("link").attr("rel", "icon").attr("href", "data:,");
        head.appendElement("title").text(title);
        head.appendElement("style").appendChild(new DataNode(style()));

        Element header = document.body().appendElement("header");
        header.appendElement("h1").text(title);
        header.appendElement("p").text(subtitle);
        Element main = document.body().appendElement("main");
        for (Section section : sections) {
            Element part = main.appendText("\n").appendElement("section");
            part.appendElement("h2").text(section.title());
            if (!section.text().isEmpty()) part.appendElement("p").text(section.text());
            if (section.charts().isEmpty()) continue;
            Element charts = part.appendElement("div").addClass("charts");
            for (Block chart : section.charts()) chart.drawInto(charts.appendText("\n"));
        }
        return document.outerHtml();
    }

    private static String style() {
        try (InputStream in = Page.class.getResourceAsStream("report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One block of a section: values with their units, which know how to draw themselves. New kinds are records that join this family. */
    public sealed interface Block
            permits Bars, Figures, HeatMap, Images, Lines, Listing, Parallels, PhasePortrait, Polar, Ranking, Reliability,
            Scatter, Table, Timeline {

        /** Appends this chart to a page under construction. */
        void drawInto(Element parent);
    }

    /** The few numbers that a reader looks for first. */
    public record Figures(List<Figure> figures) implements Block {
        public Figures { figures = List.copyOf(figures); }

        /** One number: what it is, its value with unit, and a remark that may be empty. */
        public record Figure(String name, String value, String note) {}

        @Override public void drawInto(Element parent) {
            Element list = parent.appendElement("dl").addClass("figures");
            for (Figure figure : figures) {
                Element item = list.appendElement("div");
                item.appendElement("dt").text(figure.name);
                item.appendElement("dd").text(figure.value);
                if (!figure.note.isEmpty()) item.appendElement("dd").addClass("note").text(figure.note);
            }
        }
    }

    /** Text as it stands in a file. */
    public record Listing(String title, String text) implements Block {

        @Override public void drawInto(Element parent) { Svg.figure(parent, title).appendElement("pre").text(text); }
    }
}

package org.tanhwg.report;

import org.jsoup.nodes.Element;

/** Text as it stands in a file. */
public record Listing(String title, String text) implements Chart {

    @Override public void drawInto(Element parent) {
        Svg.figure(parent, title).appendElement("pre").text(text);
    }
}

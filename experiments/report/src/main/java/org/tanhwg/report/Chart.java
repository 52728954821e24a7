package org.tanhwg.report;

import org.jsoup.nodes.Element;

/** One block of a section: values with their units, which know how to draw themselves. New kinds are records that join this family. */
public sealed interface Chart
        permits Bars, Figures, HeatMap, Images, Lines, Listing, Parallels, PhasePortrait, Polar, Ranking, Reliability,
        Scatter, Table, Timeline {

    /** Appends this chart to a page under construction. */
    void drawInto(Element parent);
}

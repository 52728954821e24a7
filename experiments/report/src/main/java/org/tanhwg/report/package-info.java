/**
 * Reports that people read: a {@link org.tanhwg.report.Page} of sections of typed {@link org.tanhwg.report.Page.Block charts},
 * written as one HTML file that loads nothing; {@code TrainingReport} of gnn-training is what {@code gnn train} leaves behind.
 *
 * <p>Charts are inline SVG drawn here, not by a script: the colours follow the reader's light or dark theme, values show on hover, the page prints
 * and weighs about 150 kB. The smallest build of Apache ECharts with heat maps adds 700 kB to each page; uPlot is small, but made for time series.
 * Elements are jsoup's, so escaping is its business. A chart knows values and their units, nothing of networks or files; what a run means is said in
 * the report's class. Nothing here trains, measures or touches the disk.
 */
package org.tanhwg.report;

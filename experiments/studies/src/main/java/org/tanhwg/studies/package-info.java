/**
 * What a study is, and what follows from it: options, {@code config.yaml}, going on, repeating, the report again and {@code result.json}.
 *
 * <p>A new study is a package with a settings record, a {@link org.tanhwg.studies.StudyRun}, a result record and a report, and a line in
 * {@link org.tanhwg.studies.catalog.Studies}. A study's own package knows neither the command line nor another study.
 */
package org.tanhwg.studies;

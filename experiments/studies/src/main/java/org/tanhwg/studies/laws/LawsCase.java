package org.tanhwg.studies.laws;

import java.util.List;
import java.util.Map;

/** A question that contestants are trained for and asked. */
interface LawsCase {
    /** As on the command line, but in capitals. */
    String name();

    String title();

    /** What a reader must know to judge the figures. */
    String note();

    /** Trainings that differ in more than contestant and seed, such as the data; at least one. */
    List<String> parts();

    /** Its tables; each shows some figures of one part. */
    List<View> views();

    /** Rows of the tables. */
    List<Row> rows();

    /**
     * Trains what a row stands for, and asks it.
     *
     * @param row the word of one of the rows
     * @return figures by the keys of the columns
     */
    Map<String, Double> measure(String part, String row, long seed, Setup setup);

    /** A row. @param word in names of files */
    record Row(String word, String label) {}

    /**
     * How it is measured.
     *
     * @param heldOut whether on held-out training examples, by which settings are chosen, and not on test examples
     * @param settings of {@code gnn train} that take the place of the case's own, those of the contestants excepted
     */
    record Setup(boolean heldOut, Map<String, String> settings) {
        public Setup { settings = Map.copyOf(settings); }
    }

    /** A table. */
    record View(String title, String part, List<Column> columns) {
        public View { columns = List.copyOf(columns); }
    }

    /** A column. @param unit what figures are multiplied by to be shown */
    record Column(String header, String figure, int decimals, double unit) {
        static Column percent(String header, String figure) { return new Column(header, figure, 2, 100); }

        static Column number(String header, String figure) { return new Column(header, figure, 4, 1); }
    }

    /** CPU seconds of the training, a figure of every case. */
    String SECONDS = "cpuSeconds";
    Column COST = new Column("training, CPU s", SECONDS, 1, 1);
}

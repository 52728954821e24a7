package org.tanhwg.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.tanhwg.core.compact.Cells;
import org.tanhwg.datasets.DataException;
import org.tanhwg.spark.TableSource.Labelled;
import scala.collection.Seq;

/** Rows of Parquet files: columns of numbers and of lists of numbers. */
final class ParquetRows {
    private final SparkSession session;
    private final JavaSparkContext spark;

    ParquetRows(JavaSparkContext spark) {
        this.spark = spark;
        session = SparkSession.builder().sparkContext(spark.sc()).getOrCreate();
    }

    /**
     * The rows of files in their order.
     *
     * @param others how many of the first files are not read themselves; the first shows which columns the rest must have
     * @throws DataException if columns of two files differ; executors throw it for what is wrong with a row
     */
    JavaRDD<Labelled> read(List<Path> files, int others) {
        JavaRDD<Labelled> all = spark.emptyRDD();
        List<String> columns = null;
        for (int i = 0; i < files.size(); i++) {
            if (i < others && columns != null) continue;
            String name = files.get(i).toString();
            Dataset<Row> rows = session.read().parquet(Folder.literal(files.get(i)).toString());
            List<String> here = new ArrayList<>(Arrays.asList(rows.schema().fieldNames()));
            if (columns == null) columns = here;
            if (!here.equals(columns))
                throw new DataException(name, "its columns are not those of " + files.get(0) + "; must be equal");
            if (i < others) continue;
            all = all.union(rows.javaRDD().zipWithIndex()
                    .map(row -> labelled(name + ": row " + (row._2() + 1), here, row._1())));
        }
        return all;
    }

    private static Labelled labelled(String place, List<String> columns, Row row) {
        int label = columns.contains("label") ? columns.indexOf("label") : row.length() - 1;
        var numbers = new ArrayList<Float>();
        for (int column = 0; column < row.length(); column++) {
            if (column == label) continue;
            String where = place + ", column " + columns.get(column);
            if (row.get(column) instanceof Seq<?>)
                for (Object number : row.<Object>getList(column)) numbers.add(number(where, number));
            else
                numbers.add(number(where, row.get(column)));
        }
        float[] features = new float[numbers.size()];
        for (int i = 0; i < features.length; i++) features[i] = numbers.get(i);
        return Labelled.of(place, features, number(row.get(label)), row.get(label));
    }

    /** Labels may be texts that show a number. */
    private static double number(Object label) {
        if (label instanceof Number number) return number.doubleValue();
        return label instanceof String text ? Cells.number(text.strip()) : Double.NaN;
    }

    private static float number(String where, Object cell) {
        if (cell instanceof Number number && Float.isFinite(number.floatValue())) return number.floatValue();
        throw new DataException(where, (cell instanceof Number || cell == null ? cell : DataException.quoted(cell.toString()))
                + " must be a finite number");
    }
}

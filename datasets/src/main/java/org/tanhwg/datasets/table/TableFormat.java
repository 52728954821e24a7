package org.tanhwg.datasets.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.DataFiles;
import org.tanhwg.datasets.inputs.DataOptions;

/**
 * How a table of text is written, as its beginning shows.
 *
 * @param delimiter between columns: comma, semicolon, tab or bar
 * @param quote     around texts that hold delimiters
 * @param spaced    whether blanks stand before quotes
 * @param point     what separates the fraction of a number: a dot, or a comma where that is not the delimiter
 * @param header    whether the first line names the columns
 * @param names     of the columns; without a header "1", "2", …
 * @param sample    rows at the beginning, header left out, blanks around cells removed
 */
record TableFormat(boolean gzipped, Charset encoding, char delimiter, char quote, boolean spaced, char point, boolean header,
        List<String> names,
        List<List<String>> sample) {
    private static final int SAMPLE_CHARACTERS = 1 << 20;
    private static final int SAMPLE_ROWS = 1000;
    private static final int LOOKED_AT_FOR_DELIMITER = 100;
    private static final String DELIMITERS = ",;\t|";
    private static final int BUFFER = 1 << 16;

    /** @throws DataException if the file cannot be read, is not text, has no rows, or its header names a column twice */
    static TableFormat of(Path file, DataOptions options) {
        return of(file, options, 2);
    }

    /** As above. @param least number of columns that there must be */
    static TableFormat of(Path file, DataOptions options, int least) {
        DataException.requireFile(file, "a table of text");
        boolean gzipped = startsWith(file, 0x1f, 0x8b);
        String text = beginning(file, gzipped, options.encoding());
        if (text.isBlank()) throw new DataException(file.toString(), "is empty; must have at least one row");
        if (text.indexOf('\0') >= 0)
            throw new DataException(file.toString(),
                    "is not a text; must be a table as CSV, with commas, semicolons, tabs or bars between columns");
        Charset encoding = options.encoding().orElseGet(() -> marked(file, gzipped));
        char quote = quote(text);
        boolean spaced = Pattern.compile("(?m)[,;\t|] +" + quote).matcher(text).find();
        char delimiter = delimiter(text, quote, spaced);
        List<List<String>> rows = rows(text, delimiter, quote, spaced, SAMPLE_ROWS);
        if (rows.isEmpty()) throw new DataException(file.toString(), "cannot be parsed: its first row is not a row of a table");
        Headers.requireColumns(file, rows, least);
        boolean header = options.header().orElseGet(() -> Headers.isHeader(rows));
        List<String> names = header ? Headers.names(file, rows.get(0)) : Headers.numbers(rows.get(0).size());
        List<List<String>> sample = List.copyOf(rows.subList(header ? 1 : 0, rows.size()));
        return new TableFormat(gzipped, encoding, delimiter, quote, spaced, Headers.point(delimiter, sample), header, names,
                sample);
    }

    /** In words: what was found out. */
    String describe() {
        String between = switch (delimiter) {
            case ',' -> "commas";
            case ';' -> "semicolons";
            case '\t' -> "tabs";
            default -> "bars";
        };
        return "table with " + between + " between columns" + (quote == '\'' ? ", single quotes" : "")
                + (point == ',' ? ", decimal commas" : "")
                + (header ? ", a header" : ", no header") + ", " + encoding.name() + (gzipped ? ", gzipped" : "");
    }

    /** A reader of the text, its byte order mark passed over; characters that are none in the encoding are errors. */
    Reader open(Path file) throws IOException {
        return open(file, gzipped, encoding);
    }

    /** A parser as the format says; rows may be of any length, blank lines are passed over. */
    CsvReader.CsvReaderBuilder parser() {
        return parser(delimiter, quote, spaced);
    }

    private static CsvReader.CsvReaderBuilder parser(char delimiter, char quote, boolean spaced) {
        return CsvReader.builder().fieldSeparator(delimiter).quoteCharacter(quote).trimWhitespacesAroundQuotes(spaced)
                .skipEmptyLines(true)
                .allowExtraFields(true).allowMissingFields(true);
    }

    private static Reader open(Path file, boolean gzipped, Charset encoding) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        if (gzipped) in = new BufferedInputStream(new GZIPInputStream(in, BUFFER), BUFFER);
        Reader reader = new InputStreamReader(in, encoding.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
        var marked = new BufferedReader(reader, BUFFER);
        marked.mark(1);
        if (marked.read() != '\ufeff') marked.reset();
        return marked;
    }

    private static boolean startsWith(Path file, int... bytes) {
        try (InputStream in = Files.newInputStream(file)) {
            for (int one : bytes) if (in.read() != one) return false;
            return true;
        } catch (IOException e) {
            throw DataException.unreadable(file, e);
        }
    }

    /** UTF-8 unless a byte order mark says UTF-16. */
    private static Charset marked(Path file, boolean gzipped) {
        if (gzipped) return StandardCharsets.UTF_8;
        if (startsWith(file, 0xff, 0xfe)) return StandardCharsets.UTF_16LE;
        return startsWith(file, 0xfe, 0xff) ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8;
    }

    private static String beginning(Path file, boolean gzipped, Optional<Charset> asked) {
        Charset encoding = asked.orElseGet(() -> marked(file, gzipped));
        try (Reader reader = open(file, gzipped, encoding)) {
            char[] characters = new char[SAMPLE_CHARACTERS];
            int length = 0;
            for (int read; length < characters.length
                    && (read = reader.read(characters, length, characters.length - length)) > 0;)
                length += read;
            String text = new String(characters, 0, length);
            int end = length < characters.length ? length : text.lastIndexOf('\n') + 1; // the last line may be cut
            if (end == 0 && length > 0)
                throw new DataException(file.toString(), "has a line of more than a million characters; must be a table");
            return text.substring(0, end);
        } catch (IOException e) {
            throw failed(file, gzipped, encoding, e);
        }
    }

    /** What is to be said when reading fails: where text is not in its encoding, or that gzip data is damaged. */
    static DataException failed(Path file, boolean gzipped, Charset encoding, IOException e) {
        if (e instanceof CharacterCodingException)
            return new DataException(file + line(file, gzipped, encoding), "is not " + encoding.name()
                    + "; must be saved as UTF-8, or its encoding be named, such as windows-1252", e);
        if (gzipped && (e instanceof ZipException || e instanceof EOFException))
            return new DataException(file.toString(), "gzip data is damaged or cut short; must be a whole gzip file", e);
        return DataException.unreadable(file, e);
    }

    /** The first line that does not fit the encoding; ": line 7", or nothing for encodings whose lines are not found by single bytes. */
    private static String line(Path file, boolean gzipped, Charset encoding) {
        if (!encoding.equals(StandardCharsets.UTF_8)) return "";
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER);
                InputStream in = gzipped ? new BufferedInputStream(new GZIPInputStream(raw, BUFFER), BUFFER) : raw) {
            var line = new ByteArrayOutputStream();
            int number = 1;
            for (int next; (next = in.read()) >= 0;) {
                line.write(next);
                if (next != '\n') continue;
                if (!isUtf8(line.toByteArray())) break;
                line.reset();
                number++;
            }
            return ": line " + DataFiles.grouped(number);
        } catch (IOException e) {
            throw DataException.unreadable(file, e);
        }
    }

    private static boolean isUtf8(byte[] bytes) {
        return Arrays.equals(new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8), bytes);
    }

    /** The double quote, unless most lines have cells in single quotes and none in double ones. */
    private static char quote(String text) {
        if (text.indexOf('"') >= 0) return '"';
        List<String> lines = text.lines().limit(LOOKED_AT_FOR_DELIMITER).toList();
        Pattern single = Pattern.compile("(^|[,;\t|])'[^']*'([,;\t|]|$)");
        return lines.stream().filter(line -> single.matcher(line).find()).count() * 2 > lines.size() ? '\'' : '"';
    }

    /** The one that splits most of the first rows alike, and into most columns. */
    private static char delimiter(String text, char quote, boolean spaced) {
        char best = ',';
        double bestScore = -1;
        for (char candidate : DELIMITERS.toCharArray()) {
            List<Integer> sizes = rows(text, candidate, quote, spaced, LOOKED_AT_FOR_DELIMITER).stream().map(List::size)
                    .toList();
            int usual = sizes.isEmpty() ? 0 : sizes.get(sizes.size() / 2);
            double alike = sizes.isEmpty() ? 0 : (double) sizes.stream().filter(size -> size == usual).count() / sizes.size();
            double score = usual < 2 ? 0 : alike + 1e-6 * Math.min(usual, 100_000);
            if (score > bestScore) {
                bestScore = score;
                best = candidate;
            }
        }
        return best;
    }

    /** Whether a line has blanks alone, which is no row. */
    static boolean isBlank(List<String> cells) {
        return cells.size() == 1 && cells.get(0).isBlank();
    }

    private static List<List<String>> rows(String text, char delimiter, char quote, boolean spaced, int most) {
        List<List<String>> rows = new ArrayList<>();
        try (var reader = parser(delimiter, quote, spaced).ofCsvRecord(text)) {
            for (var record : reader) {
                if (isBlank(record.getFields())) continue;
                rows.add(record.getFields().stream().map(String::strip).toList());
                if (rows.size() > most) break;
            }
        } catch (CsvParseException e) {
            return rows; // those before the bad one show the format; reading it all says what is bad
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory", e);
        }
        return rows;
    }
}

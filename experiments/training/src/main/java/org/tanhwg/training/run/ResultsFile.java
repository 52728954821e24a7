package org.tanhwg.training.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tanhwg.layers.io.AtomicFile;

/** The Markdown page of results: each section stands between {@code <!-- bench:NAME -->} and {@code <!-- /bench:NAME -->}. */
public final class ResultsFile {
    private static final String HEAD = """
            # Results

            Every table on this page is written by the command that stands above it.
            Tables are never typed by hand: to change one, run its command again.
            """;

    private ResultsFile() {}

    /**
     * Puts a section in the place of the one with the same name, or at the end; the file appears whole or not at all.
     *
     * @throws UserError when the file cannot be read or written, or its markers do not come in one pair
     */
    public static void replace(Path file, String name, String section) {
        try {
            String before = Files.exists(file) ? Files.readString(file) : HEAD;
            byte[] after = replace(before, name, section, file.toString()).getBytes(StandardCharsets.UTF_8);
            if (file.getParent() != null) Files.createDirectories(file.getParent());
            AtomicFile.write(file, out -> out.write(after));
        } catch (IOException e) {
            throw new UserError(file + ": the section " + name + " cannot be written there: " + e, e);
        }
    }

    /**
     * A table, how to get it again and where it comes from.
     *
     * @param note may be empty
     * @param command without the launcher's name
     * @param provenances of all runs behind the table
     */
    public static String section(String title, String note, String command, List<Provenance> provenances, String table) {
        String commits = joined(provenances, Provenance::gitCommit);
        String processors = joined(provenances, provenance -> provenance.host().cpu());
        return "## " + title + "\n\n" + (note.isEmpty() ? "" : note + "\n\n")
                + "`./gnn " + command + "` · " + LocalDate.now() + " · commit " + commits + " · " + processors + "\n\n" + table;
    }

    private static String joined(List<Provenance> provenances, Function<Provenance, String> part) {
        return provenances.stream().map(part).distinct().collect(Collectors.joining(", "));
    }

    /** The text with its section replaced or appended; nothing else in it changes. */
    static String replace(String text, String name, String section, String file) {
        String open = "<!-- bench:" + name + " -->";
        String close = "<!-- /bench:" + name + " -->";
        String block = open + "\n" + section.strip() + "\n" + close;
        int start = text.indexOf(open);
        int end = text.indexOf(close);
        if (start < 0 && end < 0) return text + (text.isEmpty() ? "" : text.endsWith("\n") ? "\n" : "\n\n") + block + "\n";
        if (start < 0 || end < start || text.lastIndexOf(open) != start || text.lastIndexOf(close) != end) {
            throw new UserError(file + ": " + open + " and " + close + " must come in this order and once");
        }
        return text.substring(0, start) + block + text.substring(end + close.length());
    }
}

package org.tanhwg.studies.laws;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tanhwg.report.Table;
import org.tanhwg.studies.laws.LawsCase.Column;
import org.tanhwg.studies.laws.LawsCase.Setup;
import org.tanhwg.studies.laws.LawsCase.View;
import org.tanhwg.training.cells.CellRunner;
import org.tanhwg.training.run.ConfigFile;
import org.tanhwg.training.run.Json;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.ResultsFile;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.RunResult.Reading;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.run.Yaml;

/** Tables of what laws of synapses are good for. A cell is one contestant with one seed; those that are done are not run again. */
public final class LawsBench {
    private static final List<LawsCase> CASES = List.of(PictureCase.NOISE, PictureCase.BLENDS, PictureCase.SHIFT, PictureCase.FEW,
            new TwoValued(), PictureCase.SELECTIVE);
    private static final LawsCase CONTINUAL = new Continual();
    private static final String NOTE = " The five networks and those with dropout have the confinement too. CPU seconds are those of the training thread, the price of a row.";

    private final List<LawsCase> cases;
    private final List<Long> seeds;
    private final Setup setup;
    private final RunFolder folder;
    private final PrintStream log;

    /** The table of tasks that follow each other, in a new folder, or in that of the same bench that was interrupted. */
    public static LawsBench continual(List<Long> seeds, boolean heldOut, Map<String, String> settings, Optional<Path> out,
            PrintStream log) {
        return new LawsBench(List.of(CONTINUAL), seeds, new Setup(heldOut, settings), out, log);
    }

    /**
     * A bench in a new folder, or in that of the same bench that was interrupted.
     *
     * @param named cases; none for all
     * @param heldOut whether to measure on held-out training examples, by which settings are chosen
     * @param settings of {@code gnn train} that take the place of the cases' own
     * @param log gets a line for each cell
     * @throws UserError naming a case that is not known, and settings together with a measurement on test examples
     */
    public LawsBench(List<String> named, List<Long> seeds, boolean heldOut, Map<String, String> settings, Optional<Path> out,
            PrintStream log) {
        this(named.isEmpty() ? CASES : named.stream().map(LawsBench::find).toList(), seeds, new Setup(heldOut, settings), out,
                log);
    }

    private LawsBench(List<LawsCase> cases, List<Long> seeds, Setup setup, Optional<Path> out, PrintStream log) {
        if (!setup.settings().isEmpty() && !setup.heldOut())
            throw new UserError("--set: needs --held-out; tables are of the settings that each case has");
        this.cases = cases;
        this.seeds = List.copyOf(seeds);
        this.setup = setup;
        this.log = log;
        folder = CellRunner.bench(out, config());
    }

    private static LawsCase find(String name) {
        List<String> words = CASES.stream().map(LawsBench::word).toList();
        return CASES.stream().filter(known -> word(known).equals(name)).findFirst()
                .orElseThrow(() -> new UserError("unknown case " + name + "; "
                        + ConfigFile.nearest(name, words).map(near -> "did you mean " + near + "? ").orElse("") + "known: "
                        + String.join(", ", words)));
    }

    private static String word(LawsCase of) { return of.name().toLowerCase(Locale.ROOT); }

    /** Where everything goes. */
    public Path path() { return folder.path(); }

    /**
     * Runs what is not done yet, and fills folder and, unless the examples are held-out ones, page.
     *
     * @return the tables in Markdown
     */
    public String run(Optional<Path> results) {
        var text = new StringJoiner("\n");
        var found = new ArrayList<LawsResult.Case>();
        for (LawsCase of : cases) {
            List<Cell> cells = cells(of);
            String markdown = of.views().stream().map(view -> markdown(of, view, cells)).collect(Collectors.joining("\n"));
            results.filter(page -> !setup.heldOut())
                    .ifPresent(page -> ResultsFile.replace(page, of == CONTINUAL ? word(of) : "laws-" + word(of),
                            ResultsFile.section(of.title(), of.note() + (of == CONTINUAL ? "" : NOTE), command(of),
                                    cells.stream().map(Cell::provenance).toList(),
                                    markdown)));
            text.add(of.title() + "\n\n" + markdown);
            found.add(new LawsResult.Case(word(of), cells));
        }
        var result = new LawsResult("bench", Provenance.collect(config(), seeds.get(0)), found);
        folder.write(folder.result(), out -> out.write(Json.bytes(result)));
        return text.toString();
    }

    /** A contestant through all seeds before the next. */
    private List<Cell> cells(LawsCase of) {
        var cells = new ArrayList<Cell>();
        for (String part : of.parts())
            for (LawsCase.Row row : of.rows())
                for (long seed : seeds) cells.add(cell(of, part, row.word(), seed));
        return cells;
    }

    private Cell cell(LawsCase of, String part, String row, long seed) {
        String name = String.join("-", word(of), part.replaceAll("[^a-z0-9.]+", "-"), row, Long.toString(seed));
        Path file = folder.path().resolve("cells").resolve(name + ".json");
        if (Files.exists(file)) return folder.read(file, Cell.class);
        Map<String, Double> figures = of.measure(part, row, seed, setup);
        var cell = new Cell(part, row, seed, new TreeMap<>(figures), Provenance.collect(config(), seed));
        folder.write(file, out -> out.write(Json.bytes(cell)));
        log.printf(Locale.ROOT, "%s  %s%n", name, figures.entrySet().stream().limit(4)
                .map(figure -> String.format(Locale.ROOT, "%s %.4f", figure.getKey(), figure.getValue()))
                .collect(Collectors.joining("  ")));
        return cell;
    }

    private static String markdown(LawsCase of, View view, List<Cell> cells) {
        List<List<String>> rows = of.rows().stream().map(row -> {
            List<Cell> runs = cells.stream()
                    .filter(cell -> cell.part.equals(view.part()) && cell.row.equals(row.word())).toList();
            return Stream.concat(Stream.of(row.label(), Integer.toString(runs.size())),
                    view.columns().stream().map(column -> text(column, runs))).toList();
        }).toList();
        List<String> header = Stream.concat(Stream.of("", "seeds"), view.columns().stream().map(Column::header)).toList();
        return "**" + view.title() + "**\n\n" + Table.markdown(header, rows);
    }

    private static String text(Column column, List<Cell> runs) {
        Reading reading = Reading
                .of(runs.stream().mapToDouble(run -> column.unit() * run.figures.get(column.figure())).toArray());
        String form = "%." + column.decimals() + "f";
        return String.format(Locale.ROOT, form, reading.mean())
                + (reading.sd() == null ? "" : String.format(Locale.ROOT, " ± " + form, reading.sd()));
    }

    private String command(LawsCase of) {
        return (of == CONTINUAL ? "bench " : "bench laws ") + word(of) + (seeds.equals(List.of(1L, 2L, 3L)) ? ""
                : " --seeds " + seeds.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }

    private String config() {
        var values = new LinkedHashMap<String, Object>();
        values.put("laws", cases.stream().map(LawsBench::word).toList());
        values.put("seeds", seeds);
        if (setup.heldOut()) values.put("held-out", true);
        if (!setup.settings().isEmpty()) values.put("set", new TreeMap<>(setup.settings()));
        return Yaml.text(values);
    }

    /** What a row brought with one seed. @param figures by their keys, in the order of these */
    public record Cell(String part, String row, long seed, Map<String, Double> figures, Provenance provenance) {}

    /** The whole of {@code result.json} of {@code gnn bench laws}. */
    public record LawsResult(String command, Provenance provenance, List<Case> cases) {
        public LawsResult { cases = List.copyOf(cases); }

        /** One case. */
        public record Case(String name, List<Cell> cells) {
            public Case { cells = List.copyOf(cells); }
        }
    }
}

package org.tanhwg.studies.speed;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.tanhwg.core.compact.CompactNetwork;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.report.Table;
import org.tanhwg.studies.speed.Turns.Figures;
import org.tanhwg.training.run.Json;
import org.tanhwg.training.run.Provenance;
import org.tanhwg.training.run.ResultsFile;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;

/** How fast our networks train and answer, beside other libraries and the matrix products alone, each in a process of its own and timed in {@link Turns}. */
public final class SpeedBench {
    /** Numbers of examples that are answered together. */
    static final int[] ANSWERS = {1, 100};
    private static final String METHOD = "Each contestant is a process of its own, on one thread where not said otherwise, timed in %d short turns, each round in"
            + " another order: median and 10 %% quantile of the time, then the median over the rounds of its time over that of the first in the same round,"
            + " with the quartiles. Ratios of one run can be compared, times of two machines or days cannot.%s";
    private static final String SHIPPED = " The compact network has %d synapses, at random, but about as many inputs, units and synapses as the default preset"
            + " leaves on MNIST; its file has %.1f kB, %.1f kB with amplitudes of 8 bits; a fresh Java process that has gnn-core alone reads it and gives its"
            + " first answer in %.0f ms, and takes %.0f ms from its start to its end.";

    /** The tables by the name on the command line. */
    private enum Part {
        STEP("speed", "Training speed on %s",
                " Every step takes a new shuffled batch of 100 examples of %s, without release noise where not said."),
        WIDE("speed-wide", "Training speed of wide layers", " Examples are random, a fifth of their numbers is not 0."),
        KERNELS("speed-lenet5", "Training speed of LeNet-5",
                " Every step takes a new shuffled batch of 100 examples of %s, without release noise. The pruned network has 2,100 synapses, at random: as many channels, units and synapses as the preset lenet5 leaves of 430,500; matrix products take patches that are there already."),
        ANSWERS("inference", "Speed of answers on %s",
                " Time of a call that answers so many examples at once, buffers reused where the library allows that."),
        PICTURES("inference-lenet5", "Speed of answers of LeNet-5",
                " The compact network has 2,100 synapses, at random: as many channels, units and synapses as the preset lenet5 leaves of 430,500. Pictures are those of %s."),
        PRODUCTS("speed-products", "Speed of matrix products",
                " Rows × columns × terms in single precision; OPENBLAS_CORETYPE and OPENBLAS_L2_SIZE are not set, but for the last of each.");

        private final String section;
        private final String title;
        private final String note;

        Part(String section, String title, String note) {
            this.section = section;
            this.title = title;
            this.note = note;
        }

        private boolean takesDigits() {
            return this == PICTURES || this == KERNELS;
        }

        private String word() { return name().toLowerCase(Locale.ROOT); }

        private List<SpeedParts.Group> groups(SpeedParts parts) throws IOException {
            return switch (this) {
                case STEP -> parts.steps();
                case WIDE -> parts.wide();
                case KERNELS -> parts.kernels();
                case ANSWERS -> parts.answers();
                case PICTURES -> parts.pictures();
                case PRODUCTS -> parts.products();
            };
        }
    }

    private final Dataset data;
    private final List<Part> parts;
    private final double seconds;
    private final Path peers;
    private final PrintStream log;

    /**
     * A bench on the training examples of {@code data}.
     *
     * @param parts step, wide, kernels, answers, pictures or products; empty for all
     * @param seconds that each contestant works
     * @param peers folder into which the module of other libraries was built, if it was
     * @param log gets a line for each contestant
     * @throws UserError for a part that there is not
     */
    public SpeedBench(Dataset data, List<String> parts, double seconds, Path peers, PrintStream log) {
        if (!(seconds > 0)) throw new UserError("--seconds = " + seconds + ": must be a number > 0");
        this.data = data;
        boolean digits = data.train().width() == PrunedLeNet.PIXELS;
        this.parts = parts.isEmpty() ? Stream.of(Part.values()).filter(part -> digits || !part.takesDigits()).toList()
                : parts.stream().map(SpeedBench::part).toList();
        Optional<Part> misfit = this.parts.stream().filter(part -> !digits && part.takesDigits()).findFirst();
        if (misfit.isPresent())
            throw new UserError(
                    misfit.get().word() + ": LeNet-5 takes " + PrunedLeNet.PIXELS + " pixels, an example of " + data.name()
                            + " has "
                            + data.train().width() + "; --data mnist would do");
        this.seconds = seconds;
        this.peers = peers;
        this.log = log;
    }

    private static Part part(String word) {
        List<String> words = Stream.of(Part.values()).map(Part::word).toList();
        if (!words.contains(word)) throw new UserError(word + ": must be one of " + String.join(", ", words));
        return Part.values()[words.indexOf(word)];
    }

    /**
     * Measures and fills the folder.
     *
     * @param results the page of results whose sections are to be replaced
     * @return the tables in Markdown
     */
    public String run(RunFolder folder, Optional<Path> results) {
        String config = "data: " + data.name() + "\nparts: " + parts.stream().map(Part::word).toList() + "\nseconds: " + seconds
                + "\n";
        folder.writeConfig(config);
        var launches = new Launches(peers);
        launches.absent().forEach(log::println);
        Provenance provenance = Provenance.collect(config, data.sha256(), 1);
        Map<Part, SpeedResult.Part> measured = new LinkedHashMap<>();
        SpeedResult.Shipped shipped = null;
        CompactNetwork compact = null;
        try {
            Path work = Files.createTempDirectory(folder.result().toAbsolutePath().getParent(), "work");
            try {
                var contestants = new SpeedParts(data, work, launches);
                for (Part part : parts) measured.put(part, measure(part, contestants));
                if (parts.contains(Part.ANSWERS)) {
                    compact = contestants.pruned();
                    shipped = FirstAnswer.measure(compact, work);
                }
            } finally {
                delete(work);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder.path() + ": what the contestants work on cannot be written there", e);
        }
        var result = new SpeedResult("bench", provenance, Turns.ROUNDS, List.copyOf(measured.values()), shipped,
                launches.absent());
        folder.write(folder.result(), out -> out.write(Json.bytes(result)));
        var text = new StringJoiner("\n");
        for (Part part : parts) {
            String table = table(measured.get(part));
            String title = String.format(Locale.ROOT, part.title, data.name());
            String note = String.format(Locale.ROOT, METHOD, Turns.ROUNDS, String.format(Locale.ROOT, part.note, data.name()));
            if (part == Part.ANSWERS)
                note += String.format(Locale.ROOT, SHIPPED, compact.synapses(), shipped.bytes() * 1e-3,
                        shipped.bytes8() * 1e-3, shipped.firstAnswerMs(), shipped.processMs());
            String section = ResultsFile.section(title,
                    Stream.concat(Stream.of(note), launches.absent().stream()).reduce((a, b) -> a + " " + b).get(),
                    "bench speed " + part.word(), List.of(provenance), table);
            text.add(title + "\n\n" + table);
            results.ifPresent(file -> ResultsFile.replace(file, part.section, section));
        }
        return text.toString();
    }

    private SpeedResult.Part measure(Part part, SpeedParts contestants) throws IOException {
        var groups = new ArrayList<SpeedResult.Group>();
        for (SpeedParts.Group group : part.groups(contestants)) {
            log.println(part.word() + ": " + group.what());
            groups.add(new SpeedResult.Group(group.what(), Turns.measure(group.entrants(), seconds, log)));
        }
        return new SpeedResult.Part(part.word(), groups);
    }

    private static String table(SpeedResult.Part part) {
        return Table.markdown(List.of("", "", "µs", "10 %", "times the first", "quartiles"),
                part.groups().stream().flatMap(group -> group.contestants().stream().map(c -> row(group.what(), c))).toList());
    }

    private static List<String> row(String what, Figures c) {
        return List.of(what, c.contestant(), number("%.1f", c.nanoseconds() * 1e-3), number("%.1f", c.tenth() * 1e-3),
                number("%.2f", c.timesFirst()), number("%.2f", c.lower()) + " – " + number("%.2f", c.upper()));
    }

    private static String number(String format, double value) { return String.format(Locale.ROOT, format, value); }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) Files.delete(file);
        }
        Files.delete(folder);
    }
}

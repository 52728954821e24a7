package org.tanhwg.training.finished;

import static org.tanhwg.report.Axis.Unit.NUMBER;
import static org.tanhwg.report.Axis.Unit.SHARE;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tanhwg.report.Page;
import org.tanhwg.report.Page.Section;
import org.tanhwg.report.Table;
import org.tanhwg.training.report.RunSections;
import org.tanhwg.training.run.FolderLock;
import org.tanhwg.training.run.Json;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.settings.SettingsReader;

/** The runs that lie in a folder: what each was asked, how far it came, and how it ended. */
public final class RunList {
    private static final Set<String> SHOWN_APART = Set.of("data", "data-dir");
    private static final List<String> HEADINGS = List.of("Run", "State", "Data", "Score", "Kept", "Settings that differ");

    private final Path folder;
    private final List<Entry> entries;

    private RunList(Path folder, List<Entry> entries) {
        this.folder = folder;
        this.entries = entries;
    }

    /**
     * One run.
     *
     * @param run name of its folder
     * @param command that filled it; null while that is not known
     * @param state done, diverged, running or stopped, with the epochs of a training that are done
     * @param testAccuracy of the last epoch that was measured; null where there is none, as are the two that follow
     * @param settings those in which trainings differ from one another
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Entry(String run, String command, String state, String data, Integer epochs, Double testAccuracy,
            Double testRmse,
            Double keptFraction, Map<String, Object> settings) {

        private List<String> cells() {
            String score = testAccuracy != null ? SHARE.text(testAccuracy)
                    : testRmse != null ? "RMSE " + NUMBER.text(testRmse) : "–";
            return List.of(run, (command == null ? "" : command + ", ") + state, data, score,
                    keptFraction == null ? "–" : SHARE.text(keptFraction),
                    settings.entrySet().stream().map(e -> e.getKey() + " " + RunSections.shown(e.getValue()))
                            .collect(Collectors.joining(", ")));
        }
    }

    /** Looks at every folder in {@code folder} that holds a run, by name. @throws UserError when it cannot be listed */
    public static RunList of(Path folder) {
        if (!Files.isDirectory(folder))
            throw new UserError(folder + ": is not a folder; gnn runs FOLDER takes one that holds runs");
        List<RunFolder> runs;
        try (Stream<Path> children = Files.list(folder)) {
            runs = children.map(RunFolder::new).filter(run -> Files.isRegularFile(run.config()))
                    .sorted(Comparator.comparing(run -> run.path().getFileName().toString())).toList();
        } catch (IOException e) {
            throw new UserError(folder + ": cannot be listed (" + UserError.reason(e) + ")", e);
        }
        List<Map<String, Object>> settings = runs.stream().map(RunList::settings).toList();
        Set<String> differing = new TreeSet<>();
        List<Map<String, Object>> trainings = settings.stream().filter(its -> !its.isEmpty()).toList();
        for (String key : SettingsReader.keys().keySet())
            if (!SHOWN_APART.contains(key)
                    && trainings.stream().map(its -> Objects.toString(its.get(key))).distinct().count() > 1)
                differing.add(key);
        var entries = new ArrayList<Entry>();
        for (int i = 0; i < runs.size(); i++) entries.add(entry(runs.get(i), settings.get(i), differing));
        return new RunList(folder, entries);
    }

    /** Of a training; empty for runs of other commands, whose settings are others. */
    private static Map<String, Object> settings(RunFolder run) {
        try {
            return SettingsReader.values(SettingsReader.read(run));
        } catch (UserError e) {
            return Map.of();
        }
    }

    private static Entry entry(RunFolder run, Map<String, Object> settings, Set<String> differing) {
        var own = new LinkedHashMap<String, Object>();
        for (String key : differing) if (settings.get(key) != null) own.put(key, settings.get(key));
        String name = run.path().getFileName().toString();
        String data = Objects.toString(settings.get("data"), "–");
        Optional<JsonNode> result = Optional.empty();
        String command = settings.isEmpty() ? null : "train";
        String state = FolderLock.isTaken(run) ? "running" : "stopped";
        if (Files.exists(run.result())) {
            try {
                result = Optional.of(run.read(JsonNode.class));
                command = result.get().path("command").asText();
                state = result.get().path("final").isNull() ? "diverged" : "done";
            } catch (UserError e) { // it is listed all the same
                state = "result.json cannot be read";
            }
        }
        JsonNode epochs = result.map(its -> its.path("epochs")).orElseGet(() -> measured(run));
        JsonNode last = epochs.path(epochs.size() - 1);
        JsonNode end = result.map(its -> its.path("final")).filter(JsonNode::isObject).orElse(last);
        Integer done = epochs.isEmpty() ? null : (Integer) epochs.size();
        if (result.isEmpty() && done != null) state += ", epoch " + done + " of " + settings.get("epochs");
        return new Entry(name, command, state, data, done, number(end, "testAccuracy"), number(end, "testRmse"),
                number(end, "keptFraction"), own);
    }

    private static Double number(JsonNode of, String field) {
        return of.path(field).isNumber() ? (Double) of.path(field).asDouble() : null;
    }

    /** The epochs of a run that is not over. */
    private static JsonNode measured(RunFolder run) {
        JsonNode none = MissingNode.getInstance();
        if (!Files.isDirectory(run.checkpoints())) return none;
        try (Stream<Path> files = Files.list(run.checkpoints())) {
            Optional<Path> last = files.filter(file -> file.getFileName().toString().matches("step-\\d+\\.json"))
                    .max(Comparator.naturalOrder());
            return last.isEmpty() ? none : Json.read(Files.readAllBytes(last.get()), JsonNode.class).path("epochs");
        } catch (IOException e) { // the run has just replaced or removed it
            return none;
        }
    }

    public List<Entry> entries() { return List.copyOf(entries); }

    /** Whatever stands in the name: also a colon, or a mark of a query. */
    private static String link(String run) {
        try {
            return new URI(null, null, "./" + run + "/report.html", null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** As a table in Markdown. */
    public String text() {
        return entries.isEmpty() ? folder + " holds no run\n"
                : Table.markdown(HEADINGS, entries.stream().map(Entry::cells).toList());
    }

    /** Writes {@code index.html} beside the runs, which leads to the report of each. @throws UserError when it cannot be written */
    public Path writeIndex() {
        Path index = folder.resolve("index.html");
        var page = new Page(entries.size() == 1 ? "1 run" : entries.size() + " runs",
                folder.toAbsolutePath().normalize().toString(),
                List.of(new Section("Runs", "Scores are those of the last epoch that was measured.",
                        List.of(new Table("Runs", HEADINGS, entries.stream().map(Entry::cells).toList(), false,
                                entries.stream()
                                        .map(entry -> link(entry.run()))
                                        .toList())))));
        new RunFolder(folder).write(index, out -> out.write(page.html().getBytes(StandardCharsets.UTF_8)));
        return index;
    }
}

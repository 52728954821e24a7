package org.tanhwg.training.finished;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.tanhwg.training.run.Provenance;

/** How a result and that of its repetition agree, field by field; numbers agree when they are the same to the last digit. */
public record Agreement(List<Field> fields) {
    /** Settings are compared by their sum before anything runs; of these a difference is worth a line and nothing more. */
    private static final Set<String> NOTED = Set.of("provenance/version", "provenance/gitCommit", "provenance/java",
            "provenance/backend", "provenance/configSha256");
    /** Parts of a result that say where and when it ran. */
    private static final Set<String> CIRCUMSTANCES = Set.of("host", "timing");

    public Agreement {
        fields = List.copyOf(fields);
    }

    /** What became of a field. */
    public enum Verdict {
        AGREES, DIFFERS,
        /** It need not agree, and does not. */
        NOTED,
        /** A time, or the machine: not compared. */
        ASIDE
    }

    /** One field: its path in the file, and its values as they stand there, empty where it is missing. */
    public record Field(String path, Verdict verdict, String was, String is) {}

    /** Compares all fields of both; one that only the repetition has is noted. */
    public static Agreement of(JsonNode result, JsonNode repetition) {
        Map<String, String> was = leaves(result);
        Map<String, String> is = leaves(repetition);
        var fields = new ArrayList<Field>();
        was.forEach((path, value) -> fields.add(field(path, value, is.getOrDefault(path, ""))));
        is.forEach((path, value) -> {
            if (!was.containsKey(path)) fields.add(new Field(path, isAside(path) ? Verdict.ASIDE : Verdict.NOTED, "", value));
        });
        return new Agreement(fields);
    }

    /** Fields of that verdict. */
    public List<Field> with(Verdict verdict) {
        return fields.stream().filter(field -> field.verdict == verdict).toList();
    }

    /** Number of fields by path and verdict, fields that differ in nothing but their places in lists together: {@code epochs/*&#47;trainLoss}. */
    public Map<String, Long> counts(Verdict verdict) {
        return with(verdict).stream().collect(Collectors.groupingBy(field -> field.path.replaceAll("(?<=/)\\d+(?=/|$)", "*"),
                LinkedHashMap::new, Collectors.counting()));
    }

    private static Field field(String path, String was, String is) {
        Verdict verdict = isAside(path) ? Verdict.ASIDE
                : was.equals(is) ? Verdict.AGREES : NOTED.contains(path) ? Verdict.NOTED : Verdict.DIFFERS;
        return new Field(path, verdict, was, is);
    }

    private static boolean isAside(String path) {
        for (String part : path.split("/")) {
            String name = part.toLowerCase(Locale.ROOT);
            if (name.endsWith("seconds") || name.endsWith("persecond") || CIRCUMSTANCES.contains(name)) return true;
        }
        return false;
    }

    private static Map<String, String> leaves(JsonNode tree) {
        var leaves = new LinkedHashMap<String, String>();
        collect(tree, "", leaves);
        return leaves;
    }

    private static void collect(JsonNode node, String path, Map<String, String> leaves) {
        if (node.isEmpty()) { // a value, or a container with nothing in it
            leaves.put(path, node.toString());
            return;
        }
        String prefix = path.isEmpty() ? "" : path + "/";
        if (node.isArray()) for (int i = 0; i < node.size(); i++) collect(node.get(i), prefix + i, leaves);
        else node.fields().forEachRemaining(field -> collect(field.getValue(), prefix + field.getKey(), leaves));
    }

    /**
     * The whole of {@code result.json} of a reproduction.
     *
     * @param run folder of the run that was repeated
     * @param agreeing number of fields that agree to the last digit
     * @param differing those that do not
     * @param notes those that need not agree, and do not: version, commit, Java, and what only a later version writes
     */
    public record ReproduceResult(String command, Provenance provenance, String run, int agreeing, List<Difference> differing,
            List<Difference> notes) {
        public ReproduceResult {
            differing = List.copyOf(differing);
            notes = List.copyOf(notes);
        }

        /** A field by its path in {@code result.json}, and its two values as they stand there; empty where it is missing. */
        public record Difference(String field, String was, String is) {}
    }
}

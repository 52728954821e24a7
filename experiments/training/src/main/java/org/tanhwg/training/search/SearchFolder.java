package org.tanhwg.training.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.tanhwg.training.run.FolderLock;
import org.tanhwg.training.run.Json;
import org.tanhwg.training.run.RunFolder;
import org.tanhwg.training.run.UserError;
import org.tanhwg.training.search.SearchResult.CandidateResult;

/**
 * The folder of a search: an ordinary run folder with {@code candidates/INDEX}, each the {@code config.yaml} of a candidate and, once it has ended,
 * {@code candidate.json}; and {@code best}, the run folder of the last training. One process at a time: the operating system frees the lock of one that dies.
 */
final class SearchFolder implements AutoCloseable {
    private final RunFolder folder;
    private final FolderLock lock;

    private SearchFolder(RunFolder folder, FolderLock lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** @throws UserError when another process searches there */
    static SearchFolder lock(RunFolder folder) {
        return new SearchFolder(folder, FolderLock.take(folder, "search"));
    }

    RunFolder folder() { return folder; }

    /** The folder of the training that ends the search. */
    RunFolder best() {
        return new RunFolder(folder.path().resolve("best"));
    }

    /** Before a candidate is trained: its settings. @throws UserError when they cannot be written */
    void begin(int index, String config) {
        candidate(index).writeConfig(config);
    }

    /** When it has ended. @throws UserError when it cannot be written */
    void end(CandidateResult candidate) {
        folder.write(record(candidate.index()), out -> out.write(Json.bytes(candidate)));
    }

    /** What became of the candidates that have ended, by index. @throws UserError when a file is damaged */
    Map<Integer, CandidateResult> ended() {
        var ended = new TreeMap<Integer, CandidateResult>();
        Path candidates = folder.path().resolve("candidates");
        if (!Files.isDirectory(candidates)) return ended;
        try (Stream<Path> children = Files.list(candidates)) {
            for (Path child : children.toList()) {
                Path file = child.resolve("candidate.json");
                if (!Files.exists(file)) continue;
                CandidateResult candidate = read(file);
                ended.put(candidate.index(), candidate);
            }
        } catch (IOException e) {
            throw new UserError(candidates + ": cannot be listed (" + UserError.reason(e) + ")", e);
        }
        return ended;
    }

    private static CandidateResult read(Path file) {
        try {
            return Json.read(Files.readAllBytes(file), CandidateResult.class);
        } catch (IOException e) {
            throw new UserError(file + ": is not the record of a candidate (" + UserError.reason(e)
                    + "); remove it, and the candidate is tried again", e);
        }
    }

    private Path record(int index) { return candidate(index).path().resolve("candidate.json"); }

    private RunFolder candidate(int index) {
        return new RunFolder(folder.path().resolve("candidates").resolve(String.format(Locale.ROOT, "%03d", index)));
    }

    @Override public void close() { lock.close(); }
}

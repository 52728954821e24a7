package org.tanhwg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.tanhwg.cli.GnnTest.gnn;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run on a file system with room for so many pages and no more, which has none left at each of its writes in turn: it says so in one line, leaves nothing
 * half written, and once there is room goes on to the result of one that had it. {@code -Dgnn.disks.every=1} takes every number of pages, for searches too.
 */
class FullDiskTest {
    private static final int PAGE = 4096, MOST = 1000;
    private static final String MOUNT = "mount -t tmpfs -o size=8m none \"$0\" && exec \"$@\"";

    @TempDir static Path folder;
    private static Path data;

    @BeforeAll static void write() throws IOException { data = TinyData.write(folder.resolve("tiny")); }

    @Test void training() throws Exception {
        fill("train", "--data", "tiny", "--data-dir", data.toString(), "--layers", "6", "--batch", "10", "--epochs", "3");
    }

    @Test
    @EnabledIfSystemProperty(named = "gnn.disks.every", matches = "\\d+") void searching() throws Exception {
        fill("search", "--data", "tiny", "--data-dir", data.toString(), "--layers", "4", "--batch", "10", "--candidates", "2",
                "--epochs", "1", "--workers", "1", "--strategy", "random");
    }

    /** In a process that may mount a file system, where the kernel lets any have one of its own. */
    private static void fill(String... command) throws Exception {
        Path disk = Files.createDirectory(folder.resolve(command[0])), log = folder.resolve(command[0] + ".log");
        assumeTrue(mounts(disk, log), "this system lets nobody but the superuser mount a file system");
        Process process = on(disk, log, Stream.concat(GnnTest.process(List.of(), FullDiskTest.class.getName(),
                folder.resolve(command[0] + "-whole").toString(), disk.toString(), "" + Integer.getInteger("gnn.disks.every", 20))
                .command().stream(), Stream.of(command)).toList());
        assertThat(process.waitFor(600, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }

    private static boolean mounts(Path disk, Path log) throws Exception {
        try {
            return on(disk, log, List.of("true")).waitFor() == 0;
        } catch (IOException e) {
            return false; // no such program
        }
    }

    private static Process on(Path disk, Path log, List<String> command) throws IOException {
        var all = new ArrayList<>(List.of("unshare", "-rm", "sh", "-c", MOUNT, disk.toString()));
        all.addAll(command);
        return new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    /** Arguments: folder of a run with room, the file system, pages from one run to the next, the command and its options. */
    public static void main(String[] arguments) throws IOException {
        Path whole = Path.of(arguments[0]), disk = Path.of(arguments[1]), run = disk.resolve("run"),
                ballast = disk.resolve("ballast");
        List<String> command = Stream.of(arguments).skip(3).toList();
        assertThat(begin(command, whole).code()).isZero();
        int failed = 0;
        for (int pages = 0; pages < MOST; pages += Integer.parseInt(arguments[2])) {
            fill(ballast, Files.getFileStore(disk).getUsableSpace() - (long) pages * PAGE);
            GnnTest.Outcome outcome = begin(command, run);
            Files.delete(ballast);
            if (outcome.code() == 0) {
                assertThat(failed).isPositive();
                return;
            }
            failed++;
            assertThat(outcome.code()).as("%d pages: %s", pages, outcome.err()).isEqualTo(2);
            assertThat(outcome.err()).as("%d pages", pages).contains("No space left on device").hasLineCount(1);
            if (Files.exists(run)) assertThat(CutWritesTest.tree(run)).noneMatch(name -> name.endsWith(".tmp"));
            GnnTest.Outcome again = Files.exists(run.resolve("config.yaml"))
                    ? gnn(command.get(0), "--resume", run.toString()) : begin(command, run);
            assertThat(again.code()).as("%d pages: %s", pages, again.err()).isZero();
            assertThat(CutWritesTest.tree(run)).isEqualTo(CutWritesTest.tree(whole));
            assertThat(CutWritesTest.result(run)).as("%d pages", pages).isEqualTo(CutWritesTest.result(whole));
            assertThat(KilledRunTest.network(run)).as("%d pages", pages).isEqualTo(KilledRunTest.network(whole));
            try (Stream<Path> tree = Files.walk(run)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
            }
        }
        throw new AssertionError("there is never room enough");
    }

    private static GnnTest.Outcome begin(List<String> command, Path run) {
        return gnn(Stream.concat(command.stream(), Stream.of("--out", run.toString())).toArray(String[]::new));
    }

    private static void fill(Path ballast, long bytes) throws IOException {
        try (var channel = FileChannel.open(ballast, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var page = ByteBuffer.allocate(PAGE);
            for (long written = 0; written + PAGE <= bytes; written += PAGE) channel.write(page.clear());
        }
    }
}

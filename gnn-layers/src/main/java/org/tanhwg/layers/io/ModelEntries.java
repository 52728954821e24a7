package org.tanhwg.layers.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * The entries of a model file, verified before they are used: names, sizes, CRC-32, which {@link ZipFile} does not look at, and the SHA-256
 * of each other entry that files of our own list in {@code gnn.json}.
 */
final class ModelEntries implements AutoCloseable {
    private static final String OURS = "gnn.json";
    /** What the inputs and outputs of a network mean, in words of whoever wrote it. */
    static final String MEANING = "data.json";
    private static final String DIGESTS = "sha256";
    private static final int LONGEST_OURS = 1 << 16;
    private static final Set<String> NETWORK = Set.of(ModelSerializer.CONFIGURATION_JSON, ModelSerializer.COEFFICIENTS_BIN,
            ModelSerializer.UPDATER_BIN, ModelSerializer.NO_PARAMS_MARKER, MEANING);

    private final Path file;
    private final ZipFile zip;
    /** Empty for files of others. */
    private final Map<String, String> digests = new TreeMap<>();

    /**
     * Opens a file and looks at the names of its entries.
     *
     * @throws IOException when it is not a zip
     * @throws ModelFileException when it holds what no model has, or lacks what each has
     */
    ModelEntries(Path file) throws IOException {
        this.file = file;
        // names that are not UTF-8 are for us to refuse, not for the constructor to stumble over
        zip = new ZipFile(file.toFile(), StandardCharsets.ISO_8859_1);
        try {
            checkNames();
            if (has(OURS)) readDigests();
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    /** What a reader makes of an entry. */
    interface Reader<T> {
        T read(InputStream in) throws IOException;
    }

    boolean has(String name) { return zip.getEntry(name) != null; }

    /**
     * Reads an entry to its end.
     *
     * @param most bytes it may unpack to
     * @throws ModelFileException when it is larger or its bytes are not those that were written
     */
    <T> T read(String name, long most, Reader<T> reader) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry.getSize() > most) throw tooLarge(name, most);
        MessageDigest digest = sha256();
        var checked = new CheckedInputStream(zip.getInputStream(entry), new CRC32());
        try (var in = new DigestInputStream(checked, digest)) {
            T value = reader.read(in);
            long skipped = in.readNBytes(1).length;
            if (skipped > 0 || checked.getChecksum().getValue() != entry.getCrc()) throw damaged(name, "CRC-32");
            String expected = digests.get(name);
            if (expected != null && !expected.equals(HexFormat.of().formatHex(digest.digest()))) throw damaged(name, "SHA-256");
            return value;
        }
    }

    /** All bytes of an entry. */
    byte[] bytes(String name, int most) throws IOException {
        return read(name, most, in -> {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) throw tooLarge(name, most);
            return bytes;
        });
    }

    /** Verifies an entry that nobody reads. */
    void verify(String name, long most) throws IOException {
        read(name, most, in -> in.transferTo(OutputStream.nullOutputStream()));
    }

    /** Writes entries in their order, and after them what verifies them. */
    static void write(OutputStream out, Map<String, AtomicFile.Content> entries) throws IOException {
        var zip = new ZipOutputStream(out);
        zip.setLevel(Deflater.BEST_SPEED); // a run writes one after each epoch; numbers hardly shrink, and zeros do so at any level
        ObjectNode ours = new ObjectMapper().createObjectNode();
        ObjectNode digests = ours.putObject(DIGESTS);
        for (var entry : entries.entrySet()) {
            zip.putNextEntry(new ZipEntry(entry.getKey()));
            MessageDigest digest = sha256();
            var buffered = new BufferedOutputStream(new DigestOutputStream(zip, digest), 1 << 16);
            entry.getValue().writeTo(buffered);
            buffered.flush();
            zip.closeEntry();
            digests.put(entry.getKey(), HexFormat.of().formatHex(digest.digest()));
        }
        zip.putNextEntry(new ZipEntry(OURS));
        zip.write(ours.toPrettyString().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
        zip.finish();
    }

    @Override public void close() throws IOException { zip.close(); }

    private void checkNames() {
        int most = NETWORK.size() + 1;
        if (zip.size() > most)
            throw new ModelFileException(file + ": has " + zip.size() + " entries; a model has at most " + most);
        var names = new TreeSet<String>();
        zip.stream().map(ZipEntry::getName).forEach(name -> {
            if (name.equals(ModelSerializer.PREPROCESSOR_BIN)) {
                throw new ModelFileException(file + ": holds a serialized Java object (" + name
                        + "), which could run code; save the network without it");
            }
            if (name.equals(ModelSerializer.NORMALIZER_BIN)) {
                throw new ModelFileException(
                        file + ": holds a normalizer (" + name + "), which is not supported; save the network without it");
            }
            if (!NETWORK.contains(name) && !name.equals(OURS))
                throw new ModelFileException(
                        file + ": holds '" + ModelFileException.shown(name) + "', which is not part of a model");
            if (!names.add(name)) throw new ModelFileException(file + ": holds " + name + " twice");
        });
        for (String needed : new String[] {ModelSerializer.CONFIGURATION_JSON, ModelSerializer.COEFFICIENTS_BIN}) {
            if (!names.contains(needed)) throw new ModelFileException(file + ": is not a model: " + needed + " is missing");
        }
    }

    private void readDigests() throws IOException {
        String json = ConfigurationGuard.check(file + ": " + OURS, bytes(OURS, LONGEST_OURS), Set.of()).json();
        JsonNode listed = new ObjectMapper().readTree(json).path(DIGESTS);
        listed.fields().forEachRemaining(field -> digests.put(field.getKey(), field.getValue().asText()));
        for (String name : NETWORK) {
            if (has(name) != digests.containsKey(name)) {
                throw new ModelFileException(file + ": " + OURS + (has(name) ? " does not list " : " lists ") + name
                        + (has(name) ? "" : ", which is missing") + "; the file was changed after it was written");
            }
        }
    }

    private ModelFileException damaged(String name, String sum) {
        return new ModelFileException(
                file + ": " + name + " is damaged: its " + sum + " is not the one that was written; restore the file");
    }

    private ModelFileException tooLarge(String name, long most) {
        return new ModelFileException(file + ": " + name + " unpacks to more than " + bytes(most));
    }

    /** Such as "16 MiB". */
    static String bytes(double count) {
        if (count < 1024) return (long) count + " bytes";
        if (count < 1 << 20) return (long) (count / 1024) + " KiB";
        return count < 1e19 ? (long) (count / (1 << 20)) + " MiB" : "more than 2^63 bytes";
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) { // each Java has it
            throw new AssertionError(e);
        }
    }
}

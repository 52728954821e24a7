package org.tanhwg.datasets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds and loads data sets by name: MNIST from this module, every other IDX data set from the first of the given places that has it.
 *
 * <p>The published files of mnist and fashion-mnist are held against their checksums, wherever they come from.
 */
public final class DataCatalog {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";

    private final DataPlaces places;
    private final Map<String, KnownData> known = new LinkedHashMap<>();

    /** A catalog that looks in {@code places}. */
    public DataCatalog(DataPlaces places) {
        this(places, List.of(KnownData.MNIST, KnownData.FASHION_MNIST));
    }

    DataCatalog(DataPlaces places, List<KnownData> known) {
        this.places = places;
        known.forEach(data -> this.known.put(data.name(), data));
    }

    /**
     * What is known of one data set.
     *
     * @param place    the folder that holds it, or "bundled"; empty if it was not found
     * @param searched every place that was looked at, in order, up to the one that has it
     */
    public record Entry(String name, Optional<String> place, List<String> searched) {}

    /**
     * Loads a data set.
     *
     * @throws DataException if it is in none of the places, or its files are bad
     */
    public Dataset load(String name) {
        List<String> searched = new ArrayList<>();
        IdxFolder folder = find(name, searched)
                .orElseThrow(() -> new DataException(name, "no such data set in " + String.join(", ", searched)
                        + "; " + remedy(name)));
        return IdxDataset.read(name, folder, Optional.ofNullable(known.get(name)));
    }

    /** Where a data set is; nothing is read. */
    public Entry locate(String name) {
        List<String> searched = new ArrayList<>();
        Optional<String> place = find(name, searched).map(IdxFolder::describe);
        return new Entry(name, place, List.copyOf(searched));
    }

    /** The published data sets that this program knows, found or not, and after them all others that the places hold. */
    public List<Entry> list() {
        var names = new TreeSet<String>();
        Stream.concat(places.gnnData().stream(), Stream.of(places.cache(), places.system()))
                .flatMap(DataCatalog::folders).filter(folder -> new IdxFolder.OnDisk(folder).holdsAny())
                .map(folder -> folder.getFileName().toString()).filter(name -> name.matches(NAME)).forEach(names::add);
        names.removeAll(known.keySet());
        return Stream.concat(known.keySet().stream(), names.stream()).map(this::locate).toList();
    }

    private static Stream<Path> folders(Path parent) {
        if (!Files.isDirectory(parent)) return Stream.empty();
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(Files::isDirectory).toList().stream();
        } catch (IOException e) {
            throw new DataException(parent.toString(), "cannot be listed (" + e + ")", e);
        }
    }

    private Optional<IdxFolder> find(String name, List<String> searched) {
        if (!name.matches(NAME))
            throw new DataException("data set '" + name + "'", "a name has letters, digits, '.', '_' and '-' only");
        if (places.explicit().isPresent()) return Optional.of(explicit(places.explicit().get(), searched));
        if (name.equals(KnownData.MNIST.name())) {
            searched.add("bundled");
            return Optional.of(new IdxFolder.Bundled(name));
        }
        if (places.gnnData().isEmpty()) searched.add("$GNN_DATA/" + name + " (GNN_DATA is not set)");
        return Stream.concat(places.gnnData().stream(), Stream.of(places.cache(), places.system()))
                .map(parent -> new IdxFolder.OnDisk(parent.resolve(name)))
                .peek(folder -> searched.add(folder.describe()))
                .filter(IdxFolder.OnDisk::holdsAny).<IdxFolder>map(folder -> folder).findFirst();
    }

    private static IdxFolder explicit(Path folder, List<String> searched) {
        if (!Files.isDirectory(folder))
            throw new DataException(folder.toString(),
                    Files.exists(folder) ? "is a file; must be the folder that holds the IDX files" : "no such folder");
        searched.add(folder.toString());
        return new IdxFolder.OnDisk(folder);
    }

    private String remedy(String name) {
        String byHand = "put " + IdxPart.GZIPPED_NAMES + " into " + places.cache().resolve(name);
        KnownData data = known.get(name);
        if (data == null) return byHand;
        return (data.publisher().isPresent() ? "`gnn data fetch " + name + "` downloads it, or " : "")
                + data.debian().map(debian -> "install the Debian package " + debian + ", or ").orElse("") + byHand;
    }
}

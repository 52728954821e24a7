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
 * Finds and loads data sets by name: MNIST from this module, every other IDX data set from the first place that has it.
 *
 * <p>The published files of mnist and fashion-mnist are held against their checksums, wherever they come from.
 */
public final class DataCatalog {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";

    private final DataPlaces places;
    private final Map<String, IdxDataset.Known> known = new LinkedHashMap<>();

    /** Looks in the folder that GNN_DATA names, in the user's cache and where the system keeps data sets. */
    public static DataCatalog standard() {
        return standard(Optional.empty());
    }

    /** Looks in one folder, if it is given, and else where {@link #standard()} does. */
    public static DataCatalog standard(Optional<Path> folder) {
        return new DataCatalog(DataPlaces.of(System.getenv(), folder));
    }

    /** A catalog that looks in {@code places}. */
    public DataCatalog(DataPlaces places) {
        this(places, List.of(IdxDataset.Known.MNIST, IdxDataset.Known.FASHION_MNIST));
    }

    DataCatalog(DataPlaces places, List<IdxDataset.Known> known) {
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
                        + "; " + hint(name, true)));
        return IdxDataset.read(name, folder, Optional.ofNullable(known.get(name)));
    }

    /**
     * Where a data set is; nothing is read.
     *
     * @throws DataException if an explicit folder was given and is none
     */
    public Entry locate(String name) {
        List<String> searched = new ArrayList<>();
        return entry(name, find(name, searched), searched);
    }

    /** Whether a data set of that name is in one of the places. */
    public boolean knows(String name) {
        return name.matches(NAME) && search(name, new ArrayList<>()).isPresent();
    }

    private static Entry entry(String name, Optional<IdxFolder> found, List<String> searched) {
        return new Entry(name, found.map(IdxFolder::describe), List.copyOf(searched));
    }

    /**
     * The published data sets that this program knows, found or not, and after them all others that the places hold. An explicit
     * folder has no part in it: it would be found under any name.
     */
    public List<Entry> list() {
        var names = new TreeSet<String>();
        parents().stream().flatMap(DataCatalog::folders).filter(folder -> new IdxFolder.OnDisk(folder).holdsAny())
                .map(folder -> folder.getFileName().toString()).filter(name -> name.matches(NAME)).forEach(names::add);
        names.removeAll(known.keySet());
        return Stream.concat(known.keySet().stream(), names.stream()).map(name -> {
            List<String> searched = new ArrayList<>();
            return entry(name, search(name, searched), searched);
        }).toList();
    }

    /**
     * Downloads a data set from its publisher into the cache, unless a sound copy is there.
     *
     * @return the folder that holds it
     * @throws DataException if no publisher is known, it cannot be reached (the message says how else to get the files), or it
     *                       sends something else than what was published
     */
    public Path fetch(String name) {
        IdxDataset.Known data = known.get(name);
        if (data == null || data.publisher().isEmpty())
            throw new DataException(name,
                    data == null ? "no publisher is known; " + hint(name, false)
                            : "comes with this program; there is nothing to fetch");
        Path folder = places.cache().resolve(name);
        if (isSound(data, new IdxFolder.OnDisk(folder))) return folder;
        try {
            new Download().run(data, data.publisher().get(), folder);
        } catch (IOException | DataException e) {
            String reason = e instanceof DataException ? e.getMessage() : e.toString(); // network errors often have no message
            throw new DataException(name,
                    "cannot be fetched from " + data.publisher().get() + " (" + reason + "); " + hint(name, false), e);
        }
        return folder;
    }

    /** Whether a folder holds IDX files under one of their usual names. */
    public static boolean isIdxFolder(Path folder) {
        return new IdxFolder.OnDisk(folder).holdsAny();
    }

    /** Loads the IDX files of a folder, called by the folder's name. @throws DataException if some are missing or bad */
    public static Dataset loadFolder(Path folder) {
        return IdxDataset.read(folder.toAbsolutePath().normalize().getFileName().toString(), new IdxFolder.OnDisk(folder),
                Optional.empty());
    }

    private static boolean isSound(IdxDataset.Known data, IdxFolder.OnDisk folder) {
        if (!folder.holdsAny()) return false;
        try {
            IdxDataset.read(data.name(), folder, Optional.of(data));
            return true;
        } catch (DataException e) {
            return false; // what is wrong with the old copy does not matter: it is replaced
        }
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
        return places.explicit().map(folder -> explicit(folder, searched)).or(() -> search(name, searched));
    }

    private Optional<IdxFolder> search(String name, List<String> searched) {
        if (name.equals(IdxDataset.Known.MNIST.name())) {
            searched.add("bundled");
            return Optional.of(new IdxFolder.Bundled(name));
        }
        if (places.gnnData().isEmpty()) searched.add("$GNN_DATA/" + name + " (GNN_DATA is not set)");
        for (Path parent : parents()) {
            var folder = new IdxFolder.OnDisk(parent.resolve(name));
            searched.add(folder.describe());
            if (folder.holdsAny()) return Optional.of(folder);
        }
        return Optional.empty();
    }

    private List<Path> parents() {
        return Stream.concat(places.gnnData().stream(), Stream.of(places.cache(), places.system())).toList();
    }

    private static IdxFolder explicit(Path folder, List<String> searched) {
        if (!Files.isDirectory(folder))
            throw new DataException(folder.toString(),
                    Files.exists(folder) ? "is a file; must be the folder that holds the IDX files" : "no such folder");
        searched.add(folder.toString());
        return new IdxFolder.OnDisk(folder);
    }

    private String hint(String name, boolean byFetching) {
        String byHand = "put " + IdxFolder.Part.GZIPPED_NAMES + " into " + places.cache().resolve(name);
        IdxDataset.Known data = known.get(name);
        if (data == null) return byHand;
        return (byFetching && data.publisher().isPresent() ? "`gnn data fetch " + name + "` downloads it, or " : "")
                + data.debian().map(debian -> "install the Debian package " + debian + ", or ").orElse("") + byHand;
    }
}

package org.tanhwg.datasets;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The folders where data sets are looked for.
 *
 * @param explicit the folder that itself holds the IDX files; when given, nothing else is looked at
 * @param gnnData  holds a folder per data set; what the variable GNN_DATA says
 * @param cache    holds a folder per data set; what {@link DataCatalog#fetch} fills
 * @param system   holds a folder per data set; where Debian puts them
 */
public record DataPlaces(Optional<Path> explicit, Optional<Path> gnnData, Path cache, Path system) {

    /** The places of this user: GNN_DATA, then XDG_CACHE_HOME/gnn (by default ~/.cache/gnn), then /usr/share/datasets. */
    public static DataPlaces of(Map<String, String> environment, Optional<Path> explicit) {
        Path caches = variable(environment, "XDG_CACHE_HOME").filter(Path::isAbsolute) // as the XDG specification wants
                .orElseGet(
                        () -> variable(environment, "HOME").orElse(Path.of(System.getProperty("user.home"))).resolve(".cache"));
        return new DataPlaces(explicit, variable(environment, "GNN_DATA"), caches.resolve("gnn"), Path.of("/usr/share/datasets"));
    }

    private static Optional<Path> variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank()).map(Path::of);
    }
}

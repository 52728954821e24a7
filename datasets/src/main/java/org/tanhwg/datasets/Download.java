package org.tanhwg.datasets;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;

/** Brings a published data set into a folder: nothing arrives there before all four files hold their checksums. */
final class Download {
    /** Twice the largest file of Fashion-MNIST. */
    private static final int MOST_BYTES = 1 << 26;

    private final HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(20)).build();

    /**
     * Downloads into {@code folder}, replacing what it has of the four files.
     *
     * @throws IOException   if the publisher cannot be reached or the folder not be written
     * @throws DataException if what came is not what was published
     */
    void run(IdxDataset.Known data, URI publisher, Path folder) throws IOException {
        Files.createDirectories(folder);
        Path arrivals = Files.createTempDirectory(folder, "fetch-"); // beside the target, so that moving is atomic
        try {
            for (IdxFolder.Part part : IdxFolder.Part.values())
                fetch(publisher.resolve(part.gzipped()), arrivals.resolve(part.gzipped()));
            IdxDataset.read(data.name(), new IdxFolder.OnDisk(arrivals), Optional.of(data));
            for (IdxFolder.Part part : IdxFolder.Part.values()) {
                Files.move(arrivals.resolve(part.gzipped()), folder.resolve(part.gzipped()), StandardCopyOption.ATOMIC_MOVE);
                Files.deleteIfExists(folder.resolve(part.file)); // a plain file would be preferred to the one just checked
            }
        } finally {
            for (IdxFolder.Part part : IdxFolder.Part.values()) Files.deleteIfExists(arrivals.resolve(part.gzipped()));
            Files.deleteIfExists(arrivals);
        }
    }

    private void fetch(URI from, Path to) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(from).timeout(Duration.ofMinutes(1)).build();
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) throw new IOException(from + " answers with status " + response.statusCode());
                byte[] bytes = body.readNBytes(MOST_BYTES + 1);
                if (bytes.length > MOST_BYTES) throw new IOException(from + " sends more than " + (MOST_BYTES >> 20) + " MiB");
                Files.write(to, bytes);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while fetching " + from);
        }
    }
}

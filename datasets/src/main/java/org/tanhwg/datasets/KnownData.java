package org.tanhwg.datasets;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What is known beforehand of a published data set.
 *
 * @param sums      SHA-256 of the unpacked files, in the order of {@link IdxPart}
 * @param publisher folder from which the gzipped files can be downloaded
 * @param debian    package of the Debian distribution that holds it
 */
record KnownData(String name, int classes, List<String> sums, Optional<URI> publisher, Optional<String> debian) {
    static final KnownData MNIST = new KnownData("mnist", 10, List.of(
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"), Optional.empty(), Optional.empty());

    /** The bucket that the README of github.com/zalandoresearch/fashion-mnist names, by its https address. */
    static final KnownData FASHION_MNIST = new KnownData("fashion-mnist", 10, List.of(
            "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
            "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
            "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
            "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
            Optional.of(URI.create("https://fashion-mnist.s3.eu-central-1.amazonaws.com/")),
            Optional.of("dataset-fashion-mnist"));
}

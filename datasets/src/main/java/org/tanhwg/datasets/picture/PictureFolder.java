package org.tanhwg.datasets.picture;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.DataFiles;
import org.tanhwg.datasets.Dataset;
import org.tanhwg.datasets.Examples;
import org.tanhwg.datasets.Holdout;
import org.tanhwg.datasets.Targets;
import org.tanhwg.datasets.inputs.DataDescription;
import org.tanhwg.datasets.inputs.DataOptions;
import org.tanhwg.datasets.inputs.OutputRecord;
import org.tanhwg.datasets.inputs.Reading;

/** Folders of pictures by class as a data set. */
public final class PictureFolder {
    private PictureFolder() {}

    /** Whether a folder looks as if it held pictures by class. */
    public static boolean isOne(Path folder) {
        return PictureTree.isOne(folder);
    }

    /** @throws DataException if a picture cannot be decoded or has another size, a class has none, or a link leads back */
    public static Reading read(Path folder, DataOptions options) {
        PictureTree tree = PictureTree.of(folder);
        List<String> notes = new ArrayList<>();
        if (tree.added() > 0)
            notes.add(DataFiles.grouped(tree.added()) + " examples of validation are training examples here, after the others");
        if (tree.others() > 0)
            notes.add((tree.others() == 1 ? "1 file that is not a picture by its name is"
                    : DataFiles.grouped(tree.others()) + " files that are not pictures by their names are") + " passed over");
        List<PictureTree.Entry> train = tree.train(), test;
        if (tree.test().isPresent()) {
            test = tree.test().get();
        } else {
            int[] labels = train.stream().mapToInt(PictureTree.Entry::label).toArray();
            Holdout rows = Holdout.stratified(labels, tree.classes().size(), options.testShare(), options.seed())
                    .requireBoth(folder.toString());
            notes.add(rows.note(options.testShare(), options.seed()));
            test = Arrays.stream(rows.test()).mapToObj(tree.train()::get).toList();
            train = Arrays.stream(rows.train()).mapToObj(tree.train()::get).toList();
        }
        Decoding.Sides decoded = Decoding.cached(folder, train, test, options, notes);
        notes.addAll(decoded.bad());
        Dataset data = new Dataset(folder.toAbsolutePath().normalize().getFileName().toString(),
                examples(folder, decoded.train(), tree),
                examples(tree.test().isPresent() ? folder.resolve("test") : folder, decoded.test(), tree),
                sha256(decoded, tree.classes()), tree.classes());
        String format = "pictures in " + tree.classes().size() + " folders"
                + (tree.test().isPresent() ? " of train/ and test/" : "");
        return Reading.ofPictures(folder.toString(), DataDescription.Kind.IMAGES, format, data,
                OutputRecord.of(OutputRecord.Task.CLASSIFICATION, data.outputs()), 255, options.size().isPresent(),
                notes);
    }

    private static Examples examples(Path folder, Decoding decoded, PictureTree tree) {
        if (decoded.labels().length == 0) throw new DataException(folder.toString(), Decoding.NONE);
        return Examples.ofPixels(decoded.samples(), 255, decoded.shape(),
                new Targets.Classes(decoded.labels(), tree.classes().size()));
    }

    private static String sha256(Decoding.Sides decoded, List<String> classes) {
        MessageDigest digest = DataFiles.newSha256();
        digest.update((decoded.train().shape() + "\n" + String.join("\n", classes)).getBytes(StandardCharsets.UTF_8));
        for (Decoding side : List.of(decoded.train(), decoded.test())) {
            ByteBuffer labels = ByteBuffer.allocate(4 * side.labels().length + 4).putInt(side.labels().length);
            for (int label : side.labels()) labels.putInt(label);
            digest.update(labels.array());
            digest.update(side.samples());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}

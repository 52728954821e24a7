package org.tanhwg.datasets.picture;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.tanhwg.core.compact.Cells;
import org.tanhwg.datasets.DataException;
import org.tanhwg.datasets.inputs.NaturalOrder;

/**
 * Which pictures a folder holds: one folder for each class, in one tree or in {@code train} and {@code test}. Nothing is decoded.
 *
 * @param classes names of the class folders; numbers in their order
 * @param train   training pictures by file name, across classes, those of {@code val} after the others
 * @param test    test pictures alike; empty if there is no {@code test}
 * @param others  number of files that are not called as pictures are
 * @param added   number of pictures of {@code val}
 */
record PictureTree(Path folder, List<String> classes, List<Entry> train, Optional<List<Entry>> test, int others, int added) {
    private static final List<String> VALIDATION = List.of("val", "valid", "validation");
    private static final int DEEPEST = 20;

    /** A picture. @param name its path below the folder of its class */
    record Entry(Path file, String name, int label, long size, long modified) {}

    /** Whether a folder has folders with pictures in them: a short look. */
    static boolean isOne(Path folder) {
        return children(folder).stream().flatMap(child -> Stream.concat(Stream.of(child), children(child).stream()))
                .anyMatch(PictureTree::holdsPicture);
    }

    private static boolean holdsPicture(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(PictureFile::isNamed);
        } catch (IOException e) {
            throw DataException.unreadable(folder, e);
        }
    }

    /** @throws DataException if a class has no picture, a link leads back to a folder above it, or a folder cannot be read */
    static PictureTree of(Path folder) {
        Path train = folder.resolve("train");
        boolean split = Files.isDirectory(train);
        List<Path> roots = new ArrayList<>(List.of(split ? train : folder));
        if (split) VALIDATION.stream().map(folder::resolve).filter(Files::isDirectory).forEach(roots::add);
        Optional<Path> test = Optional.of(folder.resolve("test")).filter(root -> split && Files.isDirectory(root));
        var names = new TreeSet<String>(NaturalOrder.INSTANCE);
        Stream.concat(roots.stream(), test.stream()).flatMap(root -> children(root).stream())
                .forEach(child -> names.add(child.getFileName().toString()));
        List<String> classes = List.copyOf(names);
        if (classes.isEmpty())
            throw new DataException(folder.toString(),
                    "has no folder of pictures; must have one for each class, or train/ and test/ with those");
        int[] others = new int[1];
        List<Entry> pictures = new ArrayList<>(entries(roots.get(0), classes, others));
        int first = pictures.size();
        for (Path root : roots.subList(1, roots.size())) pictures.addAll(entries(root, classes, others));
        return new PictureTree(folder, classes, pictures, test.map(root -> entries(root, classes, others)), others[0],
                pictures.size() - first);
    }

    /** Folders in a folder that are not hidden, in natural order. */
    private static List<Path> children(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(child -> !isHidden(child)).peek(PictureTree::requireThere).filter(Files::isDirectory)
                    .sorted(Comparator.comparing(child -> child.getFileName().toString(), NaturalOrder.INSTANCE)).toList();
        } catch (IOException e) {
            throw DataException.unreadable(folder, e);
        }
    }

    /** A class must not be missing because a disk is. */
    private static void requireThere(Path path) {
        if (!Files.exists(path) && Files.isSymbolicLink(path))
            throw new DataException(path.toString(), "is a link to something that is not there; mend it, or remove it");
    }

    private static boolean isHidden(Path path) {
        String name = path.getFileName().toString();
        return name.startsWith(".") || name.equals("__MACOSX");
    }

    private static List<Entry> entries(Path root, List<String> classes, int[] others) {
        List<Entry> all = new ArrayList<>();
        List<String> empty = new ArrayList<>();
        for (Path child : children(root)) {
            int before = all.size();
            collect(child, classes.indexOf(child.getFileName().toString()), all, others);
            if (all.size() == before) empty.add(child.getFileName().toString());
        }
        if (!empty.isEmpty())
            throw new DataException(root.toString(), "no picture in the folder of class " + Cells.some(empty)
                    + "; put some there, or remove the folder");
        all.sort(Comparator.comparing(Entry::name, NaturalOrder.INSTANCE).thenComparing(Entry::label));
        return all;
    }

    private static void collect(Path root, int label, List<Entry> into, int[] others) {
        try {
            Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEEPEST, new SimpleFileVisitor<>() {
                @Override public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return isHidden(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (isHidden(file)) return FileVisitResult.CONTINUE;
                    requireThere(file);
                    if (!attributes.isRegularFile() || !PictureFile.isNamed(file)) others[0]++;
                    else
                        into.add(new Entry(file, root.relativize(file).toString().replace('\\', '/'), label, attributes.size(),
                                attributes.lastModifiedTime().toMillis()));
                    return FileVisitResult.CONTINUE;
                }

                @Override public FileVisitResult visitFileFailed(Path file, IOException e) {
                    if (e instanceof FileSystemLoopException)
                        throw new DataException(file.toString(), "is a link to a folder above it; remove it", e);
                    throw DataException.unreadable(file, e);
                }
            });
        } catch (IOException e) {
            throw DataException.unreadable(root, e);
        }
    }
}

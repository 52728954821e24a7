package org.tanhwg.datasets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A text as numbers: each character stands for its place among the characters that the text has, in the order of their code points.
 *
 * @param alphabet code points that occur, ascending
 * @param symbols indices into the alphabet, character after character
 * @param sha256 sum of the whole file
 */
public record TextData(int[] alphabet, int[] symbols, String sha256) {
    /** More different characters than this are not a task for one input each. */
    public static final int MOST_CHARACTERS = 1000;

    /**
     * Reads the beginning of a file; line ends of Windows count as one character, a byte order mark as none.
     *
     * @param most characters that are read, ≥ 1
     * @throws DataException if the file cannot be read, is not UTF-8 text, is empty or has too many different characters
     */
    public static TextData read(Path file, int most) {
        DataException.requireFile(file, "a text file");
        try {
            byte[] bytes = Files.readAllBytes(file);
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            if (text.startsWith("\ufeff")) text = text.substring(1); // byte order mark, as some editors write it
            int[] points = text.replace("\r\n", "\n").codePoints().limit(most).toArray();
            int[] alphabet = Arrays.stream(points).distinct().sorted().toArray();
            if (alphabet.length < 2)
                throw new DataException(file.toString(),
                        "has " + alphabet.length + " different characters; must have at least 2");
            if (alphabet.length > MOST_CHARACTERS)
                throw new DataException(file.toString(), "has " + alphabet.length + " different characters; must have at most "
                        + MOST_CHARACTERS + ", as texts in an alphabet have");
            int[] symbols = Arrays.stream(points).map(point -> Arrays.binarySearch(alphabet, point)).toArray();
            return new TextData(alphabet, symbols, HexFormat.of().formatHex(DataFiles.newSha256().digest(bytes)));
        } catch (CharacterCodingException e) {
            throw new DataException(file.toString(), "is not UTF-8 text", e);
        } catch (IOException e) {
            throw DataException.unreadable(file, e);
        }
    }

    /** This text in the letters of another one: characters that the other has not are left out. */
    public TextData spelt(int[] inLetters) {
        int[] places = Arrays.stream(symbols).map(symbol -> Arrays.binarySearch(inLetters, alphabet[symbol]))
                .filter(at -> at >= 0)
                .toArray();
        return new TextData(inLetters, places, sha256);
    }

    /** The text again, from the {@code from}-th character up to the {@code to}-th. */
    public String text(int from, int to) {
        var text = new StringBuilder();
        for (int i = from; i < to; i++) text.appendCodePoint(alphabet[symbols[i]]);
        return text.toString();
    }
}

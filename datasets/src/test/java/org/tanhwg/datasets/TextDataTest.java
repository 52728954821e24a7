package org.tanhwg.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class TextDataTest {
    @TempDir Path folder;

    private TextData read(String text, int most) throws IOException {
        return TextData.read(Files.writeString(folder.resolve("text"), text), most);
    }

    @Test void charactersAreNumbersInTheOrderOfTheirCodePoints() throws IOException {
        TextData text = read("b€a😀\r\nab", 100);
        assertThat(text.alphabet()).containsExactly('\n', 'a', 'b', '€', 0x1f600);
        assertThat(text.symbols()).containsExactly(2, 3, 1, 4, 0, 1, 2);
        assertThat(text.text(1, 4)).isEqualTo("€a😀");
        assertThat(read("abcabcd", 4).symbols()).containsExactly(0, 1, 2, 0);
    }

    @Test void aByteOrderMarkIsNoCharacter() throws IOException {
        assertThat(read("\ufeffab\ufeff", 100).alphabet()).as("the mark alone at the beginning").containsExactly('a', 'b',
                0xfeff);
        assertThat(read("\ufeffab", 2).text(0, 2)).isEqualTo("ab");
    }

    @ParameterizedTest
    @EnumSource void batchesHoldEachCharacterAndTheNext(TextBatch.Layout layout) throws IOException {
        TextData text = read("abcabbac", 100);
        TextBatch batch = new TextBatch(text, 2, 3, 5, layout);
        batch.fill(excerpt -> 0);
        DataSet filled = batch.fill(excerpt -> 3 * excerpt + 1);
        assertThat(filled.getFeatures().shape()).containsExactly(2, 3, 3);
        assertThat(argMax(filled.getFeatures())).isEqualTo("bcabba");
        assertThat(argMax(filled.getLabels())).isEqualTo("cabbac".substring(0, 3) + "bac");
        assertThat(filled.getFeatures().sumNumber().doubleValue()).isEqualTo(6 * 5);
        assertThat(filled.getLabels().sumNumber().doubleValue()).isEqualTo(6);
    }

    private static String argMax(INDArray sequences) {
        return IntStream.range(0, 6).mapToObj(i -> IntStream.range(0, 3).filter(c -> sequences.getDouble(i / 3, c, i % 3) > 0)
                .mapToObj(c -> "" + (char) ('a' + c)).collect(Collectors.joining())).collect(Collectors.joining());
    }

    @Test void whatIsNoTextIsNamed() throws IOException {
        assertThatThrownBy(() -> TextData.read(folder.resolve("none"), 9)).isInstanceOf(DataException.class)
                .hasMessage(folder.resolve("none") + ": no such file");
        assertThatThrownBy(() -> TextData.read(folder, 9)).hasMessageContaining("is a folder; must be a text file");
        assertThatThrownBy(() -> read("aaa", 9)).hasMessageContaining("has 1 different characters; must have at least 2");
        assertThatThrownBy(() -> read("", 9)).hasMessageContaining("has 0 different characters");
        String all = IntStream.range(1000, 2001).mapToObj(Character::toString).collect(Collectors.joining());
        assertThatThrownBy(() -> read(all, 9999)).hasMessageContaining("1001 different characters; must have at most 1000");
        Path binary = Files.write(folder.resolve("binary"), new byte[] {'a', (byte) 0xff});
        assertThatThrownBy(() -> TextData.read(binary, 9)).hasMessage(binary + ": is not UTF-8 text");
    }
}

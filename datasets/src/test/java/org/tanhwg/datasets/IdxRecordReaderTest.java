package org.tanhwg.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.datavec.api.records.Record;
import org.datavec.api.split.CollectionInputSplit;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;

class IdxRecordReaderTest {
    @TempDir Path folder;
    private final IdxRecordReader reader = new IdxRecordReader();
    private URI images;
    private URI labels;

    @BeforeEach void write() throws Exception {
        images = Files.write(folder.resolve("i"), IdxFiles.images(5)).toUri();
        labels = Files.write(folder.resolve("l"), IdxFiles.labels(IdxFiles.TRAIN_LABELS)).toUri();
    }

    /** Deeplearning4j's iterator over the reader and ours over the array show the same batches, twice. */
    @Test void feedsDeeplearning4jAsTheIteratorDoes() throws Exception {
        reader.initialize(new CollectionInputSplit(List.of(images, labels)));
        var theirs = new RecordReaderDataSetIterator(reader, 2, 1, 3);
        var examples = new Examples(IdxArray.read(Path.of(images), 3).scaled(), 6, IdxFiles.TRAIN_LABELS, 3,
                Optional.empty());
        var ours = ExamplesIterator.inOrder(examples, 2);
        for (int round = 0; round < 2; round++, theirs.reset(), ours.reset()) {
            while (ours.hasNext()) {
                DataSet expected = ours.next();
                DataSet actual = theirs.next();
                assertThat(actual.getFeatures()).isEqualTo(expected.getFeatures());
                assertThat(actual.getLabels()).isEqualTo(expected.getLabels());
            }
            assertThat(theirs.hasNext()).isFalse();
        }
        assertThat(reader.getLabels()).containsExactly("0", "1", "2");
    }

    @Test void findsARecordAgainByItsMetaData() throws Exception {
        reader.initialize(new CollectionInputSplit(List.of(images, labels)));
        reader.next();
        Record second = reader.nextRecord();
        assertThat(reader.loadFromMetaData(second.getMetaData()).getRecord()).isEqualTo(second.getRecord());
    }

    @Test void wantsTwoFilesThatBelongTogether() throws Exception {
        assertThatThrownBy(() -> reader.initialize(new CollectionInputSplit(List.of(images)))).isInstanceOf(DataException.class)
                .hasMessageContaining("must name two files");
        Files.write(Path.of(labels), IdxFiles.labels(1, 2));
        assertThatThrownBy(() -> reader.initialize(new CollectionInputSplit(List.of(images, labels))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("2 labels for 5 images");
    }
}

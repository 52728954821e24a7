/**
 * One's own data: {@link org.tanhwg.datasets.source.DataSource} understands what lies at a path.
 *
 * <pre>
 * DataSource source = DataSource.open(path, DataOptions.DEFAULTS.withLabels("species"));
 * source.description().lines()   what was understood, problems first; toJson() for programs
 * source.dataset()               training and test examples, or the first problem as a DataException
 * source.inputs()                what the model must know of its data: InputRecord, toJson() and fromJson()
 * </pre>
 *
 * <p>How a file becomes examples:
 *
 * <pre>
 * path → DataSource ─┬─ IDX folder        DataCatalog ─────────────────────────────────┐
 *                    ├─ .npz              array.NpzReader: NpyArray → PixelScale        ├→ Reading = DataDescription
 *                    ├─ picture folders   picture.PictureFolder: PictureTree → Decoding │           + Dataset (train and test Examples)
 *                    └─ CSV and the like  table.TableReader: TableFormat → Table        │           + InputRecord
 *                                         → TableLabels → ColumnLearning ──────────────┘
 * </pre>
 *
 * <p>Labels of all kinds go through {@code LabelSet} (classes, targets, or several labels); a test side that is not there is held out by {@code Holdout}. Later,
 * {@code InputRecord.pixels().apply(picture)} or {@code rows().apply(cells)} does to raw input what training did; {@code table.TableRows} and
 * {@code picture.PictureFile} give it raw rows and pictures.
 */
package org.tanhwg.datasets.source;

/** Folders of pictures as data sets: which files there are, in which order, and what their pixels are. Decoders are those of ImageIO and its plugins. */
package org.tanhwg.datasets.picture;

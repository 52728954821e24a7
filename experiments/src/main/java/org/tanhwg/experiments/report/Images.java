package org.tanhwg.experiments.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jsoup.nodes.Element;

/** Small grey images side by side, each with a caption and a note below it. */
public record Images(String title, List<Picture> pictures) implements Chart {
    public Images { pictures = List.copyOf(pictures); }

    /** One image: {@code pixels} row by row, 0 black to 1 white, values outside are clipped; the array is not copied. */
    public record Picture(int rows, int columns, float[] pixels, String caption, String note, String tip) {
        public Picture {
            if (pixels.length != rows * columns)
                throw new IllegalArgumentException("pixels: " + pixels.length + " values for " + rows + " rows of " + columns);
        }

        private String dataUri() {
            BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_BYTE_GRAY);
            for (int i = 0; i < pixels.length; i++)
                image.getRaster().setSample(i % columns, i / columns, 0, Math.round(255 * Math.min(1, Math.max(0, pixels[i]))));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
                ImageIO.write(image, "png", out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
        }
    }

    @Override public void drawInto(Element parent) {
        Element list = Svg.figure(parent, title).addClass("wide").appendElement("div").addClass("images");
        for (Picture picture : pictures) {
            Element item = list.appendElement("div").attr("title", picture.tip);
            item.appendElement("img").attr("src", picture.dataUri()).attr("alt", picture.tip);
            item.appendElement("b").text(picture.caption);
            item.appendElement("span").text(picture.note);
        }
    }
}

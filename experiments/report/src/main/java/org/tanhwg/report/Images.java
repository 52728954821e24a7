package org.tanhwg.report;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jsoup.nodes.Element;
import org.tanhwg.report.Page.Block;

/** Small images side by side, each with a caption and a note below it. */
public record Images(String title, List<Picture> pictures) implements Block {
    public Images { pictures = List.copyOf(pictures); }

    /** One image: {@code colours} row by row, red, green and blue in the lowest 24 bits; the array is not copied. */
    public record Picture(int rows, int columns, int[] colours, String caption, String note, String tip) {
        public Picture {
            if (colours.length != rows * columns)
                throw new IllegalArgumentException("pixels: " + colours.length + " values for " + rows + " rows of " + columns);
        }

        /** From 0 black to 1 white; values outside are clipped. */
        public static int grey(float value) {
            return Math.round(255 * Math.min(1, Math.max(0, value))) * 0x010101;
        }

        /** The phase of a complex number as a hue, its modulus, at most 1, as saturation: 0 is grey. */
        public static int hue(float re, float im) {
            return Color.HSBtoRGB((float) (Math.atan2(im, re) / (2 * Math.PI)), (float) Math.min(1, Math.hypot(re, im)), 0.8f);
        }

        private String dataUri() {
            BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
            image.setRGB(0, 0, columns, rows, colours, 0, columns);
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

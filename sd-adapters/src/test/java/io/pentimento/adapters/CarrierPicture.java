package io.pentimento.adapters;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;

/** Writes pictures that carry embeddings, as the WebUI does after training. */
final class CarrierPicture {
  private CarrierPicture() {}

  /** Returns the JSON of vectors under a name. */
  static String json(String name, float[]... vectors) {
    StringBuilder rows = new StringBuilder();
    for (float[] vector : vectors) {
      rows.append(rows.isEmpty() ? "" : ", ").append(Arrays.toString(vector));
    }
    return "{\"string_to_token\": {\"*\": 265}, \"string_to_param\": {\"*\": {\"TORCHTENSOR\": ["
        + rows
        + "]}}, \"name\": \""
        + name
        + "\", \"step\": 600, \"sd_checkpoint\": null}";
  }

  /** A small picture of its own colours. */
  static BufferedImage plain(int width, int height) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        picture.setRGB(x, y, 0x204060 + 0x010203 * (x + y));
      }
    }
    return picture;
  }

  /** Writes a PNG with a text chunk behind its header. */
  static Path withText(Path path, String json) {
    byte[] text = Base64.getEncoder().encode(json.getBytes(StandardCharsets.UTF_8));
    return withChunk(path, text);
  }

  static Path withChunk(Path path, byte[] text) {
    byte[] png = png(plain(8, 8));
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    chunk.writeBytes("tEXtsd-ti-embedding\0".getBytes(StandardCharsets.ISO_8859_1));
    chunk.writeBytes(text);
    byte[] typeAndData = chunk.toByteArray();
    CRC32 crc = new CRC32();
    crc.update(typeAndData);
    int header = 8 + 25;
    return write(
        path,
        ByteBuffer.allocate(png.length + typeAndData.length + 8)
            .put(png, 0, header)
            .putInt(typeAndData.length - 4)
            .put(typeAndData)
            .putInt((int) crc.getValue())
            .put(png, header, png.length - header)
            .array());
  }

  /** Writes a PNG that hides zlib of the text in its pixels, and nothing in its chunks. */
  static Path withPixels(Path path, String json) {
    return write(path, png(hidden(zlib(json.getBytes(StandardCharsets.UTF_8)), 24)));
  }

  /** Hides bytes beside a picture of a given height. */
  static BufferedImage hidden(byte[] bytes, int height) {
    int width = bytes.length / (3 * height) + 1;
    BufferedImage inner = plain(20, height);
    BufferedImage all = new BufferedImage(2 * width + 22, height, BufferedImage.TYPE_INT_RGB);
    all.getRaster().setRect(width + 1, 0, inner.getRaster());
    Random decoration = new Random(5);
    long state = 0;
    for (int i = 0; i < 3 * width * height; i++) {
      state = (1664525 * state + 1013904223) % (1L << 32);
      int noise = (int) (state % 255 % 16);
      int value = bytes[i % bytes.length] & 0xff;
      int x = i / 3 % width;
      int y = i / 3 / width;
      int left = 16 * (1 + decoration.nextInt(15)) + (value % 16 ^ noise);
      int right = 16 * (1 + decoration.nextInt(15)) + (value / 16 ^ noise);
      all.getRaster().setSample(x, y, i % 3, left);
      all.getRaster().setSample(width + 22 + x, y, i % 3, right);
    }
    return all;
  }

  static byte[] zlib(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      deflater.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  static byte[] png(BufferedImage picture) {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      ImageIO.write(picture, "png", png);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return png.toByteArray();
  }

  static Path write(Path path, byte[] content) {
    try {
      return Files.write(path, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

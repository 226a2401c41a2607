package io.pentimento.examples;

import io.pentimento.image.ImageSize;
import picocli.CommandLine.ITypeConverter;

/** Reads the size of a tile: a width and a height, or one number for both. */
final class TileConverter implements ITypeConverter<ImageSize> {
  @Override
  public ImageSize convert(String text) {
    return new SizeConverter().convert(text.contains("x") ? text : text + "x" + text);
  }
}

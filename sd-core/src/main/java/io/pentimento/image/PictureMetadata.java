package io.pentimento.image;

import java.util.Optional;

/**
 * What stands in a picture file beside the samples, as far as it changes how they are to be seen.
 *
 * @param exif EXIF, with or without JPEG's preamble
 * @param profile an ICC profile that the reader of the samples does not look at
 */
record PictureMetadata(Optional<byte[]> exif, Optional<byte[]> profile) {
  static final PictureMetadata NONE = new PictureMetadata(Optional.empty(), Optional.empty());
}

package io.pentimento.image;

import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A file in memory for the readers of Java. Unlike Java's own streams over memory it knows its
 * length, so that readers can refuse what a damaged file claims to hold before they make room.
 */
final class ByteArrayImageInput extends ImageInputStreamImpl {
  private final byte[] content;

  ByteArrayImageInput(byte[] content) {
    this.content = content;
  }

  @Override
  public long length() {
    return content.length;
  }

  @Override
  public int read() {
    bitOffset = 0;
    return streamPos < content.length ? content[(int) streamPos++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int from, int length) {
    bitOffset = 0;
    if (length > 0 && streamPos >= content.length) {
      return -1;
    }
    int count = (int) Math.min(length, content.length - streamPos);
    System.arraycopy(content, (int) streamPos, target, from, count);
    streamPos += count;
    return count;
  }
}

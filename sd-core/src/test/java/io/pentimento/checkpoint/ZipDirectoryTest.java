package io.pentimento.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipDirectoryTest {
  private static final byte[] PICKLE = TorchFixture.pickle().op('}').end();

  @TempDir Path folder;

  private byte[] archive() throws IOException {
    return Files.readAllBytes(TorchFixture.zip(folder.resolve("w.pt"), PICKLE, Map.of()));
  }

  private void refused(byte[] archive, String message) throws IOException {
    Path path = Files.write(folder.resolve("bad.pt"), archive);
    assertThatThrownBy(
            () -> {
              try (MappedFile file = MappedFile.open(path)) {
                ZipDirectory zip = ZipDirectory.read(file);
                for (String name : zip.names()) {
                  zip.region(name);
                }
              }
            })
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(message);
  }

  private static int indexOf(byte[] archive, int signature) {
    ByteBuffer bytes = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i <= archive.length - 4; i++) {
      if (bytes.getInt(i) == signature) {
        return i;
      }
    }
    throw new AssertionError("no such record");
  }

  private static byte[] with(byte[] archive, int at, int value, int bytes) {
    byte[] changed = archive.clone();
    ByteBuffer buffer = ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes == 2) {
      buffer.putShort(at, (short) value);
    } else {
      buffer.putInt(at, value);
    }
    return changed;
  }

  @Test
  void read_zip64ArchiveIsRead() throws IOException {
    byte[] name = "a/data.pkl".getBytes(StandardCharsets.UTF_8);
    ByteBuffer zip = ByteBuffer.allocate(1000).order(ByteOrder.LITTLE_ENDIAN);
    zip.putInt(0x04034b50)
        .position(26)
        .putShort((short) name.length)
        .putShort((short) 3)
        .put(name)
        .put(new byte[3]);
    zip.put(PICKLE);
    int directory = zip.position();
    zip.putInt(0x02014b50)
        .putShort(directory + 28, (short) name.length)
        .putShort(directory + 30, (short) 36);
    zip.putInt(directory + 20, -1).putInt(directory + 24, -1).putInt(directory + 42, -1);
    zip.position(directory + 46).put(name).putShort((short) 0x7777).putShort((short) 4).putInt(0);
    zip.putShort((short) 1)
        .putShort((short) 24)
        .putLong(PICKLE.length)
        .putLong(PICKLE.length)
        .putLong(0);
    int end64 = zip.position();
    zip.putInt(0x06064b50)
        .putLong(44)
        .position(end64 + 40)
        .putLong(end64 - directory)
        .putLong(directory);
    zip.putInt(0x07064b50).putInt(0).putLong(end64).putInt(1);
    zip.putInt(0x06054b50).putInt(0).putInt(-1).putInt(-1).putInt(-1).putShort((short) 0);
    byte[] content = new byte[zip.position()];
    zip.flip().get(content);
    Path path = Files.write(folder.resolve("wide.pt"), content);
    try (TorchFile file = TorchFile.open(path)) {
      assertThat(file.content()).isEqualTo(Map.of());
    }
    refused(with(content, end64, 0, 4), "the zip64 end record is not where its locator says it is");
    refused(
        with(content, directory + 46 + name.length + 8 + 2, 7, 2),
        "the directory of the zip archive is damaged");
    refused(with(content, directory + 46 + name.length + 8 + 4 + 4, 1 << 30, 4), "is compressed");
  }

  @Test
  void region_liesAreRefused() throws IOException {
    byte[] archive = archive();
    int entry = indexOf(archive, 0x02014b50);
    refused(with(archive, entry + 8, 1, 2), "is encrypted");
    refused(with(archive, entry + 10, 99, 2), "is compressed (method 99)");
    refused(with(archive, entry + 24, 1000, 4), "is compressed");
    refused(
        with(with(archive, entry + 24, 1 << 30, 4), entry + 20, 1 << 30, 4),
        "is said to have 1073741824 bytes, more than the file has");
    refused(with(archive, entry + 42, 5, 4), "has no header at byte 5");
    refused(with(archive, entry + 42, 0x7fffffff, 4), "must lie inside the file");
    refused(with(archive, entry + 28, 0xffff, 2), "the directory of the zip archive is damaged");
    refused(with(archive, 26, 0xffff, 2), "more than the file has");
    int end = indexOf(archive, 0x06054b50);
    refused(with(archive, end + 12, 3, 4), "the directory of the zip archive is damaged");
    refused(with(archive, end + 12, -1, 4), "at most 67108864 are read");
    refused(with(archive, end + 16, -1, 4), "must lie inside the file");
    refused(with(archive, end, 0, 4), "the zip archive has no end record");
  }

  @Test
  void read_namesMustBeUnique() throws IOException {
    byte[] archive =
        Files.readAllBytes(
            TorchFixture.zip(
                folder.resolve("w.pt"), PICKLE, Map.of("0", new byte[1], "1", new byte[1])));
    String text = new String(archive, StandardCharsets.ISO_8859_1);
    byte[] renamed =
        text.replace("archive/data/1", "archive/data/0").getBytes(StandardCharsets.ISO_8859_1);
    refused(renamed, "archive/data/0 in ");
    refused(renamed, "occurs twice in the archive");
  }
}

package io.pentimento.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A file written by {@code torch.save} ({@code .ckpt}, {@code .pt}, {@code .pth}, {@code .bin}),
 * read without running any of its code: its pickle may build plain values and describe tensors, and
 * nothing else.
 *
 * <p>As a checkpoint it has the tensors of the saved dictionary, or of the one under {@code
 * state_dict}, {@code params_ema} or {@code params} where there is such. Tensors of dictionaries
 * inside are named {@code outer.inner}. All else that was saved is in {@link #content()}.
 */
public final class TorchFile implements Checkpoint {
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] LEGACY = {
    (byte) 0x80,
    2,
    (byte) 0x8a,
    10,
    0x6c,
    (byte) 0xfc,
    (byte) 0x9c,
    0x46,
    (byte) 0xf9,
    0x20,
    0x6a,
    (byte) 0xa8,
    0x50,
    0x19
  };

  /** Where a tar archive has its mark. */
  private static final int TAR_MARK = 257;

  private final MappedFile file;
  private final TorchContainer container;
  private final Map<String, TorchTensor> tensors;

  private TorchFile(MappedFile file, TorchContainer container) throws ModelFormatException {
    this.file = file;
    this.container = container;
    Optional<PickledObject> network = ModuleTree.module(container.content());
    this.tensors =
        network.isPresent()
            ? ModuleTree.tensors(file.path(), network.get())
            : new TensorTree(file.path()).tensors(container.content());
  }

  /**
   * Opens a file, runs its pickle safely, and checks that each tensor lies inside its storage and
   * each storage inside the file.
   *
   * @throws ModelFormatException if the file is damaged or asks for a class or function that
   *     weights do not need
   * @throws IOException if reading fails
   */
  public static TorchFile open(Path path) throws IOException {
    return open(path, UnknownClass.REFUSED);
  }

  /**
   * Opens a file that may hold whole objects, such as a network that was saved with its classes.
   * Still no code is run: a class that is not known here gives a {@link PickledObject}, which only
   * holds what the pickle hands to it. Of a saved network the tensors are those of its state dict,
   * by their names in it; under {@code ema} it is preferred to {@code model}.
   *
   * @throws ModelFormatException if the file is damaged
   * @throws IOException if reading fails
   */
  public static TorchFile openObjects(Path path) throws IOException {
    return open(path, UnknownClass.INERT);
  }

  private static TorchFile open(Path path, UnknownClass unknown) throws IOException {
    MappedFile file = MappedFile.open(path);
    byte[] head = new byte[(int) Math.min(512, file.size())];
    file.slice("first bytes", 0, head.length).get(head);
    if (startsWith(head, ZIP)) {
      return new TorchFile(file, TorchContainer.readZip(file, unknown));
    }
    if (startsWith(head, LEGACY)) {
      return new TorchFile(file, LegacyContainer.read(file, unknown));
    }
    if (new String(head, StandardCharsets.ISO_8859_1).startsWith("ustar", TAR_MARK)) {
      throw new ModelFormatException(
          path,
          "this is a tar archive of torch before 0.1.10, which is not read. Save it with a newer"
              + " torch.");
    }
    throw new ModelFormatException(
        path,
        "a torch.save file starts as a zip archive or with the magic number of torch, but this does"
            + " neither."
            + FileFormat.guess(head));
  }

  /** Tells whether a file that starts so is meant to be read by this class. */
  static boolean isTorch(byte[] head) {
    return startsWith(head, ZIP) || startsWith(head, LEGACY);
  }

  private static boolean startsWith(byte[] bytes, byte[] prefix) {
    return bytes.length >= prefix.length
        && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
  }

  /**
   * Returns the saved value: a {@link TorchTensor}, a {@code Map} with keys that are strings or
   * numbers, a {@code List} (of a list, tuple, set or size), {@code String}, {@code Long}, {@code
   * java.math.BigInteger}, {@code Double}, {@code Boolean}, a read-only {@code ByteBuffer}, a
   * {@link TensorType}, {@link PickledNone#NONE} or, of {@link #openObjects} alone, a {@link
   * PickledObject} or the name of a class. Maps and lists cannot be changed, contain no nulls and
   * are nested at most 100 deep. Values may be shared: a walk over all paths of a hostile file can
   * take forever, so look up what you need.
   */
  public Object content() {
    return container.content();
  }

  /**
   * Returns the elements of a tensor of {@link #content()} in row-major order, as a direct,
   * read-only, little-endian buffer. It is a view of the file where the tensor is contiguous there,
   * and a copy where it is not.
   *
   * @throws ModelFormatException if the tensor is too large for one buffer
   * @throws IllegalArgumentException if the tensor is not of this file
   * @throws IllegalStateException if this file is closed
   */
  public ByteBuffer bytes(TorchTensor tensor) throws ModelFormatException {
    return read("a tensor", tensor);
  }

  @Override
  public Path path() {
    return file.path();
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(tensors.keySet());
  }

  @Override
  public TensorInfo info(String name) throws ModelFormatException {
    TorchTensor tensor = tensor(name);
    return new TensorInfo(name, tensor.type(), tensor.shape());
  }

  @Override
  public ByteBuffer bytes(String name) throws ModelFormatException {
    return read(name, tensor(name));
  }

  @Override
  public void read(String name, long skip, ByteBuffer target) throws IOException {
    TorchTensor tensor = tensor(name);
    FileRegion region = container.storages().get(tensor.storage());
    long bytes = tensor.elements() * tensor.type().bytes();
    if (region == null || !tensor.isContiguous() || skip < 0 || target.remaining() > bytes - skip) {
      Checkpoint.super.read(name, skip, target);
    } else {
      file.read(name, region.offset() + tensor.offset() * tensor.type().bytes() + skip, target);
    }
  }

  /** Returns the network that was saved as an object, if one was; see {@link #openObjects}. */
  public Optional<PickledObject> network() {
    return ModuleTree.module(content());
  }

  /** Returns the numbers and texts that a training program saved beside the tensors. */
  @Override
  public Map<String, String> metadata() {
    if (!(content() instanceof Map<?, ?> saved)) {
      return Map.of();
    }
    Map<String, String> notes = new LinkedHashMap<>();
    saved.forEach(
        (key, value) -> {
          if (key instanceof String name && (value instanceof Number || value instanceof String)) {
            notes.put(name, value.toString());
          }
        });
    return Collections.unmodifiableMap(notes);
  }

  @Override
  public void close() {
    file.close();
  }

  private TorchTensor tensor(String name) throws ModelFormatException {
    TorchTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new ModelFormatException(path(), name, "there is no tensor of that name.", null);
    }
    return tensor;
  }

  private ByteBuffer read(String name, TorchTensor tensor) throws ModelFormatException {
    FileRegion region = container.storages().get(tensor.storage());
    int unit = tensor.type().bytes();
    if (region == null || tensor.storageElements() > region.length() / unit) {
      throw new IllegalArgumentException("tensor must come from the content of " + path() + ".");
    }
    long bytes = tensor.elements() * unit;
    if (bytes == 0 || tensor.isContiguous()) {
      return file.slice(name, region.offset() + (bytes == 0 ? 0 : tensor.offset() * unit), bytes);
    }
    if (bytes > MappedFile.LONGEST_SLICE) {
      throw new ModelFormatException(
          path(),
          name,
          "has "
              + bytes
              + " bytes; at most "
              + MappedFile.LONGEST_SLICE
              + " are read in one piece.",
          null);
    }
    ByteBuffer storage = file.slice(name, region.offset(), tensor.storageElements() * unit);
    ByteBuffer target = ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    new StridedCopy(tensor, storage, target).run();
    return target.flip().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }
}

package io.pentimento.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one of the containers of {@code torch.save} held.
 *
 * @param content the value that was saved
 * @param storages where the elements lie, by storage key
 */
record TorchContainer(Object content, Map<String, FileRegion> storages) {
  /** Longer pickles are refused: that of a model with a thousand tensors has 200 KB. */
  private static final long LONGEST_PICKLE = 128L << 20;

  /** Reads the zip container of torch 1.6 and later. */
  static TorchContainer readZip(MappedFile file, UnknownClass unknown) throws ModelFormatException {
    ZipDirectory zip = ZipDirectory.read(file);
    String root = root(file, zip);
    if (zip.names().contains(root + "constants.pkl")) {
      throw new ModelFormatException(
          file.path(),
          "this is a TorchScript archive, a program that holds its weights, and no code of a file"
              + " is run. Use the safetensors file of the same model; of CLIP ViT-L/14 it is"
              + " model.safetensors of openai/clip-vit-large-patch14.");
    }
    if (zip.names().contains(root + "byteorder")) {
      checkByteOrder(file, zip.region(root + "byteorder"));
    }
    FileRegion pickle = zip.region(root + "data.pkl");
    if (pickle.length() > LONGEST_PICKLE) {
      throw new ModelFormatException(
          file.path(),
          root + "data.pkl",
          "has " + pickle.length() + " bytes; at most " + LONGEST_PICKLE + " are read.",
          null);
    }
    PickleMachine machine =
        new PickleMachine(
            file.path(),
            root + "data.pkl",
            file.slice(root + "data.pkl", pickle.offset(), pickle.length()),
            unknown);
    Object content = machine.load();
    Map<String, FileRegion> storages = new LinkedHashMap<>();
    for (TorchStorage storage : machine.storages()) {
      String name = root + "data/" + storage.key();
      FileRegion region = storages.get(storage.key());
      if (region == null) {
        region = zip.region(name);
        storages.put(storage.key(), region);
      }
      checkSize(file, name, storage, region.length());
    }
    return new TorchContainer(content, storages);
  }

  private static String root(MappedFile file, ZipDirectory zip) throws ModelFormatException {
    List<String> pickles =
        zip.names().stream()
            .filter(
                name -> name.endsWith("/data.pkl") && name.indexOf('/') == name.lastIndexOf('/'))
            .toList();
    if (pickles.size() != 1) {
      throw new ModelFormatException(
          file.path(),
          "an archive of torch.save has one entry <folder>/data.pkl, but this has "
              + pickles.size()
              + ". Is it another kind of zip file, or a damaged one?");
    }
    String pickle = pickles.get(0);
    return pickle.substring(0, pickle.length() - "data.pkl".length());
  }

  private static void checkByteOrder(MappedFile file, FileRegion region)
      throws ModelFormatException {
    byte[] order = new byte[(int) Math.min(16, region.length())];
    file.slice("byteorder", region.offset(), order.length).get(order);
    String text = new String(order, StandardCharsets.ISO_8859_1).strip();
    if (!text.equals("little")) {
      throw new ModelFormatException(
          file.path(),
          "byteorder",
          "must be 'little', but is '"
              + Printable.of(text)
              + "'. Convert the file on the kind of machine that wrote it.",
          null);
    }
  }

  /** Compares the elements that a storage is said to have with the bytes that are there. */
  static void checkSize(MappedFile file, String name, TorchStorage storage, long present)
      throws ModelFormatException {
    int unit = unit(storage);
    if (storage.elements() > present / unit) {
      throw new ModelFormatException(
          file.path(),
          name,
          "must hold "
              + storage.elements()
              + " elements of "
              + unit
              + " bytes, but has "
              + present
              + " bytes. The file is damaged: fetch it again.",
          null);
    }
  }

  /** Returns the bytes of one element. */
  static int unit(TorchStorage storage) {
    TensorType type = storage.type();
    return type == null ? 1 : type.bytes();
  }

  /** Returns the longest run of bytes from the start of a file that can hold its pickles. */
  static long pickleBytes(MappedFile file) {
    return Math.min(file.size(), LONGEST_PICKLE);
  }
}

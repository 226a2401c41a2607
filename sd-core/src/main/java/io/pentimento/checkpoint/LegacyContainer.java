package io.pentimento.checkpoint;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The container of torch before 1.6: five pickles one behind the other (a magic number, a version,
 * facts on the machine, the value, the storage keys), then for each key the number of its elements
 * and the elements.
 */
final class LegacyContainer {
  private static final String ENTRY = "pickle";
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long VERSION = 1001;

  private final MappedFile file;
  private final PickleMachine machine;

  private LegacyContainer(MappedFile file, UnknownClass unknown) throws ModelFormatException {
    this.file = file;
    this.machine =
        new PickleMachine(
            file.path(), ENTRY, file.slice(ENTRY, 0, TorchContainer.pickleBytes(file)), unknown);
  }

  static TorchContainer read(MappedFile file, UnknownClass unknown) throws ModelFormatException {
    LegacyContainer container = new LegacyContainer(file, unknown);
    container.checkPreamble();
    Object content = container.machine.load();
    Object keys = container.machine.load();
    if (!(keys instanceof List<?> list)) {
      throw container.refuse("the fifth pickle must be the list of storage keys.");
    }
    return new TorchContainer(content, container.storages(list));
  }

  private void checkPreamble() throws ModelFormatException {
    if (!machine.load().equals(MAGIC)) {
      throw refuse("the first pickle must be the magic number of torch.save.");
    }
    Object version = machine.load();
    if (!version.equals(VERSION)) {
      throw refuse("the format version must be " + VERSION + ". Save the file with a newer torch.");
    }
    if (!(machine.load() instanceof Map<?, ?> system)
        || !Boolean.TRUE.equals(system.get("little_endian"))) {
      throw refuse(
          "the file must be written on a little-endian machine. Convert it where it was written.");
    }
  }

  private Map<String, FileRegion> storages(List<?> keys) throws ModelFormatException {
    Map<String, TorchStorage> named = new LinkedHashMap<>();
    for (TorchStorage storage : machine.storages()) {
      TorchStorage earlier = named.putIfAbsent(storage.key(), storage);
      if (earlier != null
          && (TorchContainer.unit(earlier) != TorchContainer.unit(storage)
              || earlier.elements() != storage.elements())) {
        throw refuse("the storage '" + Printable.of(storage.key()) + "' is described in two ways.");
      }
    }
    Map<String, FileRegion> regions = new LinkedHashMap<>();
    long at = machine.input().position();
    for (Object key : keys) {
      TorchStorage storage = key instanceof String text ? named.get(text) : null;
      if (storage == null || regions.containsKey(storage.key())) {
        throw refuse("the list of storage keys must have each storage of the content once.");
      }
      FileRegion region = region(storage, at);
      regions.put(storage.key(), region);
      at = region.offset() + region.length();
    }
    if (regions.size() != named.size()) {
      throw refuse(
          named.size() + " storages are named, but " + regions.size() + " are in the file.");
    }
    return regions;
  }

  private FileRegion region(TorchStorage storage, long at) throws ModelFormatException {
    String name = "storage " + storage.key();
    long count = file.slice(name, at, Long.BYTES).getLong();
    if (count != storage.elements()) {
      throw new ModelFormatException(
          file.path(),
          name,
          "is said to have " + storage.elements() + " elements, but is stored with " + count + ".",
          null);
    }
    long begin = at + Long.BYTES;
    TorchContainer.checkSize(file, name, storage, file.size() - begin);
    return new FileRegion(begin, count * TorchContainer.unit(storage));
  }

  private ModelFormatException refuse(String reason) {
    return new ModelFormatException(file.path(), ENTRY, reason, null);
  }
}

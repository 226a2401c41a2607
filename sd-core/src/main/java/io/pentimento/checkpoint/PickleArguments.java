package io.pentimento.checkpoint;

import java.util.List;

/** The values that a pickle hands to a function, checked for what they must be. */
final class PickleArguments {
  private PickleArguments() {}

  @SuppressWarnings("unchecked") // every list of a pickle is a list of objects
  static List<Object> list(Object value, String what) throws PickleException {
    if (value instanceof List<?> list) {
      return (List<Object>) list;
    }
    throw wrong(what, "a tuple or list", value);
  }

  static String text(Object value, String what) throws PickleException {
    if (value instanceof String text) {
      return text;
    }
    throw wrong(what, "a string", value);
  }

  /** Returns a whole number from 0 on. */
  static long size(Object value, String what) throws PickleException {
    if (value instanceof Long number && number >= 0) {
      return number;
    }
    throw wrong(what, "a whole number from 0 on", value);
  }

  static TorchStorage storage(Object value) throws PickleException {
    if (value instanceof TorchStorage storage) {
      return storage;
    }
    throw wrong("the storage of a tensor", "a persistent id", value);
  }

  private static PickleException wrong(String what, String expected, Object value) {
    String shown = value instanceof Number ? value.toString() : value.getClass().getSimpleName();
    return new PickleException(what + " must be " + expected + ", but is " + Printable.of(shown));
  }
}

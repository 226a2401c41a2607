package io.pentimento.checkpoint;

/** What a pickle gets that names a class or function which weights alone do not need. */
enum UnknownClass {
  /** Nothing: the file is refused. */
  REFUSED {
    @Override
    Object named(String module, String name) throws PickleException {
      return TorchGlobal.named(module, name);
    }
  },
  /** A name, of which objects can be made that only hold what the pickle hands to them. */
  INERT {
    @Override
    Object named(String module, String name) throws PickleException {
      return TorchGlobal.isKnown(module, name)
          ? TorchGlobal.named(module, name)
          : new Name(module + "." + name);
    }
  };

  /**
   * The class or function as a value of a pickle.
   *
   * @param type its module and name
   */
  record Name(String type) {}

  /** Returns what a name stands for. */
  abstract Object named(String module, String name) throws PickleException;
}

package io.pentimento.checkpoint;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;

/** A list while its pickle runs; nobody but the pickle can add to it. */
final class PickledList extends AbstractList<Object> implements RandomAccess {
  private final ArrayList<Object> elements = new ArrayList<>(0);

  void append(List<Object> more) {
    elements.addAll(more);
  }

  @Override
  public Object get(int index) {
    return elements.get(index);
  }

  @Override
  public int size() {
    return elements.size();
  }
}

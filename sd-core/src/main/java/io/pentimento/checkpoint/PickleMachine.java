package io.pentimento.checkpoint;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The stack machine that pickles are programs of, reduced to what weight files need: it makes
 * strings, numbers, lists, dictionaries and descriptions of tensors, calls nothing but {@link
 * TorchGlobal}, and counts its steps.
 */
final class PickleMachine {
  /**
   * Enough for a hundred thousand tensors. A step makes at most one small object, so this bounds
   * the memory too.
   */
  private static final int MOST_STEPS = 4_000_000;

  private static final int NEWEST_PROTOCOL = 5;

  private final Path path;
  private final String entry;
  private final PickleInput input;
  private final UnknownClass unknown;
  private final List<TorchStorage> storages = new ArrayList<>();

  /** Walks over values pass by objects, which may form circles, so each is checked by itself. */
  private final List<PickledObject> objects = new ArrayList<>();

  private final ArrayList<Object> stack = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();
  private final Map<Integer, Object> memo = new HashMap<>();
  private long steps;
  private boolean stopped;

  /** Prepares to run a pickle of weights, which names no other classes. */
  PickleMachine(Path path, String entry, ByteBuffer pickle) {
    this(path, entry, pickle, UnknownClass.REFUSED);
  }

  /**
   * Prepares to run.
   *
   * @param entry the part of the file, for messages
   * @param pickle one or more pickles, one behind the other
   * @param unknown what becomes of classes that weights do not need
   */
  PickleMachine(Path path, String entry, ByteBuffer pickle, UnknownClass unknown) {
    this.unknown = unknown;
    this.path = path;
    this.entry = entry;
    this.input = new PickleInput(pickle);
  }

  /** Runs the next pickle and returns its value. */
  Object load() throws ModelFormatException {
    stack.clear();
    marks.clear();
    memo.clear();
    stopped = false;
    int at = input.position();
    try {
      while (!stopped) {
        at = input.position();
        spend(1);
        PickleOpcode.of(input.unsignedByte()).run(this);
      }
      Object value = pop();
      PickleDepth.check(value, objects);
      return value;
    } catch (PickleException | ArithmeticException e) {
      throw new ModelFormatException(
          path, entry, e.getMessage() + " (byte " + at + " of the pickle).", e);
    }
  }

  /** Returns the storages that were named so far. */
  List<TorchStorage> storages() {
    return Collections.unmodifiableList(storages);
  }

  PickleInput input() {
    return input;
  }

  void protocol(int version) throws PickleException {
    if (version > NEWEST_PROTOCOL) {
      throw new PickleException("pickle protocol " + version + " is newer than " + NEWEST_PROTOCOL);
    }
  }

  void stop() {
    stopped = true;
  }

  void push(Object value) {
    stack.add(value);
  }

  void pushBytes(int length) throws PickleException {
    push(ByteBuffer.wrap(input.bytes(length)).asReadOnlyBuffer());
  }

  void mark() {
    marks.push(stack.size());
  }

  /** Takes the values above the last mark, and the mark. */
  List<Object> popToMark() throws PickleException {
    if (marks.isEmpty()) {
      throw new PickleException("a mark is needed, but there is none");
    }
    return take(stack.size() - marks.pop());
  }

  List<Object> pop(int count) throws PickleException {
    int floor = marks.isEmpty() ? 0 : marks.peek();
    if (stack.size() - floor < count) {
      throw new PickleException(
          count + " values are needed, but the stack has " + (stack.size() - floor));
    }
    return take(count);
  }

  private void spend(long more) throws PickleException {
    steps += more;
    if (steps > MOST_STEPS) {
      throw new PickleException("the pickle takes more than " + MOST_STEPS + " steps");
    }
  }

  /**
   * A call copies up to two levels of its arguments, and the memo makes large arguments cheap to
   * name again.
   */
  private void spendOn(Object arguments) throws PickleException {
    for (Object argument : PickleDepth.children(arguments)) {
      spend(1L + PickleDepth.children(argument).size());
    }
  }

  private Object pop() throws PickleException {
    return pop(1).get(0);
  }

  private Object top() throws PickleException {
    Object top = pop();
    push(top);
    return top;
  }

  private List<Object> take(int count) {
    List<Object> top = stack.subList(stack.size() - count, stack.size());
    List<Object> taken = List.copyOf(top);
    top.clear();
    return taken;
  }

  void append(List<Object> values) throws PickleException {
    if (top() instanceof PickledObject) {
      return; // a list of a class of its own, of which nothing is read
    }
    if (!(top() instanceof PickledList list)) {
      throw new PickleException("only a list can be appended to");
    }
    list.append(values);
  }

  void setItems(List<Object> keysAndValues) throws PickleException {
    if (top() instanceof PickledObject) {
      return; // a dictionary of a class of its own, of which nothing is read
    }
    if (!(top() instanceof PickledMap map) || keysAndValues.size() % 2 != 0) {
      throw new PickleException("items are pairs and can be set in a dictionary only");
    }
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      map.set(key(keysAndValues.get(i)), keysAndValues.get(i + 1));
    }
  }

  /** Returns a key, which must be a plain value: hashing a container can take forever. */
  static Object key(Object key) throws PickleException {
    if (key instanceof String
        || key instanceof Long
        || key instanceof Boolean
        || key instanceof Double
        || key instanceof BigInteger
        || key == PickledNone.NONE) {
      return key;
    }
    throw new PickleException("the key of a dictionary must be a string or number");
  }

  void memoize(int index) throws PickleException {
    memo.put(index, top());
  }

  void memoizeNext() throws PickleException {
    memoize(memo.size());
  }

  void pushMemo(int index) throws PickleException {
    Object value = memo.get(index);
    if (value == null) {
      throw new PickleException("the memo has nothing at " + Integer.toUnsignedString(index));
    }
    push(value);
  }

  void pushGlobal(String module, String name) throws PickleException {
    push(unknown.named(module, name));
  }

  void stackGlobal() throws PickleException {
    List<Object> names = pop(2);
    pushGlobal(
        PickleArguments.text(names.get(0), "the name of a module"),
        PickleArguments.text(names.get(1), "the name of a class"));
  }

  void persistentId() throws PickleException {
    TorchStorage storage = TorchStorage.of(pop());
    storages.add(storage);
    push(storage);
  }

  void reduce() throws PickleException {
    List<Object> callAndArguments = pop(2);
    spendOn(callAndArguments.get(1));
    Object called = callAndArguments.get(0);
    List<Object> arguments =
        PickleArguments.list(callAndArguments.get(1), "the arguments of a call");
    if (called instanceof TorchGlobal function) {
      push(function.call(arguments));
    } else if (called instanceof UnknownClass.Name name) {
      pushObject(name.type(), arguments);
    } else if (called instanceof PickledObject object) {
      pushObject(object.type(), arguments);
    } else {
      throw new PickleException("only the functions that rebuild weights can be called");
    }
  }

  private void pushObject(String type, List<Object> arguments) {
    PickledObject object = new PickledObject(type, arguments);
    objects.add(object);
    push(object);
  }

  void build() throws PickleException {
    Object state = pop();
    spendOn(state);
    if (top() instanceof PickledObject object) {
      object.state(state);
      return;
    }
    if (!(top() instanceof PickledMap map)) {
      throw new PickleException("attributes can be set on a dictionary only");
    }
    map.attributes(state);
  }
}

package io.pentimento.checkpoint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The opcodes that writers of weight files use. All others, among them those that only old pickles
 * have, are refused.
 */
enum PickleOpcode {
  PROTO(0x80, machine -> machine.protocol(machine.input().unsignedByte())),
  FRAME(0x95, machine -> machine.input().frame()),
  STOP('.', PickleMachine::stop),
  MARK('(', PickleMachine::mark),
  NONE('N', machine -> machine.push(PickledNone.NONE)),
  NEWTRUE(0x88, machine -> machine.push(true)),
  NEWFALSE(0x89, machine -> machine.push(false)),
  BININT('J', machine -> machine.push((long) machine.input().signedInt())),
  BININT1('K', machine -> machine.push((long) machine.input().unsignedByte())),
  BININT2('M', machine -> machine.push((long) machine.input().unsignedShort())),
  LONG1(
      0x8a,
      machine -> machine.push(machine.input().littleEndianInteger(machine.input().unsignedByte()))),
  BINFLOAT('G', machine -> machine.push(machine.input().bigEndianDouble())),
  BINUNICODE('X', machine -> machine.push(machine.input().utf8(machine.input().length()))),
  SHORT_BINUNICODE(
      0x8c, machine -> machine.push(machine.input().utf8(machine.input().unsignedByte()))),
  BINSTRING('T', machine -> machine.push(machine.input().utf8(machine.input().length()))),
  SHORT_BINSTRING(
      'U', machine -> machine.push(machine.input().utf8(machine.input().unsignedByte()))),
  BINBYTES('B', machine -> machine.pushBytes(machine.input().length())),
  SHORT_BINBYTES('C', machine -> machine.pushBytes(machine.input().unsignedByte())),
  EMPTY_DICT('}', machine -> machine.push(new PickledMap())),
  EMPTY_LIST(']', machine -> machine.push(new PickledList())),
  EMPTY_TUPLE(')', machine -> machine.push(List.of())),
  TUPLE('t', machine -> machine.push(machine.popToMark())),
  TUPLE1(0x85, machine -> machine.push(machine.pop(1))),
  TUPLE2(0x86, machine -> machine.push(machine.pop(2))),
  TUPLE3(0x87, machine -> machine.push(machine.pop(3))),
  APPEND('a', machine -> machine.append(machine.pop(1))),
  APPENDS('e', machine -> machine.append(machine.popToMark())),
  SETITEM('s', machine -> machine.setItems(machine.pop(2))),
  SETITEMS('u', machine -> machine.setItems(machine.popToMark())),
  BINPUT('q', machine -> machine.memoize(machine.input().unsignedByte())),
  LONG_BINPUT('r', machine -> machine.memoize(machine.input().signedInt())),
  MEMOIZE(0x94, PickleMachine::memoizeNext),
  BINGET('h', machine -> machine.pushMemo(machine.input().unsignedByte())),
  LONG_BINGET('j', machine -> machine.pushMemo(machine.input().signedInt())),
  GLOBAL('c', machine -> machine.pushGlobal(machine.input().line(), machine.input().line())),
  STACK_GLOBAL(0x93, PickleMachine::stackGlobal),
  BINPERSID('Q', PickleMachine::persistentId),
  REDUCE('R', PickleMachine::reduce),
  NEWOBJ(0x81, PickleMachine::reduce),
  BUILD('b', PickleMachine::build);

  private static final @Nullable PickleOpcode[] BY_CODE = new PickleOpcode[256];

  static {
    for (PickleOpcode opcode : values()) {
      BY_CODE[opcode.code] = opcode;
    }
  }

  private final int code;
  private final Action action;

  PickleOpcode(int code, Action action) {
    this.code = code;
    this.action = action;
  }

  private interface Action {
    void run(PickleMachine machine) throws PickleException;
  }

  /** Returns the byte that stands for it. */
  int code() {
    return code;
  }

  void run(PickleMachine machine) throws PickleException {
    action.run(machine);
  }

  static PickleOpcode of(int code) throws PickleException {
    PickleOpcode opcode = BY_CODE[code];
    if (opcode == null) {
      throw new PickleException(
          String.format(
              "the opcode 0x%02x is not among those of weight files; nothing was run", code));
    }
    return opcode;
  }
}

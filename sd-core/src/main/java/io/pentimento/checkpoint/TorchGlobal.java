package io.pentimento.checkpoint;

import java.util.List;
import java.util.Map;

/**
 * The functions and classes that a weight file may name, each with its meaning in Java. Nothing is
 * looked up by reflection: a name that is not here is refused.
 */
enum TorchGlobal {
  ORDERED_DICT {
    @Override
    Object call(List<Object> arguments) throws PickleException {
      PickledMap map = new PickledMap();
      if (!arguments.isEmpty()) {
        for (Object pair :
            PickleArguments.list(arguments.get(0), "the content of an OrderedDict")) {
          List<Object> keyAndValue = PickleArguments.list(pair, "an entry of an OrderedDict");
          if (keyAndValue.size() != 2) {
            throw new PickleException("an entry of an OrderedDict must be a key and a value");
          }
          map.set(PickleMachine.key(keyAndValue.get(0)), keyAndValue.get(1));
        }
      }
      return map;
    }
  },

  /** A set is read as the list of its elements, and a size as that of its numbers. */
  LIST_OF {
    @Override
    Object call(List<Object> arguments) throws PickleException {
      return arguments.isEmpty()
          ? List.of()
          : PickleArguments.list(arguments.get(0), "the content of a set or size");
    }
  },

  PARAMETER_DICT {
    @Override
    Object call(List<Object> arguments) {
      return new PickledMap.Parameters();
    }
  },

  /**
   * (storage, offset, size, stride, ...), for both the first and the second version of the
   * function.
   */
  REBUILD_TENSOR {
    @Override
    Object call(List<Object> arguments) throws PickleException {
      expect(arguments, 4, "_rebuild_tensor");
      return PickleArguments.storage(arguments.get(0))
          .tensor(null, arguments.get(1), arguments.get(2), arguments.get(3));
    }
  },

  /**
   * (storage, offset, size, stride, requires gradient, hooks, type, ...), over an untyped storage.
   */
  REBUILD_TENSOR_V3 {
    @Override
    Object call(List<Object> arguments) throws PickleException {
      expect(arguments, 7, "_rebuild_tensor_v3");
      TorchStorage storage = PickleArguments.storage(arguments.get(0));
      if (!(arguments.get(6) instanceof TensorType type) || storage.type() != null) {
        throw new PickleException(
            "_rebuild_tensor_v3 must be given an untyped storage and an element type");
      }
      return storage.tensor(type, arguments.get(1), arguments.get(2), arguments.get(3));
    }
  },

  /** (tensor, requires gradient, hooks). */
  REBUILD_PARAMETER {
    @Override
    Object call(List<Object> arguments) throws PickleException {
      expect(arguments, 1, "_rebuild_parameter");
      if (!(arguments.get(0) instanceof TorchTensor tensor)) {
        throw new PickleException("_rebuild_parameter must be given a tensor");
      }
      return tensor;
    }
  };

  private static final Map<String, Object> ALLOWED =
      Map.ofEntries(
          Map.entry("collections OrderedDict", ORDERED_DICT),
          Map.entry("torch Size", LIST_OF),
          Map.entry("__builtin__ set", LIST_OF),
          Map.entry("builtins set", LIST_OF),
          Map.entry("torch.nn.modules.container ParameterDict", PARAMETER_DICT),
          Map.entry("torch._utils _rebuild_tensor", REBUILD_TENSOR),
          Map.entry("torch._utils _rebuild_tensor_v2", REBUILD_TENSOR),
          Map.entry("torch._utils _rebuild_tensor_v3", REBUILD_TENSOR_V3),
          Map.entry("torch._utils _rebuild_parameter", REBUILD_PARAMETER),
          Map.entry("torch.storage UntypedStorage", new TorchStorage.Kind(null)),
          Map.entry("torch DoubleStorage", new TorchStorage.Kind(TensorType.F64)),
          Map.entry("torch FloatStorage", new TorchStorage.Kind(TensorType.F32)),
          Map.entry("torch HalfStorage", new TorchStorage.Kind(TensorType.F16)),
          Map.entry("torch BFloat16Storage", new TorchStorage.Kind(TensorType.BF16)),
          Map.entry("torch LongStorage", new TorchStorage.Kind(TensorType.I64)),
          Map.entry("torch IntStorage", new TorchStorage.Kind(TensorType.I32)),
          Map.entry("torch ShortStorage", new TorchStorage.Kind(TensorType.I16)),
          Map.entry("torch CharStorage", new TorchStorage.Kind(TensorType.I8)),
          Map.entry("torch ByteStorage", new TorchStorage.Kind(TensorType.U8)),
          Map.entry("torch BoolStorage", new TorchStorage.Kind(TensorType.BOOL)),
          Map.entry("torch float64", TensorType.F64),
          Map.entry("torch float32", TensorType.F32),
          Map.entry("torch float16", TensorType.F16),
          Map.entry("torch bfloat16", TensorType.BF16),
          Map.entry("torch float8_e4m3fn", TensorType.F8_E4M3),
          Map.entry("torch float8_e5m2", TensorType.F8_E5M2),
          Map.entry("torch int64", TensorType.I64),
          Map.entry("torch int32", TensorType.I32),
          Map.entry("torch int16", TensorType.I16),
          Map.entry("torch int8", TensorType.I8),
          Map.entry("torch uint8", TensorType.U8),
          Map.entry("torch bool", TensorType.BOOL));

  abstract Object call(List<Object> arguments) throws PickleException;

  /** Tells whether {@link #named} knows a name. */
  static boolean isKnown(String module, String name) {
    return ALLOWED.containsKey(module + " " + name);
  }

  /**
   * Returns what a name stands for: one of these functions, a kind of storage, or an element type.
   */
  static Object named(String module, String name) throws PickleException {
    Object known = ALLOWED.get(module + " " + name);
    if (known == null) {
      throw new PickleException(
          "the file asks for "
              + Printable.of(module + "." + name)
              + ", which is none of the few names that weights need. Nothing of it was run;"
              + " save the weights alone, best as safetensors");
    }
    return known;
  }

  private static void expect(List<Object> arguments, int count, String function)
      throws PickleException {
    if (arguments.size() < count) {
      throw new PickleException(
          function
              + " must be given at least "
              + count
              + " arguments, but was given "
              + arguments.size());
    }
  }
}

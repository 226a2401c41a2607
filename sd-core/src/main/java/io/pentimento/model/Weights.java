package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.ModelFormatException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads a network's layers by their names in diffusers' layout. */
public final class Weights {
  private final TensorSource source;
  private final String prefix;

  /** What was read, also below other names. */
  private final Map<String, NDArray> read;

  private final Set<String> layerWeights;

  private final Use use;

  /**
   * How layers are used, which tells what their weights' forms may cost.
   *
   * @param manyCells whether convolutions see so many cells that their weights may take more memory
   * @param manyRows whether linear layers see so many rows that their weights may take longer to
   *     read
   */
  private record Use(boolean manyCells, boolean manyRows) {}

  /** Reads whole networks from a source. */
  public Weights(TensorSource source) {
    this(source, "", new LinkedHashMap<>(), new TreeSet<>(), new Use(true, true));
  }

  private Weights(
      TensorSource source,
      String prefix,
      Map<String, NDArray> read,
      Set<String> layerWeights,
      Use use) {
    this.source = source;
    this.prefix = prefix;
    this.read = read;
    this.layerWeights = layerWeights;
    this.use = use;
  }

  /** Returns the weights below a name. */
  Weights at(String name) {
    return new Weights(source, prefix + name + ".", read, layerWeights, use);
  }

  /**
   * Returns these weights for a level of a network whose pictures are small beside them, which so
   * takes the least memory.
   */
  Weights ofFewCells() {
    return new Weights(source, prefix, read, layerWeights, new Use(false, use.manyRows));
  }

  /** Returns these weights for a network that runs once a request, over few rows. */
  Weights ofFewRows() {
    return new Weights(source, prefix, read, layerWeights, new Use(use.manyCells, false));
  }

  boolean has(String name) {
    return source.has(prefix + name);
  }

  /** Reads a linear layer with bias, {@code [out, in]}. */
  Linear linear(String name, long in, long out) {
    return linear(name, in, out, Optional.of(tensor(name + ".bias", out)));
  }

  /** Reads a linear layer without bias, {@code [out, in]}, which a patch may have given one. */
  Linear linearWithoutBias(String name, long in, long out) {
    return linear(name, in, out, source.addedBias(prefix + name + ".bias"));
  }

  private Linear linear(String name, long in, long out, Optional<NDArray> bias) {
    String layer = prefix + name;
    String key = layer + ".weight";
    NDArray weight = use.manyRows ? source.linear(key, out, in) : source.tensor(key, out, in);
    layerWeights.add(key);
    read.put(key, weight);
    return new Linear(layer, weight, bias, source.product(key));
  }

  /**
   * Reads a convolution with bias, {@code [out, in, kernel, kernel]}, that keeps the size but for
   * its stride.
   */
  Conv conv(String name, long in, long out, long kernel, long stride) {
    String layer = prefix + name;
    String key = layer + ".weight";
    NDArray weight = source.convolution(key, use.manyCells && stride == 1, out, in, kernel, kernel);
    layerWeights.add(key);
    read.put(key, weight);
    NDArray bias = tensor(name + ".bias", out);
    return new Conv(layer, weight, bias, stride, kernel / 2, source.product(key));
  }

  /** Returns the hypernetworks in front of attention to a context of some width. */
  List<ContextChange> contextChanges(int width) {
    return source.contextChanges(width);
  }

  /** Reads a normalisation's scale and shift. */
  Norm norm(String name, long channels, double eps) {
    return new Norm(tensor(name + ".weight", channels), tensor(name + ".bias", channels), eps);
  }

  /** Reads a tensor. */
  NDArray tensor(String name, long... shape) {
    NDArray tensor = source.tensor(prefix + name, shape);
    read.put(prefix + name, tensor);
    return tensor;
  }

  /** Returns all tensors that were read. */
  NetworkTensors tensors() {
    return new NetworkTensors(read, layerWeights);
  }

  /** Ends the reading; see {@link TensorSource#finish}. */
  void finish() throws ModelFormatException {
    source.finish();
  }
}

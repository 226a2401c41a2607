package io.pentimento.patch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Hears of the changes to a model. Changes to one tensor add up, each computed from the tensor as
 * it was loaded, so their order does not matter.
 */
public interface PatchTarget {
  /** Returns what there is to change. */
  ModelLayout layout();

  /** Returns the owner of arrays that are handed in; they need not live longer than the call. */
  NDManager manager();

  /**
   * Adds a product of two small matrices to the weight of a linear layer or a convolution. It is
   * not multiplied out where that would be slower or larger.
   *
   * <p>Sizes of 1 at the end of a shape may be there or not. What is for a U-Net's {@code
   * conv_in.weight} of fewer channels is filled with zeros for the other ones.
   *
   * @param tensor a name of {@link ModelLayout#tensors}
   * @param up float32 {@code [out, rank]}
   * @param down float32 {@code [rank, in]} or {@code [rank, in, kernel, kernel]}
   * @param scale what the product is multiplied by, beside the weight
   * @param weight how much it counts
   */
  void addProduct(
      ModelPart part, String tensor, NDArray up, NDArray down, double scale, StepWeight weight);

  /**
   * Adds a change of any form.
   *
   * @param tensor a name of {@link ModelLayout#tensors}, or that of a bias which a linear layer
   *     lacks
   * @param change gives the full change at weight 1 from the tensor as it was loaded, both float32
   *     of the same shape; a bias that is lacking is passed as zeros. What it returns may have
   *     fewer input channels for a U-Net's {@code conv_in.weight}, and is filled with zeros
   * @param weight how much it counts
   */
  void add(ModelPart part, String tensor, UnaryOperator<NDArray> change, StepWeight weight);

  /**
   * Adds a word that stands for vectors in prompts.
   *
   * @param word what prompts call it
   * @param vectors for each text encoder the vectors, row by row, {@code [vectors][width]}
   */
  void addWord(String word, Map<ModelPart, float[][]> vectors);

  /**
   * Adds a network in front of the keys and values of every attention whose context has one of the
   * widths; several follow each other in the order they are added.
   *
   * @param byWidth the networks for each width
   * @param strength how much of them is added to the context
   */
  void addHypernetwork(Map<Integer, ContextNetwork> byWidth, StepWeight strength);
}

package io.pentimento.model;

import ai.djl.ndarray.NDArray;

/**
 * A product of two small matrices that is added to a layer's weight without being multiplied out.
 *
 * @param down {@code [rank, in]}, of a convolution {@code [rank, in, kernel, kernel]}
 * @param up {@code [out, rank]}, of a convolution {@code [out, rank, 1, 1]}
 */
public record LowRank(NDArray down, NDArray up) {}

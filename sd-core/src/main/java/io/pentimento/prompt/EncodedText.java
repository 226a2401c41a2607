package io.pentimento.prompt;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/**
 * What the text encoders of a model make of a text.
 *
 * @param vectors {@code [1, 77 × chunks, width]}, float32
 * @param pooled the first chunk as a whole, {@code [1, width]}, float32; for SDXL alone
 */
public record EncodedText(NDArray vectors, Optional<NDArray> pooled) {}

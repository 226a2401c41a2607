package io.pentimento;

import ai.djl.ndarray.NDArray;

/**
 * The text encoder's view of both prompts.
 *
 * @param positive {@code [1, tokens, width]}, float32
 * @param negative {@code [1, tokens, width]}, float32; its token count may differ
 */
record Conditioning(NDArray positive, NDArray negative) {}

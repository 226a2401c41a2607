package io.pentimento.prompt;

import java.util.OptionalInt;

/**
 * A LoRA that a prompt names.
 *
 * @param name what it is called, possibly with folders, {@code styles/ink}
 * @param textEncoderWeight how much of it the text encoder gets, finite, usually [0, 1]
 * @param unetWeight how much of it the U-Net gets, finite, usually [0, 1]
 * @param rank how many of its ranks are used, at least 1; nothing for all
 */
public record LoraTag(String name, double textEncoderWeight, double unetWeight, OptionalInt rank) {}

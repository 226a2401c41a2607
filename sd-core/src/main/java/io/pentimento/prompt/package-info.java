/**
 * The prompt language. Start at {@link io.pentimento.prompt.PromptAttention}, which splits a prompt
 * into weighted pieces; {@link io.pentimento.prompt.PromptChunker} makes token chunks of them for
 * the text encoder, and {@link io.pentimento.prompt.Emphasis} applies the weights to what it
 * returns. This package uses {@code io.pentimento.model}.
 */
@NullMarked
package io.pentimento.prompt;

import org.jspecify.annotations.NullMarked;

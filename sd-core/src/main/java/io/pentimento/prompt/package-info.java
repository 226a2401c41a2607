/**
 * The prompt language. A prompt passes {@link io.pentimento.prompt.ExtraNetworks}, which takes tags
 * out, {@link io.pentimento.prompt.PromptParts}, which splits it at AND, and for each part {@link
 * io.pentimento.prompt.PromptSchedule}, which makes the texts of it that hold one after the other.
 * A negative prompt is a schedule only. {@link io.pentimento.prompt.PromptEncoder} encodes the
 * texts of one schedule: {@link io.pentimento.prompt.PromptAttention} splits a text into weighted
 * pieces, {@link io.pentimento.prompt.PromptChunker} makes token chunks of them for the text
 * encoder, and {@link io.pentimento.prompt.Emphasis} applies the weights to what it returns. {@link
 * io.pentimento.prompt.PromptManner} puts prompts of another manner into this one. This package
 * uses {@code io.pentimento.model}.
 */
@NullMarked
package io.pentimento.prompt;

import org.jspecify.annotations.NullMarked;

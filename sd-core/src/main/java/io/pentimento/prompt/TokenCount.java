package io.pentimento.prompt;

/**
 * How many tokens a prompt takes.
 *
 * @param count the tokens used, at least 0; a chunk that BREAK or a comma ended early counts as
 *     full
 * @param limit the tokens that fit into as many chunks, 75 each for all Stable Diffusion models
 */
public record TokenCount(int count, int limit) {}

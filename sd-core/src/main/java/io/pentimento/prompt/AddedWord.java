package io.pentimento.prompt;

/**
 * A word that a text encoder was given beside its vocabulary.
 *
 * @param embedding what prompts call it, and how many vectors it has
 * @param firstId the token id of its first vector; the others follow
 */
public record AddedWord(PromptEmbedding embedding, int firstId) {}

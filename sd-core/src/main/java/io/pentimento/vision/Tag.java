package io.pentimento.vision;

/**
 * A word that a tagger knows, and how sure it is that a picture shows it.
 *
 * @param name as the tagger's file has it, with underscores for spaces
 * @param score in [0, 1]
 */
public record Tag(String name, double score) {}

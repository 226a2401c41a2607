package io.pentimento.vision;

/**
 * A text of a list, and how well it suits a picture.
 *
 * @param text the text
 * @param probability how likely it is the one of its list that suits, if one of them does, in [0,
 *     1]: the softmax of 100 times the cosines. Those of different lists cannot be compared.
 * @param cosine the likeness of text and picture, in [-1, 1]
 */
public record RankedText(String text, double probability, double cosine) {}

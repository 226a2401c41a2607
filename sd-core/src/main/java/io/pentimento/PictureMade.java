package io.pentimento;

import java.awt.image.BufferedImage;
import java.util.Optional;

/**
 * A chained request has made a picture, the last one or one on its way.
 *
 * @param index the picture's index, from 0
 * @param count how many pictures the run makes, those on the way included
 * @param before the picture that it was made from, if it was made from one
 * @param picture the picture, which may be a part of the whole
 */
public record PictureMade(
    int index, int count, Optional<BufferedImage> before, BufferedImage picture)
    implements GenerationEvent {}

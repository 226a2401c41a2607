package io.pentimento.checkpoint;

/**
 * A part of a file.
 *
 * @param offset its first byte
 * @param length its number of bytes
 */
record FileRegion(long offset, long length) {}

package io.pentimento.prompt;

/**
 * A hypernetwork that a prompt names.
 *
 * @param name what it is called
 * @param multiplier how much its output counts, finite, usually [0, 1]
 */
public record HypernetTag(String name, double multiplier) {}

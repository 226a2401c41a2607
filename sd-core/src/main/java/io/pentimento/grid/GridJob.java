package io.pentimento.grid;

/**
 * A cell that suits the model.
 *
 * @param cell the cell
 * @param passes how many passes it takes, 1 or 2
 * @param width how wide its picture is planned, in pixels
 * @param height how high its picture is planned, in pixels
 */
record GridJob(PlannedCell cell, int passes, int width, int height) {}

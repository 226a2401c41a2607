package io.pentimento.grid;

/**
 * A cell that suits the model.
 *
 * @param cell the cell
 * @param width how wide its picture is planned, in pixels
 * @param height how high its picture is planned, in pixels
 */
record GridJob(PlannedCell cell, int width, int height) {}

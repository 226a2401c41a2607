package io.pentimento.model;

/** How files name the layers of one and the same network, RRDBNet. */
public enum RrdbLayout {
  /** The first training program's: numbers in a list, activations counted. */
  NUMBERED {
    @Override
    String first() {
      return "model.0";
    }

    @Override
    String dense(int block, int part, int layer) {
      return "model.1.sub.%d.RDB%d.conv%d.0".formatted(block, part, layer);
    }

    @Override
    String bodyEnd(int blocks) {
      return "model.1.sub." + blocks;
    }

    @Override
    String up(int step) {
      return "model." + 3 * step;
    }

    @Override
    String large(int upSteps) {
      return "model." + (3 * upSteps + 2);
    }

    @Override
    String last(int upSteps) {
      return "model." + (3 * upSteps + 4);
    }
  },
  /** BasicSR's, and that of Real-ESRGAN. */
  BODY {
    @Override
    String first() {
      return "conv_first";
    }

    @Override
    String dense(int block, int part, int layer) {
      return "body.%d.rdb%d.conv%d".formatted(block, part, layer);
    }

    @Override
    String bodyEnd(int blocks) {
      return "conv_body";
    }

    @Override
    String up(int step) {
      return "conv_up" + step;
    }

    @Override
    String large(int upSteps) {
      return "conv_hr";
    }

    @Override
    String last(int upSteps) {
      return "conv_last";
    }
  },
  /** ESRGAN's later one. */
  TRUNK {
    @Override
    String first() {
      return "conv_first";
    }

    @Override
    String dense(int block, int part, int layer) {
      return "RRDB_trunk.%d.RDB%d.conv%d".formatted(block, part, layer);
    }

    @Override
    String bodyEnd(int blocks) {
      return "trunk_conv";
    }

    @Override
    String up(int step) {
      return "upconv" + step;
    }

    @Override
    String large(int upSteps) {
      return "HRconv";
    }

    @Override
    String last(int upSteps) {
      return "conv_last";
    }
  };

  /** Returns the layer that sees the picture. */
  abstract String first();

  /**
   * Returns a layer of a block.
   *
   * @param block from 0
   * @param part which of the block's three dense blocks, from 1
   * @param layer which of its five convolutions, from 1
   */
  abstract String dense(int block, int part, int layer);

  /** Returns the layer behind the last block. */
  abstract String bodyEnd(int blocks);

  /** Returns the layer behind a doubling of the size, from 1. */
  abstract String up(int step);

  /** Returns the first layer that works at the final size alone. */
  abstract String large(int upSteps);

  /** Returns the layer that makes the colours. */
  abstract String last(int upSteps);
}

package io.pentimento;

import io.pentimento.image.ColourCorrection;
import io.pentimento.image.Pixels;
import io.pentimento.image.ResizeMode;
import io.pentimento.sampling.LatentContext;
import io.pentimento.sampling.LatentPlan;
import io.pentimento.sampling.NextPass;
import io.pentimento.sampling.PlannedLatent;
import java.util.Optional;

/** A plan whose decoded picture gets its colours corrected before the plan finishes it. */
record RecolouredPlan(LatentPlan plan, ColourCorrection colours) implements LatentPlan {
  @Override
  public int width() {
    return plan.width();
  }

  @Override
  public int height() {
    return plan.height();
  }

  @Override
  public double denoisingStrength() {
    return plan.denoisingStrength();
  }

  @Override
  public Optional<NextPass> next() {
    return plan.next();
  }

  @Override
  public Pixels laidOut(Pixels picture, ResizeMode mode) {
    return plan.laidOut(picture, mode);
  }

  @Override
  public boolean startsFromPicture() {
    return plan.startsFromPicture();
  }

  @Override
  public Pixels startingPicture() {
    return plan.startingPicture();
  }

  @Override
  public Optional<Pixels> repainted() {
    return plan.repainted();
  }

  @Override
  public PlannedLatent open(LatentContext context) {
    return new RecolouredLatent(plan.open(context), colours);
  }
}

package io.pentimento.examples.recipes;

import io.pentimento.GenerationCancelledException;
import io.pentimento.Pipeline;
import io.pentimento.Run;
import io.pentimento.StepFinished;
import io.pentimento.TextToImage;
import io.pentimento.examples.DemoModel;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** Stops a run from another thread. It ends within a step, and its memory is free when {@code await} returns. */
public final class CancelARun {
  private CancelARun() {}

  /** Cancels a run in its third step. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    try (Pipeline pipeline = Pipeline.load(DemoModel.portraits())) {
      System.out.println(cancel(pipeline, 1000));
    }
  }

  static String cancel(Pipeline pipeline, int steps) throws InterruptedException {
    CountDownLatch third = new CountDownLatch(3);
    TextToImage request = TextToImage.builder("2girls, beach").steps(steps).build();
    Run run =
        pipeline.start(
            request,
            event -> {
              if (event instanceof StepFinished) {
                third.countDown();
              }
            });
    third.await(); // In a program with windows, a button would call cancel().
    run.cancel();
    try {
      run.await();
      return "finished before it could be cancelled";
    } catch (GenerationCancelledException e) {
      return "cancelled: " + e.getMessage();
    }
  }
}

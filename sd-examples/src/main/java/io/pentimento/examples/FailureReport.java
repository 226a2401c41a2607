package io.pentimento.examples;

import io.pentimento.GenerationCancelledException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Turns what a command throws into one line and an exit code; {@code --verbose} adds the stack
 * trace.
 */
final class FailureReport implements IExecutionExceptionHandler {
  /** The run failed, or a file could not be read or written. */
  static final int FAILED = 1;

  /** A setting is wrong. */
  static final int WRONG_USAGE = 2;

  /** The run was cancelled, by custom 128 and the number of the interrupt signal. */
  static final int CANCELLED = 130;

  private final BooleanSupplier verbose;

  /**
   * Creates the report.
   *
   * @param verbose tells, when something failed, whether the stack trace is wanted
   */
  FailureReport(BooleanSupplier verbose) {
    this.verbose = verbose;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    if (failure instanceof GenerationCancelledException) {
      return CANCELLED; // CancelOnExit says so, when the run has ended.
    }
    PrintWriter err = command.getErr();
    err.println("sd: " + explain(failure));
    if (verbose.getAsBoolean()) {
      failure.printStackTrace(err);
    } else if (!isExpected(failure)) {
      err.println("Add --verbose to see where.");
    }
    err.flush();
    return failure instanceof IllegalArgumentException ? WRONG_USAGE : FAILED;
  }

  /** Says in one line what went wrong. */
  static String explain(Exception failure) {
    String message = failure.getMessage();
    if (failure instanceof FileSystemException file && file.getReason() == null) {
      return file.getFile() + ": " + reason(file);
    }
    return message == null || message.isBlank()
        ? failure.getClass().getSimpleName()
        : message.strip();
  }

  /** The JDK's file exceptions carry the bare name of the file as their message. */
  private static String reason(FileSystemException file) {
    if (file instanceof NoSuchFileException) {
      return "there is no such file or folder.";
    }
    if (file instanceof AccessDeniedException) {
      return "access is denied.";
    }
    return "the file cannot be used (" + file.getClass().getSimpleName() + ").";
  }

  private static boolean isExpected(Exception failure) {
    return failure instanceof IOException
        || failure instanceof UncheckedIOException
        || failure instanceof IllegalArgumentException;
  }
}

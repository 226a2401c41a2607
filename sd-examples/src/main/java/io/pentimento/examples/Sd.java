package io.pentimento.examples;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line: {@code ./sd txt2img PROMPT} and its sisters. */
@Command(
    name = "sd",
    description = "Makes, changes and repaints pictures with Stable Diffusion.",
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
    subcommands = {
      TextToImageCommand.class,
      ImageToImageCommand.class,
      InpaintCommand.class,
      SelectCommand.class,
      SketchCommand.class,
      OutpaintCommand.class,
      LoopbackCommand.class,
      DetailCommand.class,
      BlendCommand.class,
      GridCommand.class,
      UpscaleCommand.class,
      DescribeCommand.class,
      AdaptersCommand.class,
      DemoCommand.class,
      HelpCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the pictures are written",
      "1:the run failed, or a file could not be read or written",
      "2:the command line is wrong",
      "130:the run was cancelled by Ctrl-C"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sd txt2img \"1girl, red hair, twintails, beach\" --seed 7",
      "  sd img2img \"1girl, glasses, night sky\" --image girl.png --strength 0.6",
      "  sd inpaint \"1girl, (closed eyes:1.2)\" --image girl.png --mask eyes.png",
      "  sd select girl.png --colour-at 48,12 --tolerance 40 --out hair.png",
      "  sd sketch \"1girl, green hat\" --image girl-with-strokes.png --over girl.png",
      "  sd outpaint \"1girl, beach\" --image girl.png --left 48 --right 48",
      "  sd loopback \"1girl, night sky\" --image girl.png --loops 6 --strength 0.3",
      "  sd detail girl.png",
      "  sd grid \"1girl, red hair\" --x steps=5,10,20 --y \"sampler=Euler,DDIM\" --out grid.png",
      "  sd upscale --image girl.png --upscaler 4x-UltraSharp.pth --scale 2 --out large.png",
      "  sd describe girl.png --with wd-vit-tagger-v3/model.safetensors",
      "  sd txt2img \"golden crown, 1girl <lora:golden-crown:0.8>\"",
      "  sd demo --out demo-out",
      "",
      "\"sd help COMMAND\" tells more about a command."
    })
public final class Sd implements Runnable {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "When something fails, print where it happened.")
  private boolean verbose;

  private Sd() {}

  /**
   * Runs the program and leaves the JVM with its exit code.
   *
   * @param arguments a command and its options
   */
  public static void main(String[] arguments) {
    if (System.getProperty("org.slf4j.simpleLogger.defaultLogLevel") == null) {
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    }
    System.setProperty("java.awt.headless", "true");
    System.exit(commandLine().execute(arguments));
  }

  /** Returns the program, ready to be executed with arguments. */
  public static CommandLine commandLine() {
    Sd sd = new Sd();
    return new CommandLine(sd)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setExpandAtFiles(false)
        .setParameterExceptionHandler(Sd::explainUsage)
        .setExecutionExceptionHandler(new FailureReport(() -> sd.verbose));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Name a command: txt2img, img2img, inpaint, sketch, outpaint, loopback, blend, grid,"
            + " upscale, describe, adapters or demo.");
  }

  /**
   * One line of what is wrong and one of where help is: a page of options would push the reason off
   * the screen.
   */
  private static int explainUsage(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("sd: " + wrong.getMessage());
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err)) {
      err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    }
    err.flush();
    return CommandLine.ExitCode.USAGE;
  }
}

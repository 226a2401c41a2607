package io.pentimento.examples;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * What a command line left behind.
 *
 * @param code the exit code
 * @param out what it printed
 * @param err what it printed about failures
 */
record CommandRun(int code, String out, String err) {
  /** Runs the program in this JVM. */
  static CommandRun of(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine program = Sd.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = program.execute(words(arguments));
    return new CommandRun(code, out.toString(), err.toString());
  }

  /** Reads a command line without running it. */
  static <C> C parse(Class<C> command, Object... arguments) {
    return command.cast(Sd.commandLine().parseArgs(words(arguments)).subcommand().commandSpec().userObject());
  }

  private static String[] words(Object... arguments) {
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    return words;
  }
}

package io.pentimento.checkpoint;

import java.lang.reflect.Method;

/**
 * Bytes that the current thread has allocated on the heap so far. By reflection, since the module
 * under test, which tests are compiled into, has no need of the management modules.
 */
public final class AllocationMeter {
  private AllocationMeter() {}

  /** Returns the count. */
  public static long allocated() {
    try {
      Object threads =
          Class.forName("java.lang.management.ManagementFactory")
              .getMethod("getThreadMXBean")
              .invoke(null);
      Method allocated =
          Class.forName("com.sun.management.ThreadMXBean")
              .getMethod("getThreadAllocatedBytes", long.class);
      return (long) allocated.invoke(threads, Thread.currentThread().getId());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("this JVM does not count allocations", e);
    }
  }
}

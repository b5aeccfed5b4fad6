package dev.tributary;

import dev.tributary.platform.Config;
import dev.tributary.platform.StartFailure;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of the process: start, tell where it is, stop when asked. It knows no feature. */
final class Launch {
  private static final Logger LOG = LoggerFactory.getLogger(Launch.class);
  private static final int STOP_S = 12;

  /** The exit status for a wrong configuration (sysexits, EX_CONFIG). */
  private static final int EX_CONFIG = 78;

  private Launch() {}

  static void run(Config config) {
    var demo = config.demo() ? Optional.of(DemoMode.start(config)) : Optional.<DemoMode>empty();
    var effective = demo.map(DemoMode::config).orElse(config);
    try {
      Main.start(effective)
          .onSuccess(main -> started(main, effective, demo))
          .onFailure(fault -> failed(fault, demo));
    } catch (StartFailure failure) {
      failed(failure, demo);
    }
  }

  private static void started(Main main, Config config, Optional<DemoMode> demo) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(main, demo), "shutdown"));
    long startedAfterMs = ManagementFactory.getRuntimeMXBean().getUptime();
    LOG.info("Ready after {} ms", startedAfterMs);
    System.out.printf(
        """
        Tributary is ready (%d ms)
          API         %s
          Swagger UI  %2$s/docs
          Health      http://localhost:%d/health/ready
        %s%n""",
        startedAfterMs,
        config.publicUrl(),
        config.management().port(),
        demo.map(mode -> mode.banner(main.vertx())).orElse(""));
  }

  /** The databases of the demo go last, when nobody writes any more. */
  private static void stop(Main main, Optional<DemoMode> demo) {
    var stopped = new CountDownLatch(1);
    main.stop().onComplete(done -> stopped.countDown());
    try {
      if (!stopped.await(STOP_S, TimeUnit.SECONDS)) {
        LOG.warn("Not everything stopped within {} s", STOP_S);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    demo.ifPresent(DemoMode::close);
  }

  private static void failed(Throwable fault, Optional<DemoMode> demo) {
    demo.ifPresent(DemoMode::close);
    if (fault instanceof StartFailure failure) {
      refuse(failure);
    } else if (isTakenPort(fault)) {
      refuse(new StartFailure("http.port or management.port: " + fault.getMessage()));
    } else {
      LOG.error("The service could not start", fault);
      System.exit(1);
    }
  }

  /** The native transport has an exception of its own for what the JDK calls a BindException. */
  private static boolean isTakenPort(Throwable fault) {
    return fault instanceof BindException
        || (fault instanceof IOException && String.valueOf(fault.getMessage()).startsWith("bind("));
  }

  static void refuse(StartFailure failure) {
    System.err.println(failure.getMessage());
    System.exit(EX_CONFIG);
  }
}

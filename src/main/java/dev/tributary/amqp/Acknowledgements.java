package dev.tributary.amqp;

import io.vertx.core.Handler;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Acknowledges the messages of one channel in runs: what was committed in one group is told to the
 * broker in one frame, up to the first message that is still under way; what is committed beyond
 * that is told one by one. Any thread may say what is committed; the broker is told on one.
 */
final class Acknowledgements {
  /** Tells the broker. */
  @FunctionalInterface
  interface Broker {
    /** Acknowledges the message of this tag, and all before it when the flag is set. */
    void acknowledge(long tag, boolean andAllBefore);
  }

  private final Consumer<Handler<Void>> later;
  private final Broker broker;
  private final NavigableSet<Long> underWay = new TreeSet<>();
  private final NavigableSet<Long> committed = new TreeSet<>();

  /**
   * @param later runs something on the event loop, once what it is at now is done
   */
  Acknowledgements(Consumer<Handler<Void>> later, Broker broker) {
    this.later = later;
    this.broker = broker;
  }

  synchronized void delivered(long tag) {
    underWay.add(tag);
  }

  /** The rest of its group is committed in the same turn of the event loop. */
  synchronized void committed(long tag) {
    underWay.remove(tag);
    if (committed.isEmpty()) {
      later.accept(turn -> tell());
    }
    committed.add(tag);
  }

  /** Forgets before it tells: a broker that fails must not keep later ones from being told. */
  private synchronized void tell() {
    long bound = underWay.isEmpty() ? Long.MAX_VALUE : underWay.first();
    var run = List.copyOf(committed.headSet(bound));
    var rest = List.copyOf(committed.tailSet(bound));
    committed.clear();
    if (!run.isEmpty()) {
      broker.acknowledge(run.getLast(), true);
    }
    rest.forEach(tag -> broker.acknowledge(tag, false));
  }
}

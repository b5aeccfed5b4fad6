package dev.tributary.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Handler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AcknowledgementsTest {
  private final ArrayDeque<Handler<Void>> turns = new ArrayDeque<>();
  private final List<String> told = new ArrayList<>();
  private final Acknowledgements messages =
      new Acknowledgements(turns::add, (tag, all) -> told.add(tag + (all ? " and before" : "")));

  private void delivered(long from, long to) {
    LongStream.rangeClosed(from, to).forEach(messages::delivered);
  }

  private void nextTurn() {
    while (!turns.isEmpty()) {
      turns.remove().handle(null);
    }
  }

  @Test
  void aGroupIsToldInOneFrame() {
    delivered(1, 100);
    LongStream.rangeClosed(1, 100).forEach(messages::committed);
    assertThat(told).isEmpty();
    nextTurn();
    assertThat(told).containsExactly("100 and before");
  }

  @Test
  void whatIsUnderWayIsNotAcknowledgedByWhatCameAfterIt() {
    delivered(1, 5);
    messages.committed(1);
    messages.committed(2);
    messages.committed(4);
    messages.committed(5);
    nextTurn();
    assertThat(told).containsExactly("2 and before", "4", "5");
    messages.committed(3);
    nextTurn();
    assertThat(told).containsExactly("2 and before", "4", "5", "3 and before");
  }

  @Test
  void theFirstOfAllMayBeTheOneThatIsUnderWay() {
    delivered(1, 2);
    messages.committed(2);
    nextTurn();
    assertThat(told).containsExactly("2");
  }

  @Test
  void eachTurnTellsOfWhatWasCommittedSinceTheLast() {
    delivered(1, 4);
    messages.committed(1);
    messages.committed(2);
    nextTurn();
    nextTurn();
    messages.committed(4);
    messages.committed(3);
    nextTurn();
    assertThat(told).containsExactly("2 and before", "4 and before");
  }

  /** The client throws while the connection is down. */
  @Test
  void afterABrokerThatFailedTheNextAreTold() {
    Handler<Long> down =
        tag -> {
          throw new IllegalStateException("connection is already closed");
        };
    var broker = new ArrayDeque<>(List.of(down, (Handler<Long>) tag -> told.add("" + tag)));
    var messages = new Acknowledgements(turns::add, (tag, all) -> broker.remove().handle(tag));
    messages.delivered(1);
    messages.committed(1);
    assertThatThrownBy(this::nextTurn).hasMessage("connection is already closed");
    messages.delivered(2);
    messages.committed(2);
    nextTurn();
    assertThat(told).containsExactly("2");
  }
}

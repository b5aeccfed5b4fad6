package dev.tributary.platform.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.kernel.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
  private final List<List<Integer>> groups = new ArrayList<>();
  private final List<Promise<List<String>>> commits = new ArrayList<>();
  private final GroupCommit<Integer, String> writer =
      new GroupCommit<>("numbers", Math::abs, this::begin);

  private Future<List<String>> begin(List<Integer> group) {
    groups.add(group);
    commits.add(Promise.promise());
    return commits.getLast().future();
  }

  private void commit(int number) {
    commits.get(number).complete(groups.get(number).stream().map(item -> "#" + item).toList());
  }

  private List<Future<String>> add(int... items) {
    return IntStream.of(items).mapToObj(writer::add).toList();
  }

  @Test
  void aLoneItemLeavesAtOnceAndTheRestCollectsMeanwhile() {
    var answers = add(1, 2, 3);
    assertThat(groups).containsExactly(List.of(1));
    commit(0);
    assertThat(groups).containsExactly(List.of(1), List.of(2, 3));
    assertThat(answers.getFirst().result()).isEqualTo("#1");
    assertThat(answers.get(1).isComplete()).isFalse();
    commit(1);
    assertThat(answers).extracting(Future::result).containsExactly("#1", "#2", "#3");
  }

  @Test
  void aGroupHasAtMostAThousandRowsUnlessOneItemAloneHasMore() {
    add(1, 600, 400, 1, 5000);
    commit(0);
    commit(1);
    commit(2);
    assertThat(groups).containsExactly(List.of(1), List.of(600, 400), List.of(1), List.of(5000));
  }

  @Test
  void anItemThatIsRefusedFailsNobodyElse() {
    var answers = add(1, 2, -3, 4, 5);
    commit(0);
    for (int i = 1; i < groups.size(); i++) {
      if (groups.get(i).contains(-3)) {
        commits.get(i).fail("no");
      } else {
        commit(i);
      }
    }
    assertThat(answers.get(2).failed()).isTrue();
    assertThat(answers).filteredOn(Future::succeeded).hasSize(4);
    assertThat(writer.add(6).isComplete()).isFalse();
    assertThat(groups.getLast()).containsExactly(6);
  }

  @Test
  void anOutageFailsTheGroupAndWhatWaitedBehindIt() {
    var answers = add(1, 2, 3);
    commits.getFirst().fail(new TimeoutException("away"));
    assertThat(answers).allMatch(Future::failed);
    assertThat(groups).hasSize(1);
    assertThat(add(4).getFirst().isComplete()).isFalse();
    assertThat(groups).hasSize(2);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    writer.add(1);
    Collections.nCopies(20, 1000).forEach(writer::add);
    var refused = writer.add(1);
    assertThat(refused.cause()).isInstanceOf(Refusal.class);
    commit(0);
    assertThat(writer.add(1).isComplete()).isFalse();
  }
}

package dev.tributary.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.platform.redis.RateLimiter.Limit;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LocalGcraTest {
  private static final Limit TWO_PER_SECOND = new Limit("test", 2, Duration.ofSeconds(1));

  private final LocalGcra gcra = new LocalGcra();

  private boolean allowed(String key, long atMillis) {
    return gcra.take(key, TWO_PER_SECOND, atMillis * 1000).allowed();
  }

  @Test
  void aBurstThenOneForEveryStep() {
    assertThat(allowed("a", 0)).isTrue();
    assertThat(allowed("a", 0)).isTrue();
    assertThat(allowed("a", 0)).isFalse();
    assertThat(allowed("a", 499)).isFalse();
    assertThat(allowed("a", 500)).isTrue();
    assertThat(allowed("a", 501)).isFalse();
    assertThat(allowed("a", 5000)).isTrue();
    assertThat(allowed("a", 5000)).isTrue();
    assertThat(allowed("a", 5000)).isFalse();
  }

  @Test
  void refusalsCostNothing() {
    allowed("a", 0);
    allowed("a", 0);
    for (int i = 0; i < 100; i++) {
      assertThat(allowed("a", 1)).isFalse();
    }
    assertThat(allowed("a", 500)).isTrue();
  }

  @Test
  void whoWasQuietLongestIsForgottenFirst() {
    allowed("quiet", 0);
    allowed("quiet", 0);
    allowed("busy", 0);
    allowed("busy", 0);
    for (int i = 0; i < 19_999; i++) {
      allowed("other" + i, 0);
      allowed("busy", 0);
    }
    assertThat(allowed("busy", 0)).isFalse();
    assertThat(allowed("quiet", 0)).isTrue();
  }
}

package dev.tributary.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Requests written once and sent many times, in an order that is random but the same in every run;
 * or, where each may be sent once only, in their order until none is left. Of the former, only the visitor's address is new each time, so that neither a limit nor a check for repeated
 * visits sees one busy visitor where there would be many.
 */
final class Requests {
  private static final long SEED = 20_260_501;
  private static final String ADDRESS = "xxx.xxx.xxx.xxx";

  private static final List<String> BROWSERS =
      List.of(
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
              + " Chrome/141.0.0.0 Safari/537.36",
          "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
              + " Version/18.6 Safari/605.1.15",
          "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
          "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15"
              + " (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
          "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
              + " Chrome/141.0.0.0 Mobile Safari/537.36");

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final byte[][] texts;
  private final int[] addressAt;
  private final int expectedStatus;
  private final boolean once;
  private int sent;

  private Requests(List<String> texts, int expectedStatus, boolean once) {
    this.once = once;
    this.texts = texts.stream().map(text -> text.getBytes(US_ASCII)).toArray(byte[][]::new);
    this.addressAt = texts.stream().mapToInt(text -> text.indexOf(ADDRESS)).toArray();
    this.expectedStatus = expectedStatus;
  }

  /** A script on the shop's page reports that a visitor came by one of these codes. */
  static Requests track(List<String> codes) {
    return each(codes, 200, Requests::trackClick);
  }

  /** A visitor follows a link with one of these codes. */
  static Requests redirect(List<String> codes) {
    return each(codes, 302, Requests::followCode);
  }

  /** An affiliate asks for the figures; the tokens are theirs, in the same order. */
  static Requests stats(List<String> users, List<String> tokens) {
    var texts = new ArrayList<String>();
    for (int i = 0; i < users.size(); i++) {
      texts.add(
          "GET /referral-stats/%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
              .formatted(users.get(i), tokens.get(i)));
    }
    return new Requests(texts, 200, false);
  }

  /** The host reports orders, so many in one request; a single one is no list. */
  static Requests orders(String token, long from, int count, int each) {
    var texts = new ArrayList<String>();
    for (long first = from; first < from + count; first += each) {
      var events =
          LongStream.range(first, Math.min(first + each, from + count))
              .mapToObj(Orders::cloudEvent)
              .collect(Collectors.joining(","));
      texts.add(post("/v1/events", token, each == 1 ? events : "[" + events + "]"));
    }
    return new Requests(texts, 202, true);
  }

  private static String post(String path, String token, String body) {
    return "POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
            .formatted(path, token)
        + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n".formatted(body.length())
        + body;
  }

  private static Requests each(List<String> codes, int status, UnaryOperator<String> request) {
    var texts = new ArrayList<String>();
    for (var code : codes) {
      for (var browser : BROWSERS) {
        texts.add(request.apply(code).formatted(browser, ADDRESS));
      }
    }
    return new Requests(texts, status, false);
  }

  private static String trackClick(String code) {
    var body =
        "{\"referral_link\":\"http://localhost:8080/r/%s\",\"referrer\":\"https://blog.example/a\","
                .formatted(code)
            + "\"utm_source\":\"newsletter\"}";
    return "POST /track-click HTTP/1.1\r\nHost: localhost\r\nUser-Agent: %s\r\n"
        + "X-Forwarded-For: %s\r\nAccept: */*\r\nContent-Type: application/json\r\n"
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private static String followCode(String code) {
    return "GET /r/"
        + code
        + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: %s\r\nX-Forwarded-For: %s\r\n"
        + "Accept: text/html,application/xhtml+xml\r\nAccept-Language: en\r\n"
        + "Referer: https://blog.example/a\r\nSec-Fetch-Mode: navigate\r\n"
        + "Sec-Fetch-Dest: document\r\n\r\n";
  }

  int expectedStatus() {
    return expectedStatus;
  }

  /** Whether there is nothing more to send. */
  boolean isExhausted() {
    return once && sent == texts.length;
  }

  /** Writes the next request into the buffer, ready to be sent. */
  void next(ByteBuffer out) {
    int i = once ? sent : random.nextInt(texts.length);
    sent++;
    out.clear().put(texts[i]);
    if (addressAt[i] >= 0) {
      octet(out, addressAt[i], random.nextInt(130, 192));
      for (int at = 4; at < ADDRESS.length(); at += 4) {
        octet(out, addressAt[i] + at, random.nextInt(100, 256));
      }
    }
    out.flip();
  }

  private static void octet(ByteBuffer out, int at, int number) {
    out.put(at, (byte) ('0' + number / 100));
    out.put(at + 1, (byte) ('0' + number / 10 % 10));
    out.put(at + 2, (byte) ('0' + number % 10));
  }
}

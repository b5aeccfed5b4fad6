package dev.tributary.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * One HTTP/1.1 connection with one request on it at a time. Of an answer it reads what tells where
 * it ends, and the status; it refuses chunks, which none of the servers here sends.
 */
final class Connection {
  static final int INCOMPLETE = 0;
  private static final int BUFFER = 16 * 1024;
  private static final int OUT_BUFFER = 64 * 1024;
  private static final int STATUS_AT = "HTTP/1.1 ".length();
  private static final byte[] LENGTH = "content-length:".getBytes(US_ASCII);

  private final SocketChannel channel;
  private final ByteBuffer out = ByteBuffer.allocateDirect(OUT_BUFFER);
  private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);
  private final byte[] answer = new byte[BUFFER];
  private int received;
  private long countedFrom;

  Connection(SocketChannel channel) {
    this.channel = channel;
  }

  void send(Requests requests, long countedFrom) throws IOException {
    this.countedFrom = countedFrom;
    received = 0;
    requests.next(out);
    while (out.hasRemaining()) {
      channel.write(out);
    }
  }

  /** When the request on the way was due. */
  long countedFrom() {
    return countedFrom;
  }

  /** The status of an answer that is here as a whole. */
  int receive() throws IOException {
    in.clear().limit(BUFFER - received);
    int count = channel.read(in);
    if (count < 0) {
      throw new EOFException("closed by the server");
    }
    in.flip().get(answer, received, count);
    received += count;
    int head = headEnd();
    return head > 0 && received >= head + contentLength(head) ? status() : INCOMPLETE;
  }

  private int headEnd() {
    for (int i = STATUS_AT; i < received; i++) {
      if (answer[i] == '\n' && answer[i - 2] == '\n') {
        return i + 1;
      }
    }
    return 0;
  }

  private int contentLength(int head) throws IOException {
    for (int i = STATUS_AT; i < head; i++) {
      if (answer[i - 1] == '\n' && startsWithLength(i)) {
        return number(i + LENGTH.length);
      }
    }
    throw new IOException("an answer without Content-Length:\n" + text());
  }

  private boolean startsWithLength(int at) {
    for (int i = 0; i < LENGTH.length; i++) {
      if ((answer[at + i] | 0x20) != (LENGTH[i] | 0x20)) {
        return false;
      }
    }
    return true;
  }

  private int number(int at) {
    int i = at;
    while (answer[i] == ' ') {
      i++;
    }
    int number = 0;
    for (; answer[i] >= '0' && answer[i] <= '9'; i++) {
      number = number * 10 + answer[i] - '0';
    }
    return number;
  }

  private int status() {
    return number(STATUS_AT);
  }

  /** What was received, for a message. */
  String text() {
    return new String(answer, 0, received, US_ASCII);
  }

  void close() throws IOException {
    channel.close();
  }
}

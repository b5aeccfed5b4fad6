package dev.tributary.http.web;

import dev.tributary.platform.Resource;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/**
 * Serves one small file of the jar, read and compressed once at start: cached by browsers and
 * confirmed by its ETag. It sets no policy; that is the page's business.
 */
final class StaticFile implements Handler<RoutingContext> {
  private static final int TAG_BYTES = 12;

  private final Buffer plain;
  private final Buffer zipped;
  private final String tag;
  private final String type;
  private final String cacheControl;

  /**
   * Reads the file.
   *
   * @param name inside the folder web of the jar
   */
  StaticFile(String name, String type, String cacheControl) {
    this.type = type + "; charset=utf-8";
    this.cacheControl = cacheControl;
    plain = Buffer.buffer(Resource.text("web/" + name));
    zipped = Buffer.buffer(gzip(plain.getBytes()));
    tag = tag(plain.getBytes());
  }

  private static byte[] gzip(byte[] bytes) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Weak, because the compressed file goes by the same name (RFC 9110, 8.8.1). */
  private static String tag(byte[] bytes) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "W/\"" + HexFormat.of().formatHex(hash, 0, TAG_BYTES) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public void handle(RoutingContext context) {
    var response = context.response();
    response
        .putHeader(HttpHeaders.ETAG, tag)
        .putHeader(HttpHeaders.CACHE_CONTROL, cacheControl)
        .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    if (context.isFresh()) {
      response.setStatusCode(304).end();
      return;
    }
    boolean gzip = takesGzip(context);
    if (gzip) {
      response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
    }
    var body = gzip ? zipped : plain;
    // Named, because on HEAD nothing else tells it.
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, type)
        .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()))
        .end(body);
  }

  private static boolean takesGzip(RoutingContext context) {
    return context.parsedHeaders().acceptEncoding().stream()
        .anyMatch(coding -> coding.value().equals("gzip") && coding.weight() > 0);
  }
}

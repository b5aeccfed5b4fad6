package dev.tributary.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Refusal;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.JacksonCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON text strictly. It refuses what two readers could understand differently (a name
 * twice in one object, text after the end, bytes that are not UTF-8) and what PostgreSQL cannot
 * keep (NUL, half of a surrogate pair, numbers beyond any double).
 */
final class JsonBody {
  private static final JsonFactory STRICT =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private JsonBody() {}

  static @Nullable Object parse(@Nullable Buffer body) {
    if (body == null || body.length() == 0) {
      throw invalid("", "a JSON body is required");
    }
    try {
      var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(body.getBytes())).toString();
      var value = JacksonCodec.fromParser(parser(text), Object.class);
      checkStorable("", value);
      return value;
    } catch (CharacterCodingException e) {
      throw invalid("", "is not UTF-8");
    } catch (DecodeException | IOException e) {
      throw invalid("", "is not JSON: one value, no name twice in an object, nothing after it");
    }
  }

  private static JsonParser parser(String text) throws IOException {
    return STRICT.createParser(text);
  }

  private static void checkStorable(String pointer, @Nullable Object value) {
    switch (value) {
      case JsonObject object -> {
        for (var field : object) {
          var at = pointer + '/' + field.getKey().replace("~", "~0").replace("/", "~1");
          checkStorable(at, field.getKey());
          checkStorable(at, field.getValue());
        }
      }
      case JsonArray array -> {
        for (int i = 0; i < array.size(); i++) {
          checkStorable(pointer + '/' + i, array.getValue(i));
        }
      }
      case String text when !isStorable(text) ->
          throw invalid(printable(pointer), "holds a character that cannot be stored");
      case Double number when !Double.isFinite(number) ->
          throw invalid(pointer, "is beyond the numbers that can be stored");
      case null, default -> {}
    }
  }

  private static boolean isStorable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (c == '\0' || (Character.isSurrogate(c) && !pair)) {
        return false;
      }
      i += pair ? 1 : 0;
    }
    return true;
  }

  private static String printable(String pointer) {
    return new String(pointer.getBytes(UTF_8), UTF_8).replace('\0', '?');
  }

  private static Refusal invalid(String pointer, String detail) {
    return new Refusal(Failure.Invalid.field(pointer, detail));
  }
}

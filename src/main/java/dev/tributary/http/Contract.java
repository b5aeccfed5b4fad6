package dev.tributary.http;

import dev.tributary.platform.Resource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * {@code openapi.yaml}, read once: the text that clients are shown and the model that routes
 * requests. It refuses a contract that Vert.x cannot resolve.
 *
 * @param yaml the file as it is in the repository
 * @param api the same, resolved
 */
public record Contract(String yaml, OpenAPIContract api) {
  private static final String FILE = "openapi.yaml";
  private static final List<HttpMethod> METHODS =
      List.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

  public static Future<Contract> load(Vertx vertx) {
    var yaml = Resource.text(FILE);
    return OpenAPIContract.from(vertx, routable(yaml)).map(api -> new Contract(yaml, api));
  }

  /**
   * Vert.x 5.0 knows a fixed set of media types; a problem is JSON as far as it is concerned, and a
   * table is plain text.
   */
  private static JsonObject routable(String yaml) {
    var text =
        yaml.replace("application/problem+json", "application/json")
            .replace("text/csv:", "text/plain:");
    Map<String, Object> tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    return new JsonObject(tree);
  }

  /** The methods that the contract has for a path, for the Allow header of a 405. */
  List<HttpMethod> methodsOf(String path) {
    return METHODS.stream().filter(method -> api.findOperation(path, method) != null).toList();
  }
}

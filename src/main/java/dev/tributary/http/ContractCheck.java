package dev.tributary.http;

import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Failure.FieldError;
import dev.tributary.kernel.Refusal;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares one request with its operation in the contract and refuses it with every difference
 * named. It stands where the OpenAPI router's own check would: that one parses the body a second
 * time, on a worker thread, names the first difference only and reads "+" in a path as a space.
 */
final class ContractCheck implements Handler<RoutingContext> {
  private static final JsonSchemaOptions OPTIONS =
      new JsonSchemaOptions()
          .setDraft(Draft.DRAFT202012)
          .setBaseUri("app://")
          .setOutputFormat(OutputFormat.Basic);
  private static final int MAX_ERRORS = 20;

  private final List<Rule> parameters;
  private final Optional<Validator> body;

  private record Rule(Parameter parameter, Validator validator) {}

  ContractCheck(OpenAPIContract contract, Operation operation) {
    parameters =
        operation.getParameters().stream()
            .map(p -> new Rule(p, validator(contract, p.getSchema())))
            .toList();
    body =
        Optional.ofNullable(operation.getRequestBody())
            .map(request -> request.getContent().get(Routes.JSON))
            .map(media -> validator(contract, media.getSchema()));
  }

  private static Validator validator(OpenAPIContract contract, JsonSchema schema) {
    return contract.getSchemaRepository().validator(schema, OPTIONS, false);
  }

  @Override
  public void handle(RoutingContext context) {
    var errors = new ArrayList<FieldError>();
    parameters.forEach(rule -> errors.addAll(check(rule, context)));
    body.ifPresent(
        schema -> errors.addAll(differences(schema.validate(context.get(Call.BODY)), "")));
    if (errors.isEmpty()) {
      context.next();
    } else {
      context.fail(new Refusal(new Failure.Invalid(errors)));
    }
  }

  private static List<FieldError> check(Rule rule, RoutingContext context) {
    var name = rule.parameter().getName();
    var text = raw(name, rule.parameter().getIn(), context);
    if (text == null) {
      return rule.parameter().isRequired()
          ? List.of(new FieldError(name, "is required"))
          : List.of();
    }
    return differences(rule.validator().validate(typed(rule.parameter(), text)), name);
  }

  private static @Nullable String raw(String name, Location in, RoutingContext context) {
    return switch (in) {
      case PATH -> context.pathParam(name);
      case QUERY -> context.queryParam(name).stream().findFirst().orElse(null);
      case HEADER -> context.request().getHeader(name);
      case COOKIE -> throw new IllegalArgumentException("cookie parameters are not supported");
    };
  }

  /** Text that is not of its type stays text, so that the schema is what refuses it. */
  private static Object typed(Parameter parameter, String text) {
    try {
      return switch (parameter.getSchemaType()) {
        case INTEGER -> Long.valueOf(text);
        case BOOLEAN -> text.equals("true") || text.equals("false") ? Boolean.valueOf(text) : text;
        default -> text;
      };
    } catch (NumberFormatException e) {
      return text;
    }
  }

  private static List<FieldError> differences(OutputUnit result, String where) {
    if (Boolean.TRUE.equals(result.getValid())) {
      return List.of();
    }
    var units = Optional.ofNullable(result.getErrors()).orElse(List.of(result));
    var choices = units.stream().filter(u -> "oneOf".equals(keyword(u))).map(ContractCheck::place);
    var named = named(units, choices.collect(Collectors.toSet()), where);
    return named.isEmpty() ? named(units, Set.of(), where) : named;
  }

  /**
   * That a value is not of the other alternative's type says nothing when one of them was meant.
   */
  private static List<FieldError> named(List<OutputUnit> units, Set<String> choices, String where) {
    return units.stream()
        .filter(unit -> !("type".equals(keyword(unit)) && choices.contains(place(unit))))
        .flatMap(unit -> named(unit, where + place(unit)))
        .distinct()
        .limit(MAX_ERRORS)
        .toList();
  }

  /** What a unit says about a place; the units that only lead to such a place say nothing. */
  private static Stream<FieldError> named(OutputUnit unit, String at) {
    var text = Optional.ofNullable(unit.getError()).orElse("");
    return switch (keyword(unit)) {
      case "properties", "items", "$ref", "allOf", "anyOf", "if" -> Stream.of();
      case "oneOf" -> text.contains("(0 matches)") ? Stream.of() : Stream.of(twice(at));
      case "not" -> Stream.of(twice(at));
      case "required" -> Stream.of(new FieldError(at + '/' + quoted(text), "is required"));
      case "additionalProperties" -> Stream.of(new FieldError(at, "is not a known field"));
      case "type" ->
          Stream.of(new FieldError(at, text.replaceFirst(".*Expected", "must be of type")));
      case "pattern" -> Stream.of(new FieldError(at, "does not have the form of the contract"));
      default -> Stream.of(new FieldError(at, text.replaceFirst("^(String|Instance|Array) ", "")));
    };
  }

  private static FieldError twice(String at) {
    return new FieldError(at, "gives the same thing in more than one way");
  }

  private static String keyword(OutputUnit unit) {
    var location = unit.getKeywordLocation();
    return location.substring(location.lastIndexOf('/') + 1);
  }

  private static String place(OutputUnit unit) {
    return unit.getInstanceLocation().substring(1);
  }

  private static String quoted(String text) {
    return text.substring(text.indexOf('"') + 1, text.lastIndexOf('"'));
  }
}

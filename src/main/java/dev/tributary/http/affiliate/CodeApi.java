package dev.tributary.http.affiliate;

import dev.tributary.http.Answer;
import dev.tributary.http.Call;
import dev.tributary.kernel.StateTable;
import dev.tributary.link.code.Code;
import dev.tributary.link.code.Code.Kind;
import dev.tributary.link.code.CodeService;
import dev.tributary.link.code.CodeWish;
import dev.tributary.platform.JsonFields;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** The codes of affiliates, for themselves and for staff. */
public final class CodeApi {
  private static final int MAX_CODE = 32;
  private static final int MAX_URL = 2048;
  private static final int MAX_KIND = 16;

  private final CodeService codes;
  private final String publicUrl;

  /**
   * Serves codes.
   *
   * @param publicUrl what their links start with
   */
  public CodeApi(CodeService codes, String publicUrl) {
    this.codes = codes;
    this.publicUrl = publicUrl;
  }

  public Future<Answer> listMyCodes(Call call) {
    return codes
        .listOwn(call.actor(), call.query("cursor"), AffiliateRequest.limit(call))
        .map(page -> Answer.page(page, this::view));
  }

  public Future<Answer> createMyCode(Call call) {
    var once = call.<Code>once(code -> Answer.created(view(code)));
    return codes.create(call.actor(), wish(call), once).map(Answer::of);
  }

  private static CodeWish wish(Call call) {
    var fields = new JsonFields("", call.body());
    var kind = Kind.valueOf(fields.text("kind", MAX_KIND).toUpperCase(Locale.ROOT));
    var text = fields.optionalText("code", MAX_CODE);
    var destination = fields.optionalText("destination_url", MAX_URL);
    fields.finish();
    return new CodeWish(kind, text, destination);
  }

  public Future<Answer> deactivateMyCode(Call call) {
    return codes.deactivate(call.actor(), call.path("code")).map(this::view).map(Answer::ok);
  }

  public Future<Answer> listAffiliateCodes(Call call) {
    var id = AffiliateRequest.id(call);
    return codes
        .list(call.actor(), id, call.query("cursor"), AffiliateRequest.limit(call))
        .map(page -> Answer.page(page, this::view));
  }

  private JsonObject view(Code code) {
    return new JsonObject()
        .put("code", code.text())
        .put("kind", StateTable.word(code.kind()))
        .put("active", code.isActive())
        .put("referral_link", publicUrl + "/r/" + code.text())
        .put("link_id", code.linkId().map(Object::toString).orElse(null))
        .put("destination_url", code.destinationUrl().orElse(null))
        .put("created_at", code.createdAt().toString())
        .put("deactivated_at", code.deactivatedAt().map(Object::toString).orElse(null));
  }
}

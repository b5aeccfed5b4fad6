package dev.tributary.http.api;

import dev.tributary.http.Answer;
import dev.tributary.http.Call;
import dev.tributary.link.Link;
import dev.tributary.link.LinkService;
import dev.tributary.platform.JsonFields;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** The operations of the section "Links". */
public final class LinkApi {
  private static final int MAX_URL = 2048;
  private static final int DEFAULT_QR_SIZE = 512;

  private final LinkService links;
  private final String publicUrl;

  /**
   * Serves links.
   *
   * @param publicUrl what links start with; never the request's Host header, which anyone can set
   */
  public LinkApi(LinkService links, String publicUrl) {
    this.links = links;
    this.publicUrl = publicUrl;
  }

  public Future<Answer> generateLink(Call call) {
    var fields = new JsonFields("", call.body());
    var userId = Spellings.userId(fields);
    var destination = fields.anyText(MAX_URL, "destination_url", "destinationUrl");
    fields.finish();
    return links.generate(call.actor(), userId, destination).map(this::view).map(Answer::created);
  }

  /** The link as a QR code: PNG, or SVG for print. */
  public Future<Answer> getLinkQr(Call call) {
    var format = call.query("format").orElse("png");
    int size = call.query("size").map(Integer::parseInt).orElse(DEFAULT_QR_SIZE);
    return links.get(call.actor(), call.path("id")).map(link -> qr(link, format, size));
  }

  private Answer qr(Link link, String format, int size) {
    return format.equals("svg")
        ? Answer.bytes("image/svg+xml", Buffer.buffer(QrCode.svg(url(link))))
        : Answer.bytes("image/png", Buffer.buffer(QrCode.png(url(link), size)));
  }

  private String url(Link link) {
    return publicUrl + "/r/" + link.code();
  }

  private JsonObject view(Link link) {
    return new JsonObject()
        .put("success", true)
        .put("referral_link", url(link))
        .put("link_id", link.id().toString())
        .put("code", link.code())
        .put("destination_url", link.destinationUrl());
  }
}

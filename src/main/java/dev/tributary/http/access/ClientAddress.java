package dev.tributary.http.access;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.vertx.core.http.HttpServerRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Finds the address a request comes from. It believes X-Forwarded-For only as far as our own
 * proxies wrote it: from the right, while the hop before is one of them. Whatever is further left
 * could have been written by anyone.
 */
public final class ClientAddress {
  private static final int IPV6_NETWORK_BYTES = 8;

  private final List<IpSubnetFilterRule> proxies;

  /**
   * Refuses, with IllegalArgumentException, what is not a network.
   *
   * @param trustedProxies networks in CIDR form, such as {@code 127.0.0.0/8} and {@code ::1/128}
   */
  public ClientAddress(List<String> trustedProxies) {
    proxies =
        trustedProxies.stream()
            .map(cidr -> new IpSubnetFilterRule(cidr, IpFilterRuleType.ACCEPT))
            .toList();
  }

  InetAddress of(HttpServerRequest request) {
    var client = InetAddress.ofLiteral(request.remoteAddress().hostAddress());
    var hops = String.join(",", request.headers().getAll("X-Forwarded-For")).split(",", -1);
    for (int i = hops.length - 1; i >= 0 && isProxy(client); i--) {
      var hop = parse(hops[i].strip());
      if (hop.isEmpty()) {
        return client;
      }
      client = hop.get();
    }
    return client;
  }

  private boolean isProxy(InetAddress address) {
    var peer = new InetSocketAddress(address, 0);
    return proxies.stream().anyMatch(network -> network.matches(peer));
  }

  private static Optional<InetAddress> parse(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The party behind an address: one person holds a whole /64 of IPv6. */
  public static String party(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address.getHostAddress();
    }
    var network = Arrays.copyOf(address.getAddress(), IPV6_NETWORK_BYTES);
    return HexFormat.of().formatHex(network) + "/64";
  }
}

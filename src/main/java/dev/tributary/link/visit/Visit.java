package dev.tributary.link.visit;

import java.net.InetAddress;

/**
 * What a request says about whoever follows a link. It is looked at and then forgotten: neither the
 * address nor the user agent is ever stored.
 *
 * @param userAgent empty when the request had none
 * @param purpose {@code Sec-Purpose} or {@code Purpose}, empty when absent
 * @param destination {@code Sec-Fetch-Dest}, empty when absent
 * @param head a HEAD request, which wants to know where a link leads without going there
 */
public record Visit(
    InetAddress address, String userAgent, String purpose, String destination, boolean head) {}

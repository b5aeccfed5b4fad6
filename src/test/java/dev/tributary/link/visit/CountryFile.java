package dev.tributary.link.visit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the smallest MaxMind database there is: one IPv4 network and its country, nothing else, in
 * the format of the MaxMind DB File Format Specification 2.0.
 */
public final class CountryFile {
  private static final int IPV4_PREFIX_BITS = 96;
  private static final int RECORD_BYTES = 3;
  private static final int SEPARATOR_BYTES = 16;

  private static final int TEXT = 2;
  private static final int UINT16 = 5;
  private static final int UINT32 = 6;
  private static final int MAP = 7;
  private static final int UINT64 = 9;
  private static final int ARRAY = 11;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private CountryFile() {}

  /**
   * Writes the database.
   *
   * @param network of IPv4, of which the first {@code bits} bits count
   */
  public static Path write(Path file, String network, int bits, String country) {
    var content = new CountryFile();
    content.tree(InetAddress.ofLiteral(network).getAddress(), IPV4_PREFIX_BITS + bits);
    content.bytes.writeBytes(new byte[SEPARATOR_BYTES]);
    content.start(MAP, 1).text("country").start(MAP, 1).text("iso_code").text(country);
    content.metadata(IPV4_PREFIX_BITS + bits);
    try {
      return Files.write(file, content.bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One node for each bit, from the top: one side leads to the next node, the other nowhere. */
  private void tree(byte[] ipv4, int nodes) {
    int nowhere = nodes;
    int data = nodes + SEPARATOR_BYTES;
    for (int node = 0; node < nodes; node++) {
      int onward = node + 1 == nodes ? data : node + 1;
      boolean right = node >= IPV4_PREFIX_BITS && isSet(ipv4, node - IPV4_PREFIX_BITS);
      record(right ? nowhere : onward);
      record(right ? onward : nowhere);
    }
  }

  private static boolean isSet(byte[] ipv4, int bit) {
    return ((ipv4[bit / 8] >> (7 - bit % 8)) & 1) == 1;
  }

  private void record(int value) {
    number(value, RECORD_BYTES);
  }

  private void metadata(int nodes) {
    bytes.writeBytes("\u00ab\u00cd\u00efMaxMind.com".getBytes(ISO_8859_1));
    start(MAP, 9);
    text("node_count").start(UINT32, 4).number(nodes, 4);
    text("record_size").start(UINT16, 2).number(RECORD_BYTES * 8, 2);
    text("ip_version").start(UINT16, 2).number(6, 2);
    text("database_type").text("Country");
    text("languages").start(ARRAY, 0);
    text("binary_format_major_version").start(UINT16, 2).number(2, 2);
    text("binary_format_minor_version").start(UINT16, 2).number(0, 2);
    text("build_epoch").start(UINT64, 8).number(0, 8);
    text("description").start(MAP, 0);
  }

  private CountryFile text(String text) {
    var encoded = text.getBytes(UTF_8);
    start(TEXT, encoded.length);
    bytes.writeBytes(encoded);
    return this;
  }

  /** A control byte: three bits of type, five of size; types from 8 on have a byte of their own. */
  private CountryFile start(int type, int size) {
    bytes.write(type < 8 ? type << 5 | size : size);
    if (type >= 8) {
      bytes.write(type - 7);
    }
    return this;
  }

  private void number(int value, int width) {
    var padded = new byte[width];
    for (int i = 0; i < Math.min(width, Integer.BYTES); i++) {
      padded[width - 1 - i] = (byte) (value >>> (8 * i));
    }
    bytes.writeBytes(padded);
  }
}

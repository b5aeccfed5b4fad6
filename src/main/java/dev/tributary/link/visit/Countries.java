package dev.tributary.link.visit;

import com.maxmind.db.Reader;
import dev.tributary.platform.StartFailure;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;

/**
 * Knows the country of an address where a MaxMind database is configured, and nothing elsewhere. It
 * keeps no address.
 */
public final class Countries {
  private final Optional<Reader> database;

  /**
   * Opens the database.
   *
   * @param file an {@code .mmdb} file with countries; empty for none
   * @throws StartFailure for a file that is no such database
   */
  public Countries(String file) {
    database = file.isEmpty() ? Optional.empty() : Optional.of(open(file));
  }

  private static Reader open(String file) {
    try {
      return new Reader(new File(file));
    } catch (IOException e) {
      throw new StartFailure("clicks.country_database: cannot read " + file, e);
    }
  }

  /** The ISO 3166 code of the country, in upper case. */
  public Optional<String> of(InetAddress address) {
    return database.flatMap(reader -> find(reader, address));
  }

  private static Optional<String> find(Reader reader, InetAddress address) {
    try {
      Map<?, ?> entry = reader.get(address, Map.class);
      return entry != null
              && entry.get("country") instanceof Map<?, ?> country
              && country.get("iso_code") instanceof String code
          ? Optional.of(code)
          : Optional.empty();
    } catch (IOException | RuntimeException e) {
      // A damaged file leads the reader anywhere: that costs the country, not the click.
      return Optional.empty();
    }
  }
}

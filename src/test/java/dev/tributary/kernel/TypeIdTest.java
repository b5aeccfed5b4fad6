package dev.tributary.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypeIdTest {
  /** Published with the TypeID specification 0.3. */
  @ParameterizedTest
  @CsvSource({
    "00000000-0000-0000-0000-000000000000, 00000000000000000000000000",
    "00000000-0000-0000-0000-000000000001, 00000000000000000000000001",
    "00000000-0000-0000-0000-000000000010, 0000000000000000000000000g",
    "00000000-0000-0000-0000-000000000020, 00000000000000000000000010",
    "ffffffff-ffff-ffff-ffff-ffffffffffff, 7zzzzzzzzzzzzzzzzzzzzzzzzz",
    "01890a5d-ac96-774b-bcce-b302099a8057, 01h455vb4pex5vsknk084sn02q",
  })
  void theVectorsOfTheSpecificationHold(UUID id, String suffix) {
    assertThat(TypeId.format("aff", id)).isEqualTo("aff_" + suffix);
    assertThat(TypeId.parse("aff", "aff_" + suffix)).contains(id);
  }

  @Property
  void whatIsWrittenIsRead(@ForAll long high, @ForAll long low) {
    var id = new UUID(high, low);
    assertThat(TypeId.parse("ref", TypeId.format("ref", id))).contains(id);
  }

  @Property
  void textsSortByTheHighBits(@ForAll long high, @ForAll long otherHigh, @ForAll long low) {
    assertSameOrder(new UUID(high, low), new UUID(otherHigh, ~low));
  }

  @Property
  void textsSortByTheLowBitsNext(@ForAll long high, @ForAll long low, @ForAll long otherLow) {
    assertSameOrder(new UUID(high, low), new UUID(high, otherLow));
  }

  private static void assertSameOrder(UUID one, UUID other) {
    int texts = TypeId.format("clk", one).compareTo(TypeId.format("clk", other));
    assertThat(Integer.signum(texts)).isEqualTo(bits(one).compareTo(bits(other)));
  }

  private static BigInteger bits(UUID id) {
    return new BigInteger(id.toString().replace("-", ""), 16);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "aff",
        "aff_",
        "01h455vb4pex5vsknk084sn02q",
        "ref_01h455vb4pex5vsknk084sn02q",
        "af_01h455vb4pex5vsknk084sn02q",
        "xaff_01h455vb4pex5vsknk084sn02q",
        "aff-01h455vb4pex5vsknk084sn02q",
        "aff_01h455vb4pex5vsknk084sn02",
        "aff_01h455vb4pex5vsknk084sn02qq",
        "aff_01H455VB4PEX5VSKNK084SN02Q",
        "AFF_01h455vb4pex5vsknk084sn02q",
        "aff_81h455vb4pex5vsknk084sn02q",
        "aff_z1h455vb4pex5vsknk084sn02q",
        "aff_01h455vb4pex5vsknk084sn02i",
        "aff_01h455vb4pex5vsknk084sn02l",
        "aff_01h455vb4pex5vsknk084sn02o",
        "aff_01h455vb4pex5vsknk084sn02u",
        "aff_01h455vb4pex5vsknk084sn02 ",
        "aff_01h455vb4pex5vsknk084sn02\u00e9",
        "aff_-1h455vb4pex5vsknk084sn02q",
      })
  void anythingElseIsNoId(String text) {
    assertThat(TypeId.parse("aff", text)).isEmpty();
  }

  @Test
  void theFirstCharacterHoldsTheTopThreeBits() {
    assertThat(TypeId.parse("aff", "aff_7zzzzzzzzzzzzzzzzzzzzzzzzz")).contains(new UUID(-1, -1));
  }
}

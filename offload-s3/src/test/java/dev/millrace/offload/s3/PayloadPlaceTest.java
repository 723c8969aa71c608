/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.offload.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ModuleId;
import dev.millrace.item.Tenant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PayloadPlaceTest {

    private static final String HASH = "0123456789abcdef".repeat(4);
    private static final PayloadPlace PLACE = PayloadPlace.of("payloads", new ModuleId("prod", "shop", "order"));

    @Test
    void a_location_names_bucket_module_tenant_and_hash() {
        String location = PLACE.location(Tenant.of("acme"), HASH);

        assertThat(location).isEqualTo("s3://payloads/prod-shop-order/acme/" + HASH + ".json");
        assertThat(PLACE.holds(location)).isTrue();
        assertThat(PLACE.keyOf(location)).isEqualTo("prod-shop-order/acme/" + HASH + ".json");
    }

    @Test
    void a_location_of_any_other_form_is_not_held() {
        assertThat(List.of(
                        "s3://other/prod-shop-order/acme/" + HASH + ".json",
                        "s3://payloads/prod-shop-order-2/acme/" + HASH + ".json",
                        "s3://payloads/acme/" + HASH + ".json",
                        "s3://payloads/prod-shop-order/../acme/" + HASH + ".json",
                        "s3://payloads/prod-shop-order/acme/../" + HASH + ".json",
                        "s3://payloads/prod-shop-order/acme/x/" + HASH + ".json",
                        "s3://payloads/prod-shop-order/acme/" + HASH,
                        "s3://payloads/prod-shop-order/acme/" + HASH + ".json/",
                        "s3://payloads/prod-shop-order/acme/report.json",
                        "s3://payloads/prod-shop-order/",
                        ""))
                .allSatisfy(location -> {
                    assertThat(PLACE.holds(location)).isFalse();
                    assertThatThrownBy(() -> PLACE.keyOf(location)).isInstanceOf(InvalidValueException.class);
                });
    }

    @Test
    void names_that_s3_or_a_path_would_read_otherwise_are_refused() {
        for (String prefix : List.of("", "/", "a/", "/a", "a//b", "..", "a/../b", ".hidden", "a b", "x".repeat(513))) {
            assertThatThrownBy(() -> new PayloadPlace("payloads", prefix))
                    .as(prefix)
                    .isInstanceOf(InvalidValueException.class);
        }
        for (String bucket : List.of("", "ab", "Payloads", "pay/loads", "-ab", "x".repeat(64))) {
            assertThatThrownBy(() -> new PayloadPlace(bucket, "a"))
                    .as(bucket)
                    .isInstanceOf(InvalidValueException.class);
        }
        assertThat(new PayloadPlace("payloads", "a/b.c/d_e").holds("s3://payloads/a/b.c/d_e/t/" + HASH + ".json"))
                .isTrue();
    }
}

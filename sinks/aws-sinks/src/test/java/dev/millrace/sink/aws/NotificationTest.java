/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.StoreUnavailableException;
import dev.millrace.change.ChangeRecord;
import dev.millrace.context.Origin;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import dev.millrace.sink.SinkName;
import dev.millrace.testkit.Samples;
import org.junit.jupiter.api.Test;

class NotificationTest {

    private static final ModuleId MODULE = new ModuleId("prod", "shop", "order");
    private static final ItemKey KEY = ItemKey.of("ORDER", "acme", "7");
    private static final ChangeRecord CHANGE = Samples.change(KEY, 12, Samples.note("secret"));

    private static JsonNode json(Notification notification) throws Exception {
        return JsonMapper.builder().build().readTree(notification.toJson());
    }

    @Test
    void an_arrival_is_a_command_status_that_subscribers_know() throws Exception {
        assertThat(json(Notification.finished(CHANGE, MODULE)))
                .isEqualTo(
                        JsonMapper.builder()
                                .build()
                                .readTree(
                                        """
                {
                  "action": "command-status",
                  "id": "request-1",
                  "table": "prod-shop-order-command",
                  "pk": "ORDER#acme",
                  "sk": "7#v0000000012",
                  "tenantCode": "acme",
                  "content": {"source": "[order]:test", "status": "finish:FINISHED"}
                }
                """));
    }

    @Test
    void an_arrival_without_a_request_is_known_by_its_item() throws Exception {
        ChangeRecord change = new ChangeRecord(CHANGE.state(), CHANGE.commandId(), Origin.UNKNOWN);

        assertThat(json(Notification.finished(change, MODULE)).path("id").asText())
                .isEqualTo("prod-shop-order-command#ORDER#acme#7#v0000000012");
    }

    @Test
    void an_alarm_says_what_went_wrong_where() throws Exception {
        Notification alarm = Notification.alarm(
                CHANGE, MODULE, SinkName.of("orders"), new StoreUnavailableException("table t does not answer", null));

        assertThat(json(alarm))
                .isEqualTo(JsonMapper.builder()
                        .build()
                        .readTree(
                                """
                {
                  "action": "sfn-alarm",
                  "id": "ORDER#acme#7#v0000000012",
                  "table": "order",
                  "pk": "ORDER#acme",
                  "sk": "7#v0000000012",
                  "tenantCode": "acme",
                  "content": {"errorMessage": "table t does not answer", "sfnId": "orders/%s"}
                }
                """
                                        .formatted(CHANGE.commandId().text())));
    }

    @Test
    void the_message_of_somebody_elses_failure_is_not_told_for_it_may_quote_the_item() {
        Notification alarm =
                Notification.alarm(CHANGE, MODULE, SinkName.of("orders"), new IllegalStateException("secret"));

        assertThat(alarm.toJson()).doesNotContain("secret").contains("java.lang.IllegalStateException");
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.change.ChangeRecord;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import dev.millrace.sink.SinkOutcome;
import dev.millrace.sink.SinkOutcome.Deferred;
import dev.millrace.sink.SinkOutcome.Refused;
import dev.millrace.testkit.Samples;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** At the wire: no server of Step Functions can be had as an artifact. */
class StepFunctionsSinkTest {

    private static final String ARN = "arn:aws:states:eu-west-1:123456789012:stateMachine:orders";
    private static final String JSON = "application/x-amz-json-1.0";
    private static final ModuleId MODULE = new ModuleId("prod", "shop", "order");
    private static final ItemKey KEY = ItemKey.of("ORDER", "acme", "7");
    private static final ChangeRecord CHANGE = Samples.change(KEY, 2, Samples.note("first"));

    private final RecordingServer server = new RecordingServer();
    private final StepFunctionsSink sink = StepFunctionsSink.of(
            ARN,
            MODULE,
            AwsService.defaults()
                    .withEndpoint(server.endpoint())
                    .withRegion("eu-west-1")
                    .withTimeouts(Duration.ofSeconds(30), Duration.ofSeconds(20)),
            Credentials.ANY);

    StepFunctionsSinkTest() throws IOException {}

    @AfterEach
    void close() {
        sink.close();
        server.close();
    }

    private SinkOutcome apply(ChangeRecord change) {
        return sink.apply(List.of(change)).block(Duration.ofMinutes(1)).get(0);
    }

    private static String fault(String type) {
        return "{\"__type\":\"com.amazonaws.swf.service.v2.model#%s\",\"message\":\"no\"}".formatted(type);
    }

    @Test
    void a_change_starts_an_execution_with_a_name_of_its_own_and_the_change_as_input() throws Exception {
        server.answering(200, JSON, "{\"executionArn\":\"arn:e\",\"startDate\":1.0}");

        assertThat(apply(CHANGE)).isEqualTo(SinkOutcome.applied());

        RecordingServer.Request request = server.next();
        JsonMapper mapper = JsonMapper.builder().build();
        JsonNode body = mapper.readTree(request.body());
        assertThat(request.target()).isEqualTo("AWSStepFunctions.StartExecution");
        assertThat(body.path("stateMachineArn").asText()).isEqualTo(ARN);
        assertThat(body.path("name").asText()).isEqualTo(ExecutionName.of(MODULE, CHANGE));
        assertThat(mapper.readTree(body.path("input").asText()))
                .isEqualTo(mapper.readTree(
                        """
                {
                  "module": "order", "table": "prod-shop-order-command", "pk": "ORDER#acme", "sk": "7", "version": 2,
                  "tenantCode": "acme", "commandId": "%s", "requestId": "request-1", "source": "[order]:test",
                  "name": "a name", "deleted": false, "attributes": {"note": "first"}
                }
                """
                                .formatted(CHANGE.commandId().text())));
    }

    @Test
    void a_change_that_comes_again_starts_nothing() {
        server.answering(400, JSON, fault("ExecutionAlreadyExists"));

        assertThat(apply(CHANGE)).isEqualTo(SinkOutcome.stale());
    }

    @Test
    void an_outage_defers_the_change() {
        for (int attempt = 0; attempt < 3; attempt++) {
            server.answering(503, JSON, "{}");
        }

        assertThat(apply(CHANGE)).isInstanceOf(Deferred.class);
    }

    @Test
    void a_state_machine_that_is_not_there_defers_the_change_until_somebody_makes_it() {
        server.answering(400, JSON, fault("StateMachineDoesNotExist"));

        assertThat(apply(CHANGE)).isInstanceOf(Deferred.class);
    }

    @Test
    void an_input_that_step_functions_can_never_take_is_refused_without_a_request() {
        ChangeRecord large = Samples.change(KEY, 3, Samples.note("x".repeat(262_144)));

        assertThat(apply(large)).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.cause())
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("262144")
                .hasMessageNotContaining("xxx"));
    }

    @Test
    void a_state_machine_keeps_no_items_to_ask_for() {
        StepVerifier.create(sink.appliedVersion(KEY)).verifyError(UnsupportedOperationException.class);
    }
}

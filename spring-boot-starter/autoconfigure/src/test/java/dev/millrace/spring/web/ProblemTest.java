/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.MillraceException;
import dev.millrace.StoreMisconfiguredException;
import dev.millrace.StoreUnavailableException;
import dev.millrace.command.Command;
import dev.millrace.command.ItemNotFoundException;
import dev.millrace.command.OutcomeUnknownException;
import dev.millrace.command.RecordedCommand;
import dev.millrace.command.UnknownVersionException;
import dev.millrace.command.VersionConflictException;
import dev.millrace.context.InvalidClaimException;
import dev.millrace.context.MissingContextException;
import dev.millrace.context.Origin;
import dev.millrace.context.TenantViolationException;
import dev.millrace.data.MisplacedItemException;
import dev.millrace.item.Attributes;
import dev.millrace.item.Audit;
import dev.millrace.item.CommandId;
import dev.millrace.item.ExpectedVersion;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemContent;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ItemState;
import dev.millrace.item.Stamp;
import dev.millrace.item.Tenant;
import dev.millrace.item.Version;
import dev.millrace.payload.PayloadException;
import dev.millrace.sink.NotAppliedInTimeException;
import dev.millrace.sink.SinkName;
import dev.millrace.spring.SettingsException;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

class ProblemTest {

    private static final ItemKey KEY = ItemKey.of("ORDER", "secret-tenant", "secret-order");
    private static final RecordedCommand WINNER = new RecordedCommand(
            new ItemState(
                    KEY,
                    Version.of(3),
                    ItemContent.of("secret-name", Attributes.of(Map.of("card", "secret-card"))),
                    Audit.first(new Stamp(Instant.EPOCH, "secret-user", "203.0.113.9"))),
            new CommandId("winner"),
            Origin.UNKNOWN);

    static Stream<Arguments> failures() {
        return Stream.of(
                failure(
                        new VersionConflictException(ExpectedVersion.exactly(Version.of(2)), WINNER),
                        409,
                        "version-conflict"),
                failure(new UnknownVersionException(KEY, Version.of(9), Version.of(3)), 409, "version-conflict"),
                failure(new UnknownVersionException(KEY, Version.of(9), Version.NONE), 409, "version-conflict"),
                failure(new InvalidValueException("tenant", "secret-value", "must be short"), 400, "invalid-value"),
                failure(new ItemNotFoundException(KEY), 404, "not-found"),
                failure(new MissingContextException(), 401, "unauthenticated"),
                failure(new InvalidClaimException("custom:tenant", "must be a text"), 401, "unauthenticated"),
                failure(new TenantViolationException(Tenant.of("a"), Tenant.of("secret-tenant")), 403, "forbidden"),
                failure(new OutcomeUnknownException(KEY, new CommandId("c-1"), null), 503, "outcome-unknown"),
                failure(
                        new NotAppliedInTimeException(KEY, Version.of(3), SinkName.of("search")),
                        504,
                        "not-applied-yet"),
                failure(new StoreUnavailableException("table secret-table cannot be used", null), 503, "unavailable"),
                failure(new StoreMisconfiguredException("table secret-table does not exist", null), 500, "internal"),
                failure(new MisplacedItemException(KEY), 500, "internal"),
                failure(PayloadException.misfit(Command.class, "secret.path", "must be a text"), 500, "internal"),
                failure(new SettingsException("secret.setting", "Correct it."), 500, "internal"));
    }

    private static Arguments failure(MillraceException failure, int status, String type) {
        return Arguments.of(failure.getClass().getSimpleName(), failure, status, type);
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("failures")
    void every_failure_is_a_problem_that_gives_nothing_away(
            String name, MillraceException failure, int status, String type) {
        ResponseEntity<ProblemDetail> answer = answer(failure, new HttpHeaders());
        assertThat(answer.getStatusCode().value()).isEqualTo(status);
        assertThat(answer.getBody().getType()).hasToString("urn:millrace:problem:" + type);
        assertThat(answer.getBody().getStatus()).isEqualTo(status);
        assertThat(answer + " " + answer.getBody().getProperties()).doesNotContain("secret");
    }

    @Test
    void a_conflict_says_how_far_the_item_has_come_at_least_and_not_where_it_is() {
        ResponseEntity<ProblemDetail> answer =
                answer(new VersionConflictException(ExpectedVersion.exactly(Version.of(2)), WINNER), new HttpHeaders());
        assertThat(answer.getBody().getDetail()).isEqualTo("the item is at version 3 or later");
        assertThat(answer.getBody().getProperties()).containsExactly(Map.entry("reachedVersion", 3L));
        assertThat(answer.getHeaders().getETag()).isNull();
    }

    @Test
    void a_version_that_was_never_written_is_answered_with_the_one_that_was_read() {
        ResponseEntity<ProblemDetail> answer =
                answer(new UnknownVersionException(KEY, Version.of(9), Version.of(3)), new HttpHeaders());
        assertThat(answer.getBody().getProperties()).containsEntry("currentVersion", 3L);
        assertThat(answer.getHeaders().getETag()).isEqualTo("\"3\"");
    }

    @Test
    void a_creation_that_came_too_late_carries_no_version_because_the_first_need_not_be_the_newest() {
        ResponseEntity<ProblemDetail> answer =
                answer(new VersionConflictException(ExpectedVersion.absent(), WINNER), new HttpHeaders());
        assertThat(answer.getStatusCode().value()).isEqualTo(409);
        assertThat(answer.getBody().getDetail()).isEqualTo("the item exists already");
        assertThat(answer.getHeaders().getETag()).isNull();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("conflicts")
    void where_the_request_named_the_version_the_precondition_has_failed(String name, MillraceException conflict) {
        HttpHeaders headers = new HttpHeaders();
        headers.setIfMatch("\"2\"");
        assertThat(answer(conflict, headers).getStatusCode().value()).isEqualTo(412);
    }

    static Stream<Arguments> conflicts() {
        return failures()
                .filter(known -> known.get()[3].equals("version-conflict"))
                .limit(2);
    }

    private static ResponseEntity<ProblemDetail> answer(MillraceException failure, HttpHeaders headers) {
        return new ProblemAdvice()
                .failed(
                        failure,
                        MockServerWebExchange.from(
                                MockServerHttpRequest.put("/orders/7").headers(headers)));
    }
}

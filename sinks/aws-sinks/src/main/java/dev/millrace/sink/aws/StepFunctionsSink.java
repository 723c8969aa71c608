/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.sink.aws;

import static java.util.Objects.requireNonNull;

import dev.millrace.change.ChangeRecord;
import dev.millrace.item.InvalidValueException;
import dev.millrace.item.ItemKey;
import dev.millrace.item.ModuleId;
import dev.millrace.item.Version;
import dev.millrace.sink.ChangeSink;
import dev.millrace.sink.SinkName;
import dev.millrace.sink.SinkOutcome;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.sfn.SfnAsyncClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.InvalidExecutionInputException;
import software.amazon.awssdk.services.sfn.model.StartExecutionRequest;

/**
 * Starts one execution of a standard state machine for each change. The execution's name follows from the change alone, so
 * a change that comes again starts nothing, for as long as Step Functions remembers names: 90 days.
 *
 * <p>Its input is a JSON object with {@code module}, {@code table}, {@code pk}, {@code sk}, {@code version},
 * {@code tenantCode}, {@code commandId}, {@code requestId}, {@code source}, {@code name}, {@code deleted} and
 * {@code attributes}; one of more than 256 KB is refused. Executions of one item may run at the same time, and a late
 * change starts one like any other: run it without compaction to have one for every version.
 */
public final class StepFunctionsSink implements ChangeSink, AutoCloseable {

    /** The name of the sink unless told otherwise. */
    public static final SinkName NAME = SinkName.of("step-functions");

    /** How many executions of one batch are started at once. */
    private static final int CONCURRENCY = 16;

    private final SfnAsyncClient client;
    private final String stateMachineArn;
    private final ModuleId module;

    private StepFunctionsSink(SfnAsyncClient client, String stateMachineArn, ModuleId module) {
        this.client = client;
        this.stateMachineArn = requireNonNull(stateMachineArn, "stateMachineArn");
        this.module = requireNonNull(module, "module");
    }

    /** Starts executions of the state machine with that ARN, with the credentials that the AWS SDK finds. */
    public static StepFunctionsSink of(String stateMachineArn, ModuleId module, AwsService service) {
        return open(stateMachineArn, module, service, null);
    }

    /** Starts executions of the state machine with that ARN, with those credentials. */
    public static StepFunctionsSink of(
            String stateMachineArn, ModuleId module, AwsService service, AwsCredentialsProvider credentials) {
        return open(stateMachineArn, module, service, requireNonNull(credentials, "credentials"));
    }

    private static StepFunctionsSink open(
            String stateMachineArn, ModuleId module, AwsService service, @Nullable AwsCredentialsProvider credentials) {
        SfnAsyncClient client = Clients.build(SfnAsyncClient.builder(), service, credentials);
        return new StepFunctionsSink(client, stateMachineArn, module);
    }

    @Override
    public SinkName name() {
        return NAME;
    }

    @Override
    public Mono<List<SinkOutcome>> apply(List<ChangeRecord> changes) {
        return Flux.fromIterable(changes)
                .flatMapSequential(this::apply, CONCURRENCY)
                .collectList();
    }

    private Mono<SinkOutcome> apply(ChangeRecord change) {
        return Mono.fromSupplier(() -> request(change))
                .flatMap(request -> Mono.fromFuture(() -> client.startExecution(request), true))
                .map(started -> SinkOutcome.applied())
                .onErrorResume(failure -> Mono.just(outcome(failure)));
    }

    private StartExecutionRequest request(ChangeRecord change) {
        return StartExecutionRequest.builder()
                .stateMachineArn(stateMachineArn)
                .name(ExecutionName.of(module, change))
                .input(ExecutionInput.of(module, change))
                .build();
    }

    private static SinkOutcome outcome(Throwable failure) {
        if (failure instanceof ExecutionAlreadyExistsException) {
            return SinkOutcome.stale();
        }
        return failure instanceof InvalidValueException || failure instanceof InvalidExecutionInputException
                ? SinkOutcome.refused(failure)
                : SinkOutcome.deferred(failure);
    }

    /** Fails always with {@link UnsupportedOperationException}: a state machine keeps no items. */
    @Override
    public Mono<Version> appliedVersion(ItemKey key) {
        return Mono.error(() -> new UnsupportedOperationException("a state machine keeps no items"));
    }

    /** Releases the connections; starting fails from now on. */
    @Override
    public void close() {
        client.close();
    }
}

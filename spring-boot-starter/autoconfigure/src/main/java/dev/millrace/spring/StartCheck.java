/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring;

import dev.millrace.dynamodb.DynamoModule;
import dev.millrace.dynamodb.DynamoTables;
import java.util.List;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Looks at the tables, or makes them, and runs the other tasks, before anything that needs them starts. */
final class StartCheck implements SmartLifecycle {

    private final MillraceProperties properties;
    private final List<DynamoModule> modules;
    private final List<StartTask> tasks;
    private volatile boolean running;

    StartCheck(MillraceProperties properties, List<DynamoModule> modules, List<StartTask> tasks) {
        this.properties = properties;
        this.modules = modules;
        this.tasks = tasks;
    }

    @Override
    public void start() {
        Start.await(
                Flux.fromIterable(modules)
                        .concatMap(module -> prepare(module.tables()))
                        .thenMany(Flux.fromIterable(tasks))
                        .concatMap(StartTask::prepare)
                        .then(),
                properties.startTimeout(),
                "millrace.start-timeout");
        running = true;
    }

    private Mono<Void> prepare(DynamoTables tables) {
        return switch (properties.tables()) {
            case CHECK -> tables.check();
            case CREATE -> tables.create();
            case IGNORE -> Mono.empty();
        };
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Start.TABLES;
    }
}

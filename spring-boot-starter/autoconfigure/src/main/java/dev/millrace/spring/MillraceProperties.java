/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Which modules an application has, and how it reaches their tables.
 *
 * @param enabled whether Millrace is configured at all; default true
 * @param environment first part of all names of tables and topics; default {@code local}
 * @param app second part of these names; default {@code spring.application.name}
 * @param modules third part of these names, one for each pair of tables; at least one is needed
 * @param tables what to do about the tables before the application starts; default {@code check}
 * @param startTimeout how long the checks before the start may take; default 60 s
 * @param dynamodb how to reach DynamoDB
 * @param commands how commands are published
 */
@ConfigurationProperties("millrace")
public record MillraceProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("local") String environment,
        @DefaultValue("") String app,
        @DefaultValue List<String> modules,
        @DefaultValue("check") OnStart tables,
        @DefaultValue("60s") Duration startTimeout,
        @DefaultValue Dynamodb dynamodb,
        @DefaultValue Commands commands) {

    /** What to do about the tables before the application starts. */
    public enum OnStart {
        /** Refuse to start unless the tables are there as they must be. */
        CHECK,
        /** Make the tables that are missing, and check the others: for development and tests. */
        CREATE,
        /** Nothing: the first request finds out. */
        IGNORE
    }

    /** Copies the list. */
    public MillraceProperties {
        modules = List.copyOf(modules);
    }

    /**
     * How to reach DynamoDB.
     *
     * @param endpoint another endpoint than AWS's own, such as a local engine; default {@code DYNAMODB_ENDPOINT}. Without
     *     credentials in the environment, the access key there is {@code local}
     * @param region the AWS region; default {@code DYNAMODB_REGION}, else as the AWS SDK finds it
     * @param callTimeout how long one call may take, retries included; default 3 s
     * @param attemptTimeout how long one attempt of a call may take; default 800 ms
     * @param maxConcurrency how many requests may be under way at once; default 256
     */
    public record Dynamodb(
            @Nullable URI endpoint,
            @Nullable String region,
            @DefaultValue("3s") Duration callTimeout,
            @DefaultValue("800ms") Duration attemptTimeout,
            @DefaultValue("256") int maxConcurrency) {}

    /**
     * How commands are published.
     *
     * @param cacheSize how much memory the cache of recorded commands may take in each module; 0 switches it off; default
     *     16 MB
     * @param latestAttempts how often a command that expects the latest version is tried when other writers get in
     *     between; default 10
     * @param latestBackoff the longest pause before the second of these attempts; it doubles with each; default 5 ms
     */
    public record Commands(
            @DefaultValue("16MB") DataSize cacheSize,
            @DefaultValue("10") int latestAttempts,
            @DefaultValue("5ms") Duration latestBackoff) {}
}

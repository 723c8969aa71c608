/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.web;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What Millrace does over HTTP.
 *
 * @param trustedProxies the networks, such as {@code 10.0.0.0/8}, whose {@code X-Forwarded-For} is believed; default none
 * @param tenantHeader the header in which a user without a tenant of its own may name one; default {@code x-tenant-code}
 * @param longestWait how long {@code Prefer: wait} may make a request wait; default 30 s
 * @param streams how live updates are read
 */
@ConfigurationProperties("millrace.web")
public record WebProperties(
        @DefaultValue List<String> trustedProxies,
        @DefaultValue("x-tenant-code") String tenantHeader,
        @DefaultValue("30s") Duration longestWait,
        @DefaultValue Streams streams) {

    /** Copies the list. */
    public WebProperties {
        trustedProxies = List.copyOf(trustedProxies);
    }

    /**
     * How live updates are read.
     *
     * @param interval how long after one look at an item the next one follows; default 1 s
     * @param keepAlive how often a stream without news says that it is alive; default 15 s
     * @param longest after how long a stream ends, so that clients come back with fresh tokens; default 15 min
     * @param maxOpen how many streams may be open at once; default 1000
     */
    public record Streams(
            @DefaultValue("1s") Duration interval,
            @DefaultValue("15s") Duration keepAlive,
            @DefaultValue("15m") Duration longest,
            @DefaultValue("1000") int maxOpen) {}
}

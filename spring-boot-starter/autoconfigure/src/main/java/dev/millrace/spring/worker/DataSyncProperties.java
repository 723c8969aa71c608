/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.worker;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How beans with {@link DataSync} are run.
 *
 * @param run whether this application calls them; default true
 * @param lanes how many changes of different items each of them is called with at once; a power of two; default 16
 * @param drainTimeout how long a stop waits for calls under way; default 20 s
 */
@ConfigurationProperties("millrace.data-sync")
record DataSyncProperties(
        @DefaultValue("true") boolean run, @DefaultValue("16") int lanes, @DefaultValue("20s") Duration drainTimeout) {}

/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The sinks, by name.
 *
 * @param sinks how each is configured
 */
@ConfigurationProperties("millrace")
record SinksProperties(@DefaultValue Map<String, SinkSettings> sinks) {}

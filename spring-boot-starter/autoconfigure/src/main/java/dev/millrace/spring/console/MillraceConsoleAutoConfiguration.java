/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.console;

import dev.millrace.context.TenantGuard;
import dev.millrace.spring.MillraceAutoConfiguration;
import dev.millrace.spring.MillraceModules;
import dev.millrace.spring.web.MillraceWebAutoConfiguration;
import dev.millrace.spring.web.WebProperties;
import dev.millrace.spring.worker.Leases;
import dev.millrace.spring.worker.MillraceWorkerAutoConfiguration;
import dev.millrace.spring.worker.SinkOperations;
import dev.millrace.spring.worker.Workers;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.scheduler.Schedulers;

/** The console, where it is asked for, in an application that knows its callers. */
@AutoConfiguration(
        after = {
            MillraceAutoConfiguration.class,
            MillraceWebAutoConfiguration.class,
            MillraceWorkerAutoConfiguration.class
        },
        afterName = {
            "org.springframework.boot.security.autoconfigure.actuate.web.reactive"
                    + ".ReactiveManagementWebSecurityAutoConfiguration",
            "org.springframework.boot.security.oauth2.server.resource.autoconfigure.web.reactive"
                    + ".ReactiveOAuth2ResourceServerWebSecurityAutoConfiguration"
        })
@ConditionalOnBooleanProperty("millrace.console.enabled")
@ConditionalOnBooleanProperty(name = "millrace.enabled", matchIfMissing = true)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({DispatcherHandler.class, JwtAuthenticationToken.class})
@EnableConfigurationProperties(ConsoleProperties.class)
@Import(ConsolePageSecurity.class)
public final class MillraceConsoleAutoConfiguration {

    /** For Spring. */
    MillraceConsoleAutoConfiguration() {}

    @Bean
    ConsolePages millraceConsolePages(WebProperties web) {
        return new ConsolePages(web.tenantHeader(), MillraceConsoleAutoConfiguration.class.getClassLoader());
    }

    @Bean
    RouterFunction<ServerResponse> millraceConsoleRoutes(ConsolePages pages) {
        return pages.routes();
    }

    @Bean
    LagReadings millraceLagReadings(
            ObjectProvider<Workers> workers, ConsoleProperties console, ObjectProvider<Clock> clock) {
        return new LagReadings(
                workers.orderedStream().toList(),
                console.refresh(),
                clock.getIfUnique(Clock::systemUTC),
                Schedulers.parallel());
    }

    @Bean
    ConsoleAccess millraceConsoleAccess(ConsoleProperties console, TenantGuard guard) {
        Set<String> roles = new HashSet<>(console.roles());
        roles.addAll(guard.crossTenantRoles());
        return new ConsoleAccess(roles, console.readOnly());
    }

    @Bean
    ThisProcess millraceConsoleProcess(
            MillraceModules modules,
            ObjectProvider<Workers> workers,
            LagReadings readings,
            ConsoleProperties console,
            ObjectProvider<Clock> clock) {
        return new ThisProcess(
                modules,
                workers.orderedStream().toList(),
                readings,
                console.refresh(),
                clock.getIfUnique(Clock::systemUTC));
    }

    @Bean
    ConsoleController millraceConsoleController(
            ConsoleAccess access, ThisProcess process, SinkOperations operations, ObjectProvider<Leases> leases) {
        return new ConsoleController(access, process, operations, leases);
    }
}

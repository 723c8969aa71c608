/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.actuator;

import static java.util.stream.Collectors.toMap;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.health.actuate.endpoint.AdditionalHealthEndpointPath;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.actuate.endpoint.HttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.core.Ordered;

/** Puts the workers into the group {@code liveness} and the tables into the group {@code readiness}, where these exist. */
final class HealthGroups implements HealthEndpointGroupsPostProcessor, Ordered {

    private static final Map<String, String> MEMBERS =
            Map.of("liveness", "millraceWorkers", "readiness", "millraceTables");

    HealthGroups() {}

    @Override
    public HealthEndpointGroups postProcessHealthEndpointGroups(HealthEndpointGroups groups) {
        Map<String, HealthEndpointGroup> extended =
                groups.getNames().stream().collect(toMap(name -> name, name -> extended(name, groups.get(name))));
        return HealthEndpointGroups.of(groups.getPrimary(), extended);
    }

    private static HealthEndpointGroup extended(String name, @Nullable HealthEndpointGroup group) {
        if (group == null) {
            throw new IllegalStateException("there is no health group " + name);
        }
        String member = MEMBERS.get(name);
        return member == null ? group : new Extended(group, member);
    }

    /** After Boot's own, which makes the groups. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    private record Extended(HealthEndpointGroup group, String member) implements HealthEndpointGroup {

        @Override
        public boolean isMember(String name) {
            return name.equals(member) || group.isMember(name);
        }

        @Override
        public boolean showComponents(SecurityContext context) {
            return group.showComponents(context);
        }

        @Override
        public boolean showDetails(SecurityContext context) {
            return group.showDetails(context);
        }

        @Override
        public StatusAggregator getStatusAggregator() {
            return group.getStatusAggregator();
        }

        @Override
        public HttpCodeStatusMapper getHttpCodeStatusMapper() {
            return group.getHttpCodeStatusMapper();
        }

        @Override
        public @Nullable AdditionalHealthEndpointPath getAdditionalPath() {
            return group.getAdditionalPath();
        }
    }
}

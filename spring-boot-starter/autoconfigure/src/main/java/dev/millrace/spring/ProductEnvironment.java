/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertyResolver;

/** Takes the environment variables that the product knows as settings; any other source of a setting wins. */
final class ProductEnvironment implements EnvironmentPostProcessor {

    private static final String SOURCE = "millraceProductEnvironment";

    private static final Map<String, String> SETTINGS = Map.of(
            "NODE_ENV", "millrace.environment",
            "APP_NAME", "millrace.app",
            "DYNAMODB_ENDPOINT", "millrace.dynamodb.endpoint",
            "DYNAMODB_REGION", "millrace.dynamodb.region",
            "CROSS_TENANT_ROLES", "millrace.tenancy.cross-tenant-roles",
            "COMMON_TENANT_CODES", "millrace.tenancy.common-tenants");

    /** For Spring. */
    ProductEnvironment() {}

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        Map<String, Object> settings = settings(environment);
        if (!settings.isEmpty()) {
            environment.getPropertySources().addLast(new MapPropertySource(SOURCE, settings));
        }
    }

    static Map<String, Object> settings(PropertyResolver environment) {
        Map<String, Object> settings = new LinkedHashMap<>();
        SETTINGS.forEach((variable, setting) -> {
            String value = value(environment, variable);
            if (value != null) {
                settings.put(setting, value);
            }
        });
        addCognito(environment, settings);
        return settings;
    }

    /** A user pool's tokens name the pool's endpoint as issuer, and its client as audience. */
    private static void addCognito(PropertyResolver environment, Map<String, Object> settings) {
        String pool = value(environment, "COGNITO_USER_POOL_ID");
        String region = value(environment, "COGNITO_REGION");
        String endpoint = value(environment, "COGNITO_ENDPOINT");
        String base = endpoint != null || region == null
                ? endpoint
                : "https://cognito-idp.%s.amazonaws.com".formatted(region);
        if (pool != null && base != null) {
            settings.put(
                    "spring.security.oauth2.resourceserver.jwt.issuer-uri", base.replaceFirst("/+$", "") + "/" + pool);
        }
        String client = value(environment, "COGNITO_USER_POOL_CLIENT_ID");
        if (client != null) {
            settings.put("millrace.security.audiences", client);
        }
    }

    private static @Nullable String value(PropertyResolver environment, String variable) {
        String value = environment.getProperty(variable, "").strip();
        return value.isEmpty() ? null : value;
    }
}

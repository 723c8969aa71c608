/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class ProductEnvironmentTest {

    @Test
    void the_products_variables_become_settings() {
        assertThat(ProductEnvironment.settings(environment(Map.of(
                        "NODE_ENV", "stg",
                        "APP_NAME", "shop",
                        "DYNAMODB_ENDPOINT", "http://localhost:8000",
                        "DYNAMODB_REGION", "ap-northeast-1",
                        "CROSS_TENANT_ROLES", "root",
                        "COMMON_TENANT_CODES", " common , shared ,,"))))
                .containsOnly(
                        Map.entry("millrace.environment", "stg"),
                        Map.entry("millrace.app", "shop"),
                        Map.entry("millrace.dynamodb.endpoint", "http://localhost:8000"),
                        Map.entry("millrace.dynamodb.region", "ap-northeast-1"),
                        Map.entry("millrace.tenancy.cross-tenant-roles", "root"),
                        Map.entry("millrace.tenancy.common-tenants", "common , shared ,,"));
    }

    @Test
    void a_user_pool_is_an_issuer_and_its_client_an_audience() {
        assertThat(ProductEnvironment.settings(environment(Map.of(
                        "COGNITO_REGION", "eu-west-1",
                        "COGNITO_USER_POOL_ID", "eu-west-1_x",
                        "COGNITO_USER_POOL_CLIENT_ID", "client"))))
                .containsOnly(
                        Map.entry(
                                "spring.security.oauth2.resourceserver.jwt.issuer-uri",
                                "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_x"),
                        Map.entry("millrace.security.audiences", "client"));
        assertThat(ProductEnvironment.settings(environment(
                        Map.of("COGNITO_ENDPOINT", "http://localhost:9229/", "COGNITO_USER_POOL_ID", "local_1"))))
                .containsEntry("spring.security.oauth2.resourceserver.jwt.issuer-uri", "http://localhost:9229/local_1");
    }

    @Test
    void blank_variables_say_nothing() {
        assertThat(ProductEnvironment.settings(environment(Map.of("DYNAMODB_ENDPOINT", " ", "COGNITO_REGION", ""))))
                .isEmpty();
    }

    @Test
    void any_other_source_of_a_setting_wins() {
        ConfigurableEnvironment environment =
                environment(Map.of("DYNAMODB_REGION", "eu-west-1", "millrace.dynamodb.region", "us-west-2"));
        new ProductEnvironment().postProcessEnvironment(environment, new SpringApplication());
        assertThat(environment.getProperty("millrace.dynamodb.region")).isEqualTo("us-west-2");
    }

    @Test
    void common_tenants_are_trimmed_and_folded_and_never_none() {
        assertThat(new TenancyProperties(Set.of(), new LinkedHashSet<>(List.of(" Common ", "SHARED", "")))
                        .commonTenants())
                .containsExactlyInAnyOrder("common", "shared");
        assertThat(new TenancyProperties(Set.of(), Set.of()))
                .isEqualTo(new TenancyProperties(Set.of("system_admin"), Set.of("common")));
    }

    private static ConfigurableEnvironment environment(Map<String, Object> variables) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .forEach(source -> environment.getPropertySources().remove(source.getName()));
        environment.getPropertySources().addFirst(new MapPropertySource("test", variables));
        return environment;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.examples.orders;

import dev.millrace.context.UserContext;
import dev.millrace.item.ExpectedVersion;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import java.util.Arrays;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Adds to the OpenAPI description what controllers take from the token and from headers. */
@Configuration(proxyBeanMethods = false)
@OpenAPIDefinition(
        info = @Info(title = "Orders", version = "1"),
        security = @SecurityRequirement(name = ApiDescription.TOKEN))
@SecurityScheme(
        name = ApiDescription.TOKEN,
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        bearerFormat = "JWT",
        description = "./millrace token --tenant acme --user u1 --role admin")
class ApiDescription {

    static final String TOKEN = "token";

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(UserContext.class, ExpectedVersion.class);
    }

    @Bean
    OperationCustomizer headersOfCommands() {
        return (operation, method) ->
                Arrays.asList(method.getMethod().getParameterTypes()).contains(ExpectedVersion.class)
                        ? withHeaders(operation)
                        : operation;
    }

    private static Operation withHeaders(Operation operation) {
        return operation
                .addParametersItem(header("If-Match", "the version that the change is made for, for example \"1\""))
                .addParametersItem(header("If-None-Match", "* to create the order"))
                .addParametersItem(header("Prefer", "wait=5; sink=search to wait until the search shows it"));
    }

    private static HeaderParameter header(String name, String meaning) {
        HeaderParameter header = new HeaderParameter();
        header.name(name).description(meaning).required(false).schema(new StringSchema());
        return header;
    }
}

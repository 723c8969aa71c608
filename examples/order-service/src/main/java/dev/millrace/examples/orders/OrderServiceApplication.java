/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.examples.orders;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The order service. With the profile {@code dev} it runs the workers, too; with any other it only takes requests. */
@SpringBootApplication
public class OrderServiceApplication {

    /** For Spring. */
    public OrderServiceApplication() {}

    /** Starts the service. */
    public static void main(String[] arguments) {
        SpringApplication.run(OrderServiceApplication.class, arguments);
    }
}

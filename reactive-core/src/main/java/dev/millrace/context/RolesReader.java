/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.context;

import java.util.List;

/**
 * Reads a claim that holds its roles as a text, such as JSON. Core knows no format; {@code millrace-payload-jackson} brings
 * one for JSON.
 */
@FunctionalInterface
public interface RolesReader {

    /**
     * Returns the list that the text stands for: of maps that name a {@code role} and, unless it counts in every tenant,
     * a {@code tenant}. Throws if the text is none; what the exception says goes nowhere.
     */
    List<?> read(String text);
}

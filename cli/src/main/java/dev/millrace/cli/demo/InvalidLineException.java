/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.cli.demo;

/** A line of the input that is no change. The message names the line and the rule. */
final class InvalidLineException extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidLineException(long line, String rule) {
        super("line %d: %s".formatted(line, rule));
    }
}

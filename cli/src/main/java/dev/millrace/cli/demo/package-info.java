/** The whole road on one machine: reads changes, publishes them, carries them, and checks what arrived. */
@NullMarked
package dev.millrace.cli.demo;

import org.jspecify.annotations.NullMarked;

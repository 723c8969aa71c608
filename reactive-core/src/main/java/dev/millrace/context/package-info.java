/** Who asks, for which tenant, and what that lets them touch. */
@NullMarked
package dev.millrace.context;

import org.jspecify.annotations.NullMarked;

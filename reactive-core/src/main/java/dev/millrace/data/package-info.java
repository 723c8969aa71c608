/** The query side: items as they are now, one by one and page by page. */
@NullMarked
package dev.millrace.data;

import org.jspecify.annotations.NullMarked;

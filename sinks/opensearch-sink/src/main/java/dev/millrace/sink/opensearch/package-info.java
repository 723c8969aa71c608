/** The sink that keeps a search index, and queries of it that cannot leave their tenant. */
@NullMarked
package dev.millrace.sink.opensearch;

import org.jspecify.annotations.NullMarked;

/**
 * The stream source for a single worker: reads the stream itself, without threads of its own, and keeps its checkpoints in
 * a small table. Nothing here blocks.
 */
@NullMarked
package dev.millrace.bridge.direct;

import org.jspecify.annotations.NullMarked;

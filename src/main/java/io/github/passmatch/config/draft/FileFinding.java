package io.github.passmatch.config.draft;

import io.github.passmatch.config.text.Line;
import io.github.passmatch.rules.Place;

/**
 * A finding about a line that matters only if some request is answered by a file.
 *
 * @param warns whether this is a warning; otherwise a note
 */
public record FileFinding(Line line, boolean warns, Place place, String message, String hint) { }

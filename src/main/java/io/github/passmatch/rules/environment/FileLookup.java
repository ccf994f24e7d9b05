package io.github.passmatch.rules.environment;

/** Looks at files. Names are absolute, with slashes, and byte strings. May wait for a disk, so it is never used on a selector thread. */
public interface FileLookup {

    /** What a name stands for. */
    enum Kind {
        FILE, DIRECTORY,
        /** A symbolic link. */
        LINK,
        /** A pipe, a socket or a device. */
        OTHER,
        ABSENT,
        /** This process may not look at the name, or may not read the file; or the name cannot be a name of a file. */
        DENIED
    }

    /** Thrown where a file must be looked at, and the thread must not wait. The decision is made again on another thread. */
    final class NotHere extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public NotHere() {
            super("files cannot be looked at on this thread", null, false, false);
        }
    }

    /** What {@code name} itself stands for. */
    Kind kind(String name);

    /** What {@code name} stands for after links are followed. */
    Kind target(String name);

    /** Whether a link and its target have the same owner; false if this is not known. */
    boolean hasOwnerOfTarget(String link);

    /** The size of the file in bytes; 0 if there is none. */
    long size(String name);
}

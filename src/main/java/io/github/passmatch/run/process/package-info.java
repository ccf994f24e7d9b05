/**
 * What concerns the process of {@code java -jar}, whatever it serves: its log (the backend of SLF4J and of {@code java.util.logging}, with limits for the lines of the HTTP server), its signals, the service manager that
 * started it, and its end after an {@code OutOfMemoryError}.
 */
package io.github.passmatch.run.process;

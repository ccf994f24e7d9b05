/**
 * The answer to the client: the head of the upstream's answer, and the answers of the proxy itself.
 *
 * <p>Start at {@link io.github.passmatch.forward.answer.OwnAnswers}.
 */
package io.github.passmatch.forward.answer;

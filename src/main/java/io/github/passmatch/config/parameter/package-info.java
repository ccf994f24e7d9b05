/** The table of the parameters of rules and of members of balancers: {@link io.github.passmatch.config.parameter.Parameters}. */
package io.github.passmatch.config.parameter;

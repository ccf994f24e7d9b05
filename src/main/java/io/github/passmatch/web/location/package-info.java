/** Finds the configuration of a webapp: a context parameter, a system property, an environment variable, init-params of the filter, or a file of the webapp. */
package io.github.passmatch.web.location;

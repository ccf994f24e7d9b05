/**
 * httpd's expressions (ap_expr): conditions of {@code <If>}, {@code SetEnvIfExpr} and {@code expr=}, and texts with variables.
 *
 * <p>Start at {@link io.github.passmatch.rules.expression.ExpressionReader}. What httpd has and this package does not have is an error with its name and position.
 */
package io.github.passmatch.rules.expression;

// Failures that belong to the protocol or to the user are values, not exceptions.

export type Result<T, Why = string> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: Why };

/** A success. */
export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });
/** A failure with its reason. */
export const fail = <Why>(why: Why): { readonly ok: false; readonly why: Why } => ({
  ok: false,
  why,
});

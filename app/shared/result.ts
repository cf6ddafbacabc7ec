/** An expected outcome as a value: what a caller can act on. What only an engineer can fix is thrown. */
export type Ok<T> = { ok: true; value: T }
export type Err<E> = { ok: false; error: E }
export type Result<T, E> = Ok<T> | Err<E>

export function ok(): Ok<void>
export function ok<T>(value: T): Ok<T>
export function ok<T>(value?: T): Ok<T | undefined> {
  return { ok: true, value }
}

export function err<E>(error: E): Err<E> {
  return { ok: false, error }
}

/** Whether a value is a failed {@link Result}; used to roll a transaction back. */
export function isErr(value: unknown): value is Err<unknown> {
  return (
    typeof value === 'object' && value !== null && 'ok' in value && value.ok === false && 'error' in value
  )
}

/** For the last branch of a switch over a union: a new member does not compile until somebody decides. */
export function unreachable(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`)
}

/** How long a browser may take to sign what it was asked to sign. */
export const challengeMinutes = 5

/** How a passkey names its person: the 16 bytes of the id, which say nothing about them. */
export function userHandle(userId: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(userId.replaceAll('-', ''), 'hex'))
}

/** Whether a handle, base64url as browsers send it, names this person. */
export function isHandleOf(userId: string, handle: string | undefined): boolean {
  return handle !== undefined && Buffer.from(handle, 'base64url').equals(Buffer.from(userHandle(userId)))
}

/**
 * Whether a counter says that a passkey was copied: it must grow. Passkeys that are kept in step between devices always say zero.
 */
export function isCounterStale(stored: bigint, given: number): boolean {
  return (stored > 0n || given > 0) && BigInt(given) <= stored
}

/** Where a browser may say that it is: under this host name, encrypted; in development also in the clear. */
export function originsOf(host: string, isProduction: boolean): string[] {
  return isProduction ? [`https://${host}`] : [`https://${host}`, `http://${host}`]
}

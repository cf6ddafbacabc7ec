import { Secret, TOTP } from 'otpauth'

/** What every authenticator app understands (RFC 6238): SHA-1, six digits, half a minute. Other values break common apps. */
const periodSeconds = 30
const settings = { algorithm: 'SHA1', digits: 6, period: periodSeconds }
const seedBytes = 20

/** A new seed of 160 random bits, as the base32 text that people can type into an app. */
export function makeSeed(): string {
  return new Secret({ size: seedBytes }).base32
}

/** The address that an app reads from the QR code. */
export function seedUri(seed: string, { issuer, email }: { issuer: string; email: string }): string {
  return new TOTP({ ...settings, issuer, label: email, secret: Secret.fromBase32(seed) }).toString()
}

/**
 * The time step that a code belongs to, of the one before now, now, and the one after: clocks of phones are not exact. Null for a wrong
 * code. Whoever accepts it remembers the step and refuses it and earlier ones from then on.
 */
export function matchStep(seed: string, code: string, at: Date): number | null {
  const digits = code.replaceAll(/\s/g, '')
  if (!/^\d{6}$/.test(digits)) return null
  const totp = new TOTP({ ...settings, secret: Secret.fromBase32(seed) })
  const delta = totp.validate({ token: digits, timestamp: at.getTime(), window: 1 })
  return delta === null ? null : stepAt(at) + delta
}

/** The code of an instant, for tests and tools that sign somebody in. */
export function codeAt(seed: string, at: Date): string {
  return new TOTP({ ...settings, secret: Secret.fromBase32(seed) }).generate({ timestamp: at.getTime() })
}

function stepAt(at: Date): number {
  return Math.floor(at.getTime() / 1000 / periodSeconds)
}

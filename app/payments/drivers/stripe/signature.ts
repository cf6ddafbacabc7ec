import { createHmac, timingSafeEqual } from 'node:crypto'

const toleranceSeconds = 300
const macBytes = 32

/** What `Stripe-Signature` says: when it was signed, and by which macs; two while a secret is being changed. */
export interface Signature {
  stampSeconds: number
  macs: readonly Buffer[]
}

/**
 * Reads the header by hand, as Stripe describes it, because the SDK throws for each forged one, and a flood of them would pay for the traces.
 * @returns null when it is none
 * @see https://docs.stripe.com/webhooks#verify-manually
 */
export function readSignature(header: unknown): Signature | null {
  if (typeof header !== 'string') return null
  const parts = header.split(',')
  const stamps = parts.filter((part) => /^t=\d{1,12}$/.test(part))
  const macs = parts
    .filter((part) => part.startsWith('v1='))
    .map((part) => Buffer.from(part.slice(3), 'hex'))
    .filter(({ length }) => length === macBytes)
  return stamps.length === 1 && macs.length > 0 ? { stampSeconds: Number(stamps[0]!.slice(2)), macs } : null
}

/** Within five minutes: one from the future counts no more than an old one, as it could be kept for later. */
export function isOfNow({ stampSeconds }: Signature, now: Date): boolean {
  return Math.abs(Math.floor(now.getTime() / 1000) - stampSeconds) <= toleranceSeconds
}

export function isSigned(rawBody: string, { stampSeconds, macs }: Signature, secret: string): boolean {
  const expected = createHmac('sha256', secret).update(`${stampSeconds}.${rawBody}`).digest()
  return macs.some((mac) => timingSafeEqual(mac, expected))
}

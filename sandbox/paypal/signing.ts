import { randomUUID } from 'node:crypto'
import { ownUrl, timestamp, type Account } from './account.ts'
import { certificatePath, signed, signerName } from './certificates.ts'

type Leaving = { webhook: string; body: string; time?: string; certificate?: string }

/** The headers under which a body leaves for one webhook. */
export function transmissionHeaders(account: Account, leaving: Leaving): Record<string, string> {
  const { webhook, body, time, certificate = signerName } = leaving
  const transmission = { id: randomUUID(), time: time ?? timestamp(account.kit.nowMs()), webhook, body }
  return {
    'paypal-transmission-id': transmission.id,
    'paypal-transmission-time': transmission.time,
    'paypal-transmission-sig': signed(transmission),
    'paypal-cert-url': `${ownUrl(account)}${certificatePath}/${certificate}`,
    'paypal-auth-algo': 'SHA256withRSA',
  }
}

import { createHmac } from 'node:crypto'
import { type Agent, request } from 'node:http'
import type { Tenant } from '#app/shared/database/context'
import { newId, showId } from '#app/shared/ids'

/** What the messages of these measurements are signed with. */
export const letterSecret = 'whsec_of_this_bench'

export interface Letter {
  body: string
  signature: string
}

/** A message of Stripe about a payment that succeeded, as large as they usually are. */
export function writeLetter({
  reference = `pi_${newId()}`,
  id = `evt_${newId()}`,
  secret = letterSecret,
  ageSeconds = 0,
  size = 2_500,
} = {}): Letter {
  const object = { id: reference, object: 'payment_intent', status: 'succeeded', filling: 'x'.repeat(size) }
  const body = JSON.stringify({
    id, object: 'event', api_version: '2026-10-28.endive', livemode: false, type: 'payment_intent.succeeded', data: { object },
  }) // prettier-ignore
  return { body, signature: sign(body, secret, ageSeconds) }
}

function sign(body: string, secret: string, ageSeconds: number): string {
  const stamp = Math.floor(Date.now() / 1000) - ageSeconds
  const mac = createHmac('sha256', secret).update(`${stamp}.${body}`).digest('hex')
  return `t=${stamp},v1=${mac}`
}

export interface Mailbox {
  agent: Agent
  port: number
  slug: Tenant['slug']
  gatewayId: string
}

/** @returns the status that it was answered with */
export function postLetter(
  { agent, port, slug, gatewayId }: Mailbox,
  { body, signature }: Letter
): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      host: `account.${slug}.localhost`,
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
      'stripe-signature': signature,
    }
    const path = `/webhooks/stripe/${showId('gateway', gatewayId)}`
    const outgoing = request({ host: '127.0.0.1', port, method: 'POST', path, agent, headers }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve(answer.statusCode ?? 0))
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

import { err, ok, type Result } from '#app/shared/result'
import { randomBytes } from 'node:crypto'
import type { BtcpayConfig } from '#app/payments/drivers/btcpay/config'
import type { Ask } from '#app/payments/drivers/btcpay/refunds'
import type {
  GatewayAccount,
  GatewayFailure,
  Outcome,
  WebhookSetupCalls,
  WebhookStanding,
} from '#app/payments/drivers/contract'

/** What the key must allow, all of it for the one store only. */
export const permissionsWanted = [
  'btcpay.store.cancreateinvoice',
  'btcpay.store.canviewinvoices',
  'btcpay.store.canmodifyinvoices',
  'btcpay.store.canmanagepullpayments',
]

/** Whether server, store and key fit together, and whether the key may do all that we do. */
export async function checkBtcpayAccount(ask: Ask, config: BtcpayConfig): Outcome<GatewayAccount> {
  const info = await ask<{ version?: string; fullySynched?: boolean }>({
    method: 'GET',
    path: '/server/info',
  })
  if (!info.ok) return info
  if (!info.value?.version) return err(wrong('There is no BTCPay Server at this address'))
  if (info.value.fullySynched === false)
    return err({ type: 'retry_later', reason: 'The server has not caught up with the chains' })
  const key = await ask<{ permissions?: string[] }>({ method: 'GET', path: '/api-keys/current' })
  if (!key.ok) return key
  const missing = missingPermissions(key.value?.permissions ?? [], config.storeId)
  if (missing.length > 0) return err(wrong(`The key lacks ${missing.join(', ')} for this store`))
  const open = await ask<unknown[]>({
    method: 'GET',
    path: `/stores/${config.storeId}/invoices`,
    query: { take: '1' },
  })
  if (!open.ok) return open
  if (!open.value) return err(wrong('The server does not know this store'))
  return ok({ name: `BTCPay Server ${info.value.version}`, isLive: config.isLive, currencies: [] })
}

/** A permission holds for all stores, or for the one that stands behind it. */
export function missingPermissions(granted: readonly string[], storeId: string): string[] {
  if (granted.includes('unrestricted')) return []
  return permissionsWanted.filter(
    (wanted) => !granted.includes(wanted) && !granted.includes(`${wanted}:${storeId}`)
  )
}

function wrong(reason: string): GatewayFailure {
  return { type: 'misconfigured', reason }
}

interface Webhook {
  id: string
  url: string
  enabled?: boolean
  secret?: string | null
}

/** Everything that we follow; kinds that later versions add are not among them. */
export const followedEvents = ['InvoiceReceivedPayment', 'InvoicePaymentSettled', 'InvoiceProcessing', 'InvoiceExpired', 'InvoiceSettled', 'InvoiceInvalid', 'PayoutCreated', 'PayoutApproved', 'PayoutUpdated'] // prettier-ignore

/** The secret is ours to choose: an answer that is lost costs nothing, because the next one replaces it. */
export function btcpayWebhookSetup(ask: Ask, storeId: string): WebhookSetupCalls {
  const path = `/stores/${storeId}/webhooks`
  return {
    async setUp({ url }) {
      const secret = randomBytes(24).toString('hex')
      const made = await ask<Webhook>({
        method: 'POST',
        path,
        body: {
          url,
          enabled: true,
          automaticRedelivery: true,
          secret,
          authorizedEvents: { everything: false, specificEvents: followedEvents },
        },
      })
      if (!made.ok) return made
      if (!made.value) return err(wrong('The server does not know this store'))
      return ok({
        reference: made.value.id,
        secrets: { webhookSecret: made.value.secret ?? secret },
        config: {},
      })
    },
    async removeOthers({ url, keep }): Promise<Result<void, GatewayFailure>> {
      const known = await ask<Webhook[]>({ method: 'GET', path })
      if (!known.ok) return known
      for (const { id } of (known.value ?? []).filter((each) => each.url === url && each.id !== keep)) {
        const removed = await ask({ method: 'DELETE', path: `${path}/${id}` })
        if (!removed.ok) return removed
      }
      return ok()
    },
    async look({ url, reference }): Promise<Result<WebhookStanding, GatewayFailure>> {
      const known = await ask<Webhook[]>({ method: 'GET', path })
      if (!known.ok) return known
      const own = (known.value ?? []).find((each) => each.id === reference && each.url === url)
      if (!own) return ok('missing')
      return ok(own.enabled === false ? 'switched_off' : 'known')
    },
    // Whatever makes it send one leaves an invoice in the books of the store.
    provoke: null,
  }
}

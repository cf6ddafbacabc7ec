import app from '@adonisjs/core/services/app'
import type { Tenant } from '#app/shared/database/context'
import { newId, showId } from '#app/shared/ids'
import { ConnectGateway } from '#app/payments/index'
import { followedEvents } from '#app/payments/drivers/stripe/account'
import { followedEvents as followedAtPayPal } from '#app/payments/drivers/paypal/account'
import { btcpayKeys, btcpaySettings } from '#tests/support/btcpay'
import type { Json } from '#tests/support/openapi'
import { askPayPal, payers, paypalSettings } from '#tests/support/paypal_sandbox'
import { connectStripe } from '#tests/support/payments'
import type { Sandbox } from '#tests/support/sandbox'
import { as } from '#tests/support/tenants'
import type { Chance } from '#tests/simulation/chance'
import type { Post } from '#tests/simulation/post'

type Driver = 'stripe' | 'paypal' | 'btcpay'

/** One way to pay: a gateway of the company, and how often it is chosen. */
interface Way {
  driver: Driver
  /** As the API shows it. */
  gatewayId: string
  weight: number
}

/** Accounts of payers at PayPal: most work, some never do, some only the first time. */
const payersOf = [
  [70, payers.good],
  [8, payers.declined],
  [6, payers.echeck],
  [5, payers.closedLater],
  [5, payers.fundlessLater],
  [3, payers.promptedLater],
  [3, payers.gone],
] as const

/** How many of the coins that are asked for somebody sends; null for who goes away. */
const shares = [
  [70, 'exact'],
  [8, 'half'],
  [7, 'short'],
  [8, 'over'],
  [7, null],
] as const

/** The gateways of a company. Cards it always takes, PayPal and coins by the seed. */
export class Ways {
  private constructor(
    private sandbox: Sandbox,
    readonly ways: Way[]
  ) {}

  static async connect(parts: {
    tenant: Tenant
    sandbox: Sandbox
    post: Post
    chance: Chance
  }): Promise<Ways> {
    const { sandbox, chance } = parts
    const ways = [{ driver: 'stripe' as const, gatewayId: await connectCards(parts), weight: 6 }] as Way[]
    if (chance.happens(0.7)) ways.push({ driver: 'paypal', gatewayId: await connectPaypal(parts), weight: 2 })
    if (chance.happens(0.5)) ways.push({ driver: 'btcpay', gatewayId: await connectCoins(parts), weight: 1 })
    return new Ways(sandbox, ways)
  }

  /** Where to pay, in the words of the API. Coins are not saved. */
  choose(chance: Chance): { gateway_id: string; save_method?: boolean } {
    const way = chance.weighted(this.ways.map((each) => [each.weight, each] as const))
    const saves = chance.happens(0.8)
    return { gateway_id: way.gatewayId, ...(way.driver === 'btcpay' ? {} : { save_method: saves }) }
  }

  /** What the payer does on the gateway's page. @returns the payment server's invoice that still wants coins */
  async visit(page: Json, chance: Chance): Promise<string | null> {
    if (page.driver === 'paypal') await this.approve(page, chance)
    if (page.driver !== 'btcpay') return null
    const reference = String(page.url).split('/').at(-1)!
    const share = chance.weighted(shares)
    if (share) await this.sendCoins(reference, share)
    return share === 'exact' || share === 'over' ? null : reference
  }

  /** Coins that somebody sends later, or the time for them runs out. */
  async goOnWithCoins(reference: string, chance: Chance): Promise<void> {
    if (chance.happens(0.5)) await this.sendCoins(reference, 'exact')
    else await this.lever(`/_btcpay/invoices/${reference}/expire`)
  }

  /** Prices of coins run out, and the payment server stops looking for coins, by the time that passes here. */
  async passTime(seconds: number): Promise<void> {
    if (this.ways.some(({ driver }) => driver === 'btcpay'))
      await this.sandbox.process.json('POST', '/_timers/btcpay/pass', { seconds })
  }

  /** Money that PayPal's payers sent by cheque arrives, or bounces. */
  async clearCheques(references: string[], chance: Chance): Promise<void> {
    for (const reference of references) {
      const { body } = await askPayPal<Json>(this.sandbox, 'GET', `/v2/checkout/orders/${reference}`)
      const captures: Json[] = body?.purchase_units?.[0]?.payments?.captures ?? []
      for (const { id, status } of captures)
        if (status === 'PENDING')
          await this.lever(`/_paypal/captures/${id}/${chance.happens(0.8) ? 'clear' : 'bounce'}`)
    }
  }

  private async approve(page: Json, chance: Chance): Promise<void> {
    if (chance.happens(0.1)) return
    const reference = new URL(String(page.url)).searchParams.get('token')
    const payer = chance.weighted(payersOf)
    const funding = payer === payers.declined ? 'declined' : 'balance'
    await this.lever(`/_paypal/orders/${reference}/approve`, { payer, funding })
  }

  private async sendCoins(reference: string, share: string): Promise<void> {
    await this.lever(`/_btcpay/invoices/${reference}/pay`, { share, method: 'BTC-CHAIN' })
    await this.lever('/_btcpay/blocks?count=6')
  }

  /** The outside may fail here as everywhere: then the payer went away. */
  private async lever(path: string, body: object = {}): Promise<void> {
    await this.sandbox.process.json('POST', path, body).catch(() => null)
  }
}

interface Parts {
  tenant: Tenant
  sandbox: Sandbox
  post: Post
}

/** Messages come as the platform asks for them when it sets an account up: of what it follows, and of nothing else. */
async function connectCards({ tenant, sandbox, post }: Parts): Promise<string> {
  const id = newId()
  const shown = showId('gateway', id)
  const webhookSecret = await sandbox.deliverWebhooksTo(
    `${post.url}/webhooks/stripe/${shown}`,
    followedEvents
  )
  await connectStripe(tenant, sandbox, { id, webhookSecret, timeoutMs: 5_000 })
  return shown
}

async function connectPaypal({ tenant, sandbox, post }: Parts): Promise<string> {
  const id = newId()
  const shown = showId('gateway', id)
  const url = `${post.url}/webhooks/paypal/${shown}`
  const hook = await askPayPal<{ id: string }>(sandbox, 'POST', '/v1/notifications/webhooks', {
    body: { url, event_types: followedAtPayPal.map((name) => ({ name })) },
  })
  const { config, secrets } = paypalSettings(sandbox, { timeoutMs: 5_000 })
  await connect(tenant, {
    id,
    driver: 'paypal',
    name: 'PayPal',
    config: { ...config, webhookId: hook.body.id },
    secrets,
  })
  return shown
}

async function connectCoins({ tenant, sandbox, post }: Parts): Promise<string> {
  const { id, config, secrets } = btcpaySettings(sandbox, { timeoutMs: 5_000 })
  const shown = showId('gateway', id)
  const response = await fetch(`${sandbox.url}/btcpay/api/v1/stores/${btcpayKeys.storeId}/webhooks`, {
    method: 'POST',
    headers: { authorization: `token ${btcpayKeys.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ url: `${post.url}/webhooks/btcpay/${shown}`, secret: btcpayKeys.webhookSecret }),
  })
  if (!response.ok) throw new Error(`No webhook at the payment server: ${await response.text()}`)
  await connect(tenant, { id, driver: 'btcpay', name: 'Coins', config, secrets })
  return shown
}

async function connect(
  tenant: Tenant,
  gateway: {
    id: string
    driver: Driver
    name: string
    config: Record<string, unknown>
    secrets: Record<string, string>
  }
): Promise<void> {
  const result = await as(tenant, async () => (await app.container.make(ConnectGateway)).execute(gateway))
  if (!result.ok) throw new Error(`${gateway.name} was not connected: ${JSON.stringify(result.error)}`)
}

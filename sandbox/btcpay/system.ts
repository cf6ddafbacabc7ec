import type { SandboxSystem } from '../core/system.ts'
import { registerPages } from './checkout_pages.ts'
import { registerControl } from './control.ts'
import { written } from './decimals.ts'
import { registerDeliveries } from './deliveries.ts'
import { registerPullPaymentRoutes } from './pull_payments.ts'
import { endMonitoring, expireInvoice, mineBlock } from './receiving.ts'
import { acceptEmptyJson, Router } from './routing.ts'
import { type Shop, shopFor } from './shop.ts'
import { registerInvoiceRoutes, registerStoreRoutes } from './store_routes.ts'
import { overview, tables } from './tables.ts'
import { totals } from './wallet.ts'
import { registerFromEnvironment, registerWebhookRoutes } from './webhook_routes.ts'

/** The stand-in for a BTCPay Server: its Greenfield API at /btcpay/api/v1, its pages at /btcpay, its levers at /_btcpay. */
export const btcpay: SandboxSystem = {
  name: 'btcpay',
  title: 'BTCPay Server',
  apiPrefixes: ['/btcpay/api/'],
  faults: {
    rate_limited: 'Answers 429 without acting.',
    no_rate: 'Knows no rate, so that no invoice can be made.',
    not_synched: 'Says of itself that it has not caught up with the chains.',
    duplicate_webhooks: 'Sends an event again (`value`: how many times more).',
    delay_webhooks_ms: 'Sends an event `value` milliseconds late.',
    lose_webhooks: 'Never sends an event.',
  },
  register(app, kit) {
    const shop = shopFor(kit)
    acceptEmptyJson(app)
    registerTimers(shop)
    const router = new Router(app, shop)
    registerInvoiceRoutes(router)
    registerStoreRoutes(router)
    registerWebhookRoutes(router)
    registerPullPaymentRoutes(router)
    router.otherwise()
    registerPages(app, shop)
    registerControl(app, shop)
  },
  async start(kit) {
    registerFromEnvironment(shopFor(kit))
  },
  serverError: () => '<h1>500 - Internal Server Error</h1>',
  overview: (kit) => overview(shopFor(kit)),
  tables: (kit) => tables(shopFor(kit)),
  state: (kit) => stateOf(shopFor(kit)),
  reset: (kit) => registerFromEnvironment(shopFor(kit)),
}

/** What happens by itself, some time after a request. */
function registerTimers(shop: Shop): void {
  const { timers, store } = shop.kit
  registerDeliveries(shop)
  timers.on<{ id: string }>('expire', ({ payload }) =>
    store.transaction(() => expireInvoice(shop, payload.id))
  )
  timers.on<{ id: string }>('end_monitoring', ({ payload }) =>
    store.transaction(() => endMonitoring(shop, payload.id))
  )
  timers.on('block', () => store.transaction(() => void mineBlock(shop)))
}

/** Everything a test compares with the platform's books. Secrets of webhooks stay out. */
function stateOf(shop: Shop): Record<string, unknown> {
  const { records } = shop
  return {
    invoices: records.invoices.list(),
    pull_payments: records.pullPayments.list(),
    payouts: records.payouts.list(),
    webhooks: records.webhooks.list(),
    deliveries: records.deliveries.list(),
    totals: Object.fromEntries(
      Object.entries(totals(shop)).map(([currency, { settled, seen }]) => [
        currency,
        { settled: written(settled, 2), seen: written(seen, 2) },
      ])
    ),
  }
}

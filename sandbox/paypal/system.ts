import type { SandboxSystem } from '../core/system.ts'
import { accountFor, callWithin, newDebugId, type Account, type Call } from './account.ts'
import { serveCertificates } from './certificates.ts'
import { overview, tables } from './console.ts'
import { serveControl } from './control.ts'
import { disputeEndpoints } from './disputes.ts'
import { PayPalError } from './errors.ts'
import { registerDeliveries } from './events.ts'
import { serveApi } from './http.ts'
import { settlePending } from './money.ts'
import { lapseOrder, orderEndpoints } from './orders.ts'
import { servePages } from './pages.ts'
import { letGo, paymentEndpoints } from './payments.ts'
import { reportingEndpoints } from './reporting.ts'
import { vaultEndpoints, vaultLate } from './vault.ts'
import { registerFromEnvironment, webhookEndpoints } from './webhooks.ts'

/** The stand-in for PayPal: its interface and its pages below /paypal, its levers at /_paypal. */
export const paypal: SandboxSystem = {
  name: 'paypal',
  title: 'PayPal',
  apiPrefixes: ['/paypal/v1/', '/paypal/v2/', '/paypal/v3/'],
  faults: {
    rate_limited: 'Answers 429 RATE_LIMIT_REACHED without acting.',
    decline_captures: 'Declines whatever is taken or held with INSTRUMENT_DECLINED.',
    vault_later: 'Keeps a payer’s account some time after the payment instead of with it.',
    duplicate_webhooks: 'Sends an event once more (`value`: how many times more).',
    reorder_webhooks: 'Holds an event back so that later ones overtake it (`value` ms, 1500 by default).',
    delay_webhooks_ms: 'Sends an event `value` milliseconds late.',
    certificate_unavailable: 'The certificate that signs webhooks cannot be fetched (503).',
    reporting_lags: 'Reports are behind by `value` milliseconds.',
    reporting_forbidden: 'The app may not read reports (403 NOT_AUTHORIZED).',
  },
  register(app, kit) {
    const account = accountFor(kit)
    registerTimers(account)
    serveApi(app, account, [
      ...orderEndpoints,
      ...paymentEndpoints,
      ...vaultEndpoints,
      ...disputeEndpoints,
      ...webhookEndpoints,
      ...reportingEndpoints,
    ])
    serveCertificates(app, account)
    servePages(app, account)
    serveControl(app, account)
  },
  async start(kit) {
    registerFromEnvironment(accountFor(kit))
  },
  serverError: () => new PayPalError(500).body(newDebugId()),
  overview: (kit) => overview(accountFor(kit)),
  tables: (kit) => tables(accountFor(kit)),
  state: (kit) => stateOf(accountFor(kit)),
  reset: (kit) => registerFromEnvironment(accountFor(kit)),
}

/** What happens by itself, some time after a request. */
function registerTimers(account: Account): void {
  registerDeliveries(account)
  const { timers, store } = account.kit
  const within = (work: (call: Call) => void) => store.transaction(() => work(callWithin(account)))
  timers.on<{ capture: string }>('clear_echeck', ({ payload }) =>
    within((call) => settlePending(call, payload.capture, 'COMPLETED'))
  )
  timers.on<{ order: string }>('lapse_order', ({ payload }) =>
    within((call) => lapseOrder(call, payload.order))
  )
  timers.on<{ order: string }>('vault_order', ({ payload }) =>
    within((call) => vaultLate(call, payload.order))
  )
  timers.on<{ authorization: string }>('expire_authorization', ({ payload }) =>
    within((call) => {
      const held = call.records.authorizations.get(payload.authorization)
      if (held?.status === 'CREATED') letGo(call, held, 'EXPIRED')
    })
  )
}

/** Everything a test compares with the platform's books; access tokens stay inside. */
function stateOf({ records }: Account): Record<string, unknown> {
  return {
    orders: records.orders.list(),
    lapsed_orders: records.lapsedOrders.list(),
    authorizations: records.authorizations.list(),
    captures: records.captures.list(),
    refunds: records.refunds.list(),
    setup_tokens: records.setupTokens.list(),
    payment_tokens: records.paymentTokens.list(),
    disputes: records.disputes.list(),
    movements: records.movements.list(),
    events: records.events.list(),
    webhooks: records.webhooks.list(),
    deliveries: records.deliveries.list(),
  }
}

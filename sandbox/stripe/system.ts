import type { SandboxSystem } from '../core/system.ts'
import { accountFor } from './account.ts'
import { serveAuthenticationPages } from './authentication_pages.ts'
import { overview, tables } from './console.ts'
import { serveControl } from './control.ts'
import { customerEndpoints } from './customers.ts'
import { disputeEndpoints } from './disputes.ts'
import { earlyFraudWarningEndpoints } from './early_fraud_warnings.ts'
import { serveElements } from './elements.ts'
import { serverError } from './endpoint.ts'
import { fileEndpoints } from './files.ts'
import { serveHostedPage } from './hosted_page.ts'
import { serveApi } from './http.ts'
import { paymentIntentEndpoints } from './payment_intents.ts'
import { paymentMethodEndpoints } from './payment_methods.ts'
import { payoutEndpoints, scheduleDailyPayouts } from './payouts.ts'
import { readingEndpoints } from './readings.ts'
import { refundEndpoints } from './refunds.ts'
import { setupIntentEndpoints } from './setup_intents.ts'
import { stateOf } from './state.ts'
import { registerTimers } from './timers.ts'
import { registerFromEnvironment, webhookEndpointEndpoints } from './webhook_endpoints.ts'

/** The stand-in for Stripe: its API at /v1, its form and bank pages at /stripe, its levers at /_stripe. */
export const stripe: SandboxSystem = {
  name: 'stripe',
  title: 'Stripe',
  apiPrefixes: ['/v1/'],
  faults: {
    error_500_stored:
      'Answers 500 once execution has begun, without acting; the 500 is replayed for its key.',
    error_500_after: 'Acts, then answers 500; the 500 is replayed for its key.',
    rate_limited: 'Answers 429 rate_limit without acting.',
    lock_timeout: 'Answers 429 lock_timeout without acting.',
    decline_charges: 'Declines whatever card is charged with insufficient_funds.',
    duplicate_webhooks: 'Sends an event once more (`value`: how many times more).',
    reorder_webhooks: 'Holds an event back so that later ones overtake it (`value` ms, 1500 by default).',
    delay_webhooks_ms: 'Sends an event `value` milliseconds late.',
  },
  register(app, kit) {
    const account = accountFor(kit)
    registerTimers(account)
    serveApi(app, account, [
      ...customerEndpoints,
      ...paymentMethodEndpoints,
      ...setupIntentEndpoints,
      ...paymentIntentEndpoints,
      ...refundEndpoints,
      ...disputeEndpoints,
      ...earlyFraudWarningEndpoints,
      ...fileEndpoints,
      ...readingEndpoints,
      ...payoutEndpoints,
      ...webhookEndpointEndpoints,
    ])
    serveAuthenticationPages(app, account)
    serveHostedPage(app, account)
    serveElements(app, account)
    serveControl(app, account)
  },
  async start(kit) {
    registerFromEnvironment(accountFor(kit))
    scheduleDailyPayouts(kit)
  },
  serverError: () => ({ error: serverError().body }),
  overview: (kit) => overview(accountFor(kit)),
  tables: (kit) => tables(accountFor(kit)),
  state: (kit) => stateOf(accountFor(kit)),
  reset(kit) {
    registerFromEnvironment(accountFor(kit))
    scheduleDailyPayouts(kit)
  },
}

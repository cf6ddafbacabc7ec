/** All URLs, by domain: each domain lists its own in its `routes.ts`, and its API in its `http/api_endpoints.ts`. */
import router from '@adonisjs/core/services/router'
import { errors } from '@adonisjs/core/http'
import { middleware } from '#start/kernel'
import '#app/payments/routes'
import '#app/network/routes'
import '#app/provisioning/routes'
import '#app/subscriptions/routes'
import '#app/billing/routes'
import '#app/banking/routes'
import '#app/ledger/routes'
import '#app/reporting/routes'
import '#app/status/routes'
import '#app/tenancy/routes'
import '#app/reporting/routes'
import '#app/customers/http/admin/routes'
import '#app/provisioning/http/admin/routes'
import '#app/subscriptions/http/admin/routes'
import '#app/billing/http/admin/routes'
import '#app/billing/http/admin/policy_routes'
import '#app/billing/http/admin/tax_routes'
import '#app/payments/http/admin/routes'
import '#app/messaging/http/admin/routes'
import '#app/identity/routes'
import '#app/identity/http/oauth/routes'
import '#app/customers/routes'
import '#app/catalogue/routes'
import '#app/promotions/routes'
import '#app/privacy/routes'
import '#app/checkout/routes'
import '#app/offers/routes'
import '#app/shared/realtime/routes'
import '#start/order_progress'
import { allEndpoints } from '#start/api'
import { authenticateTokensWith } from '#app/shared/http/api/authenticator'
import { registerEndpoints } from '#app/shared/http/api/register_endpoints'
import { tokenCallers } from '#app/identity/http/token_callers'

authenticateTokensWith(tokenCallers)
registerEndpoints(await allEndpoints())

/** Whatever nobody answers gets the page that says so, in the look of its surface. */
router
  .any('*', ({ request }) => {
    throw new errors.E_ROUTE_NOT_FOUND([request.method(), request.url()])
  })
  .use([middleware.publicPage(), middleware.inertia()])
  .as('nothing_here')

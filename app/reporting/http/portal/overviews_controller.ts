import type { HttpContext } from '@adonisjs/core/http'
import { listInvoices, showInvoice } from '#app/billing/index'
import { lackedFactor } from '#app/identity/index'
import { listPaymentMethods } from '#app/payments/index'
import { listServices, serviceIn, showService } from '#app/provisioning/index'
import { inReadTransaction } from '#app/shared/database/unit'
import { listFacts } from '#app/shared/events/list_facts'
import { reachableServices } from '#app/shared/http/caller'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { ownCustomer } from '#app/shared/http/portal_answers'
import { renderPage } from '#app/shared/http/render_page'
import { customerFacts } from '#app/reporting/http/portal/customer_facts'

const shownServices = 6
const shownInvoices = 5
const shownFacts = 10

/** What a customer sees first: what runs, what is due, what changed. */
export default class OverviewsController {
  async show(ctx: HttpContext) {
    const customerId = ownCustomer(ctx)
    const { abilities } = ctx.caller!
    const serviceIds = reachableServices(ctx.caller!)
    const canSeeServices = abilities.has('services:read')
    const canSeeMoney = abilities.has('billing:read')
    const services = canSeeServices
      ? await listServices({ customerId, serviceIds, before: null, size: shownServices })
      : { rows: [], nextCursor: null }
    const due = canSeeMoney
      ? await listInvoices({ customerId, status: 'open', before: null, size: shownInvoices })
      : { rows: [], nextCursor: null }
    return renderPage(ctx, 'reporting/portal/overview', {
      services: toListAnswer(services, (service) => showService(serviceIn(service, ctx.i18n.locale))),
      due: toListAnswer(due, showInvoice),
      factor_wanted_from: (await lackedFactor(ctx))?.toISOString() ?? null,
      has_payment_method: !canSeeMoney || (await listPaymentMethods(customerId)).length > 0,
      facts: await inReadTransaction(() =>
        listFacts({ customerId, kinds: customerFacts(abilities, serviceIds === null), size: shownFacts })
      ),
    })
  }
}

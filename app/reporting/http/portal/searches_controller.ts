import type { HttpContext } from '@adonisjs/core/http'
import { listInvoices } from '#app/billing/index'
import { listServices } from '#app/provisioning/index'
import { reachableServices } from '#app/shared/http/caller'
import { ownCustomer } from '#app/shared/http/portal_answers'
import { showId } from '#app/shared/ids'

const shown = 6

/** What a customer's command palette finds: servers by name, invoices by number. */
export default class SearchesController {
  async show(ctx: HttpContext) {
    const term = String(ctx.request.input('q') ?? '')
      .trim()
      .slice(0, 100)
    if (term.length < 2) return { data: [] }
    const customerId = ownCustomer(ctx)
    const { abilities } = ctx.caller!
    const groups = [
      abilities.has('services:read') ? await this.findServices(ctx, { customerId, term }) : null,
      abilities.has('billing:read') ? await this.findInvoices(ctx, { customerId, term }) : null,
    ]
    return { data: groups.filter((group) => group !== null && group.items.length > 0) }
  }

  private async findServices(
    { i18n, caller }: HttpContext,
    { customerId, term }: { customerId: string; term: string }
  ) {
    const { rows } = await listServices({
      customerId,
      serviceIds: reachableServices(caller!),
      search: term,
      before: null,
      size: shown,
    })
    const items = rows.map(({ id, hostname, planName }) => ({
      label: hostname,
      suffix: planName,
      icon: 'i-lucide-server',
      to: `/services/${showId('service', id)}`,
    }))
    return { id: 'services', label: i18n.t('ui.navigation.services'), items }
  }

  private async findInvoices(
    { i18n }: HttpContext,
    { customerId, term }: { customerId: string; term: string }
  ) {
    const reference = term.toUpperCase()
    const { rows } = await listInvoices({ customerId, reference, before: null, size: shown })
    const items = rows.map((invoice) => ({
      label: invoice.reference,
      suffix: i18n.t(`ui.status.${invoice.status}`),
      icon: 'i-lucide-receipt-text',
      to: `/invoices/${showId('invoice', invoice.id)}`,
    }))
    return { id: 'invoices', label: i18n.t('ui.navigation.invoices'), items }
  }
}

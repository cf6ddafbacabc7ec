import type { HttpContext } from '@adonisjs/core/http'
import { listHolders, readNetwork } from '#app/network/index'
import { isAllowed, type StaffAbility } from '#app/shared/http/caller'
import { type IdKind, readId, showId } from '#app/shared/ids'
import { readSearchTerm } from '#app/reporting/domain/search_term'
import { type FoundKind, searchRecords } from '#app/reporting/queries/search_records'

interface Place {
  idKind: IdKind
  path: string
  icon: string
  ability: StaffAbility
}

const places: Record<FoundKind, Place> = {
  customer: {
    idKind: 'customer',
    path: '/customers',
    icon: 'i-lucide-user-round',
    ability: 'staff:customers:read',
  },
  service: { idKind: 'service', path: '/services', icon: 'i-lucide-server', ability: 'staff:services:read' },
  invoice: {
    idKind: 'invoice',
    path: '/invoices',
    icon: 'i-lucide-receipt-text',
    ability: 'staff:billing:read',
  },
  order: { idKind: 'order', path: '/orders', icon: 'i-lucide-package', ability: 'staff:billing:read' },
}
const holdersMax = 6
const kinds = Object.keys(places) as FoundKind[]
const otherIds: [IdKind, string][] = [
  ['customer', '/customers'], ['service', '/services'], ['invoice', '/invoices'], ['order', '/orders'], ['payment', '/payments'],
  ['operation', '/operations'], ['subscription', '/subscriptions'],
] // prettier-ignore

/** What the command palette finds: records by what people know of them, or any record by its id. */
export default class SearchesController {
  async index(ctx: HttpContext) {
    const search = readSearchTerm(String(ctx.request.qs().q ?? ''))
    if (!search) return { data: [] }
    const byId = otherIds.find(([kind]) => readId(kind, search.text))
    if (byId) {
      const item = { label: search.text, icon: 'i-lucide-hash', to: `${byId[1]}/${search.text}` }
      return { data: [{ id: 'id', label: ctx.i18n.t('reporting.search.id'), items: [item] }] }
    }
    const network = readNetwork(search.text)
    if (network) return { data: await this.holders(ctx, network) }
    const found = await searchRecords(search)
    const groups = kinds
      .filter((kind) => isAllowed(ctx.caller!, places[kind].ability))
      .map((kind) => ({
        id: kind,
        label: ctx.i18n.t(`reporting.search.${kind}`),
        items: found.filter((row) => row.kind === kind).map((row) => toItem(ctx, row)),
      }))
    return { data: groups.filter((group) => group.items.length > 0) }
  }

  /** Who holds an address now, and the way to its history. */
  private async holders(ctx: HttpContext, network: string) {
    if (!isAllowed(ctx.caller!, 'staff:operations:read')) return []
    const { rows } = await listHolders({ network, at: null, before: null, size: holdersMax })
    const present = rows.filter(({ endedAt, serviceId }) => endedAt === null && serviceId !== null)
    const services = present.map(({ serviceId, hostname, customerName }) => ({
      label: hostname ?? '',
      suffix: customerName ?? '',
      icon: places.service.icon,
      to: `/services/${showId('service', serviceId!)}`,
    }))
    const history = {
      label: ctx.i18n.t('reporting.search.address_history', { address: ctx.request.qs().q }),
      icon: 'i-lucide-network',
      to: `/network?q=${encodeURIComponent(network)}`,
    }
    return [{ id: 'address', label: ctx.i18n.t('reporting.search.address'), items: [...services, history] }]
  }
}

function toItem(
  ctx: HttpContext,
  { kind, id, label, detail }: { kind: FoundKind; id: string; label: string; detail: string }
) {
  const { idKind, path, icon } = places[kind]
  const shown = kind === 'order' ? ctx.i18n.t('reporting.order.title', { number: label }) : label
  return { label: shown, suffix: detail, icon, to: `${path}/${showId(idKind, id)}` }
}

import { isIP } from 'node:net'
import type { HttpContext } from '@adonisjs/core/http'
import { allEventKinds } from '#app/shared/events/event'
import { refuseField } from '#app/shared/http/refuse_field'
import { type IdKind, idPrefixes, readId } from '#app/shared/ids'
import { addDays, isCalendarDate, startOfDay } from '#app/shared/time/calendar'
import { findUserByEmail } from '#app/identity/index'
import { readSearchTerm } from '#app/reporting/domain/search_term'
import { searchRecords } from '#app/reporting/queries/search_records'
import { actorKinds, type AuditFilter } from '#app/reporting/queries/newest_facts'

export interface AuditWish {
  type?: string
  customer?: string
  actor?: string
  actor_kind?: string
  impersonator?: string
  subject?: string
  ip?: string
  from?: string
  to?: string
  q?: string
}

const nobody = '00000000-0000-0000-0000-000000000000'

/** Which facts are wanted, from the address of a page; what makes no sense there is left out. */
export async function readAuditFilter(ctx: HttpContext): Promise<AuditFilter> {
  const { cursor, ...rest } = ctx.request.qs() as Record<string, unknown>
  const texts = Object.entries(rest).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string' && pair[1] !== '' && pair[1].length <= 254
  )
  const wish = Object.fromEntries(texts) as AuditWish
  const isKnownKind = (actorKinds as readonly string[]).includes(wish.actor_kind ?? '')
  const filter = await toAuditFilter(ctx, {
    ...wish,
    type: /^[a-z_.]{1,60}$/.test(wish.type ?? '') ? wish.type : undefined,
    actor_kind: isKnownKind ? wish.actor_kind : undefined,
    ip: isIP(wish.ip ?? '') > 0 ? wish.ip : undefined,
    from: isCalendarDate(wish.from ?? '') ? wish.from : undefined,
    to: isCalendarDate(wish.to ?? '') ? wish.to : undefined,
  })
  return { ...filter, cursor: readId('event', cursor) ?? undefined }
}

/** An id of another kind names nobody, and so finds nothing. A day that does not exist is refused. */
export async function toAuditFilter(ctx: HttpContext, wish: AuditWish): Promise<AuditFilter> {
  const zone = ctx.host.tenant.timeZone
  for (const field of ['from', 'to'] as const) {
    if (wish[field] !== undefined && !isCalendarDate(wish[field])) refuseField(field, 'There is no such day.')
  }
  const id = (kind: IdKind, text: string | undefined) =>
    text === undefined ? undefined : (readId(kind, text) ?? nobody)
  const filter: AuditFilter = {
    type: wish.type,
    customerId: id('customer', wish.customer),
    actorId: id('user', wish.actor),
    impersonatorId: id('user', wish.impersonator),
    subjectId: wish.subject === undefined ? undefined : (readAnyId(wish.subject)?.id ?? nobody),
    actorKind: wish.actor_kind,
    originIp: wish.ip,
    from: wish.from === undefined ? undefined : startOfDay(zone, wish.from),
    until: wish.to === undefined ? undefined : startOfDay(zone, addDays(wish.to, 1)),
  }
  const term = wish.q?.trim()
  return term ? { ...filter, ...(await readTerm(term)) } : filter
}

/** What was typed may be an id, a network address, somebody's mail address; else a part of a fact's name, a name, or words of a reason. */
async function readTerm(term: string): Promise<AuditFilter> {
  const known = readAnyId(term)
  if (known?.kind === 'customer') return { customerId: known.id }
  if (known?.kind === 'user') return { actorId: known.id }
  if (known) return { subjectId: known.id }
  if (isIP(term) > 0) return { originIp: term }
  if (term.includes('@')) return { actorId: (await findUserByEmail(term.toLowerCase()))?.id ?? nobody }
  const wanted = term.toLowerCase().replaceAll(/\s+/g, '_')
  const names = allEventKinds().map(({ name }) => name)
  const search = readSearchTerm(term)
  return {
    text: {
      types: names.filter((name) => name.includes(wanted)),
      ids: search ? (await searchRecords(search)).map(({ id }) => id) : [],
      words: search ? search.words.filter((word) => word.length > 1).map((word) => word.slice(0, 40)) : [],
    },
  }
}

/** An id as it is shown outside, of whatever kind it says it is. */
function readAnyId(text: string): { kind: IdKind; id: string } | null {
  const prefix = text.slice(0, Math.max(0, text.lastIndexOf('_')))
  const kind = (Object.keys(idPrefixes) as IdKind[]).find((name) => idPrefixes[name] === prefix)
  const id = kind ? readId(kind, text) : null
  return kind && id ? { kind, id } : null
}

import { type IdKind, idPrefixes, isUuid, showId } from '#app/shared/ids'
import type { AuditEntry } from '#app/reporting/queries/list_audit_log'

/** Subjects are named in the log with underscores, ids kinds in camel case. */
function kindOf(subjectKind: string): IdKind | null {
  const name = subjectKind.replaceAll(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase())
  return name in idPrefixes ? (name as IdKind) : null
}

const places: Partial<Record<IdKind, string>> = {
  customer: '/customers', service: '/services', operation: '/operations', order: '/orders', invoice: '/invoices',
  payment: '/payments', subscription: '/subscriptions',
} // prettier-ignore

export function auditEntryToWire(entry: AuditEntry) {
  const kind = kindOf(entry.subjectKind)
  const subjectId = kind ? showId(kind, entry.subjectId) : entry.subjectId
  return {
    id: showId('event', entry.id),
    type: entry.type,
    subject_kind: entry.subjectKind,
    subject_id: subjectId,
    subject_path: kind && places[kind] ? `${places[kind]}/${subjectId}` : null,
    customer_id: entry.customerId ? showId('customer', entry.customerId) : null,
    actor_kind: entry.actorKind,
    actor_id: entry.actorId && isUuid(entry.actorId) ? showId('user', entry.actorId) : null,
    actor_name: entry.actorName,
    cause: entry.cause,
    data: entry.data,
    occurred_at: entry.occurredAt.toISOString(),
  }
}

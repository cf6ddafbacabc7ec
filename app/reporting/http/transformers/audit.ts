import { type IdKind, idPrefixes, isUuid, showId } from '#app/shared/ids'
import { changesOf, reasonOf } from '#app/reporting/domain/fact_changes'
import type { AuditStanding } from '#app/reporting/queries/find_audit_standing'
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

/** The page of a fact's subject, where it has one. */
export function showSubjectPath(subjectKind?: string, subjectId?: string): string | null {
  const kind = subjectKind ? kindOf(subjectKind) : null
  if (!kind || !subjectId || kind === 'customer') return null
  return places[kind] ? `${places[kind]}/${showId(kind, subjectId)}` : null
}

export function auditEntryToWire(entry: AuditEntry) {
  const kind = kindOf(entry.subjectKind)
  const subjectId = kind ? showId(kind, entry.subjectId) : entry.subjectId
  return {
    id: showId('event', entry.id),
    type: entry.type,
    subject_kind: entry.subjectKind,
    subject_id: subjectId,
    subject_path: kind && places[kind] ? `${places[kind]}/${subjectId}` : null,
    subject_name: entry.subjectName ?? null,
    customer_id: entry.customerId ? showId('customer', entry.customerId) : null,
    customer_name: entry.customerName ?? null,
    actor_kind: entry.actorKind,
    actor_id: entry.actorId && isUuid(entry.actorId) ? showId('user', entry.actorId) : null,
    actor_name: entry.actorName,
    impersonator_id: entry.impersonatorId ? showId('user', entry.impersonatorId) : null,
    impersonator_name: entry.impersonatorName ?? null,
    origin_ip: entry.originIp ?? null,
    request_id: entry.requestId ?? null,
    reason: reasonOf(entry.data),
    changes: changesOf(entry.data).map(({ field, from, to }) => ({
      field,
      from: asText(from),
      to: asText(to),
    })),
    cause: entry.cause,
    data: entry.data,
    occurred_at: entry.occurredAt.toISOString(),
  }
}

/** Null for what was not there, or is not known. */
function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}

export function auditStandingToWire({ keepMonths, head, shipment }: AuditStanding) {
  return {
    keep_months: keepMonths,
    seal: head && {
      number: String(head.number),
      hash: head.hash.toString('hex'),
      sealed_at: head.sealed_at.toISOString(),
      last_event_id: showId('event', head.last_event_id),
    },
    shipment: shipment && {
      number: String(shipment.number),
      shipped_at: shipment.shippedAt?.toISOString() ?? null,
      error: shipment.error,
    },
  }
}

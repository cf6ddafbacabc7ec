import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import type { NamedImpersonation } from '#app/identity/records/impersonations'

/** As staff see it. */
export function showImpersonation(visit: NamedImpersonation) {
  return {
    id: showId('impersonation', visit.id),
    staff_id: showId('user', visit.staff_user_id),
    staff_name: visit.staff_name,
    customer_id: showId('customer', visit.customer_id),
    user_id: showId('user', visit.user_id),
    user_name: visit.user_name,
    reason: visit.reason,
    created_at: visit.created_at.toISOString(),
    begun_at: visit.begun_at?.toISOString() ?? null,
    ended_at: visit.ended_at?.toISOString() ?? null,
  }
}

const impersonationFields = {
  id: vine.string(),
  staff_id: vine.string(),
  staff_name: vine.string(),
  customer_id: vine.string(),
  user_id: vine.string(),
  user_name: vine.string(),
  reason: vine.string(),
  created_at: vine.string(),
  begun_at: vine.string().nullable(),
  ended_at: vine.string().nullable(),
}
export const impersonationShape = vine.create(impersonationFields)
/** The only answer that holds the link. */
export const newImpersonationShape = vine.create({ ...impersonationFields, url: vine.string() })

/** As the customer sees it: who of us looked in, in whose name, why and when. */
export function showSupportVisit(visit: NamedImpersonation) {
  return {
    id: showId('impersonation', visit.id),
    staff_name: visit.staff_name,
    user_name: visit.user_name,
    reason: visit.reason,
    begun_at: visit.begun_at?.toISOString() ?? null,
    ended_at: visit.ended_at?.toISOString() ?? null,
  }
}

export const supportVisitShape = vine.create({
  id: vine.string(),
  staff_name: vine.string(),
  user_name: vine.string(),
  reason: vine.string(),
  begun_at: vine.string().nullable(),
  ended_at: vine.string().nullable(),
})

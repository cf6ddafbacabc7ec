import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import { type Certificate, type Obstacle, tellable, toldOnTheDay } from '#app/privacy/domain/erasure'
import type { PrivacyOfCustomer } from '#app/privacy/queries/find_privacy'
import type { Consent } from '#app/privacy/records/consents'
import type { DataExport } from '#app/privacy/records/data_exports'
import type { ErasureWithAccounts } from '#app/privacy/queries/list_erasures'
import type { NamedHold } from '#app/privacy/records/legal_holds'

export function showExport(row: DataExport) {
  return {
    id: showId('dataExport', row.id),
    status: row.status,
    progress: row.progress,
    asked_at: row.asked_at.toISOString(),
    ready_at: row.ready_at?.toISOString() ?? null,
    expires_at: row.expires_at?.toISOString() ?? null,
    size_bytes: row.size_bytes === null ? null : Number(row.size_bytes),
  }
}

const exportFields = {
  id: vine.string(),
  status: vine.enum(['queued', 'running', 'ready', 'failed', 'expired'] as const),
  /** Percent. */
  progress: vine.number(),
  asked_at: vine.string(),
  ready_at: vine.string().nullable(),
  expires_at: vine.string().nullable(),
  size_bytes: vine.number().nullable(),
}
export const exportShape = vine.create(exportFields)

export function showConsent({ kind, version, is_given, at }: Consent) {
  return { kind, version, is_given, at: at.toISOString() }
}

/** What the customer is told. That staff hold something back is not among it. */
export function showPrivacy({ exports, erasure, obstacles, consents }: PrivacyOfCustomer) {
  return {
    exports: exports.map(showExport),
    erasure: erasure && {
      asked_at: erasure.asked_at.toISOString(),
      due_at: erasure.due_at.toISOString(),
      waits_for: toldOnTheDay(erasure.obstacles as Obstacle[]),
    },
    obstacles: tellable(obstacles),
    consents: consents.map(showConsent),
  }
}

/** What staff see of one customer. */
export function showPrivacyToStaff(found: PrivacyOfCustomer) {
  const { hold, obstacles } = found
  return {
    ...showPrivacy(found),
    obstacles,
    hold: hold ? { reason: hold.reason, placed_at: hold.placed_at.toISOString() } : null,
  }
}

export const staffPrivacyShape = vine.create({
  exports: vine.array(vine.object(exportFields)),
  erasure: vine
    .object({
      asked_at: vine.string(),
      due_at: vine.string(),
      /** What stood in the way when it was due last, as the customer is told. */
      waits_for: vine.array(vine.string()),
    })
    .optional(),
  obstacles: vine.array(vine.string()),
  consents: vine.array(
    vine.object({
      kind: vine.enum(['terms', 'marketing'] as const),
      version: vine.string().nullable(),
      is_given: vine.boolean(),
      at: vine.string(),
    })
  ),
  hold: vine.object({ reason: vine.string(), placed_at: vine.string() }).nullable(),
})

export function showErasure(row: ErasureWithAccounts) {
  return {
    id: showId('erasure', row.id),
    customer_id: showId('customer', row.customer_id),
    customer_name: row.customer_name,
    customer_number: row.customer_number,
    is_by_rule: row.asked_by === null,
    status: row.status,
    asked_at: row.asked_at.toISOString(),
    due_at: row.due_at.toISOString(),
    ended_at: row.ended_at?.toISOString() ?? null,
    obstacles: row.obstacles,
    certificate:
      row.certificate && certificateAsOfNow(row.certificate as unknown as Certificate, row.accounts),
    panel_accounts: row.accounts.map(showAccount),
  }
}

/** Panels are asked after the rest was removed: an account counts as removed once its panel said so, and is named as outstanding until then. */
function certificateAsOfNow(
  { removed, ...certificate }: Certificate,
  accounts: ErasureWithAccounts['accounts']
): Certificate & { outstanding: Record<string, number> } {
  const gone = accounts.filter(({ removedAt }) => removedAt !== null).length
  const open = accounts.length - gone
  return {
    ...certificate,
    removed: { ...removed, accounts_at_panels: gone },
    outstanding: open > 0 ? { accounts_at_panels: open } : {},
  }
}

function showAccount({
  panel,
  reference,
  isLeftToStaff,
  error,
  removedAt,
}: ErasureWithAccounts['accounts'][number]) {
  const open = isLeftToStaff ? ('left_to_staff' as const) : ('waiting' as const)
  const status = removedAt ? ('removed' as const) : open
  return { panel, reference, status, error, removed_at: removedAt?.toISOString() ?? null }
}

export const erasureShape = vine.create({
  id: vine.string(),
  customer_id: vine.string(),
  customer_name: vine.string(),
  customer_number: vine.number(),
  /** Nobody asked: nothing happened with the customer for as long as the rule says. */
  is_by_rule: vine.boolean(),
  status: vine.enum(['waiting', 'withdrawn', 'done'] as const),
  asked_at: vine.string(),
  due_at: vine.string(),
  ended_at: vine.string().nullable(),
  /** What stood in the way when it was due last. */
  obstacles: vine.array(vine.string()),
  /** What was removed, what was kept, and why; once it was done. */
  certificate: vine
    .object({
      erased_at: vine.string(),
      removed: vine.record(vine.number()),
      /** What is still being asked for, or is left to a person. */
      outstanding: vine.record(vine.number()),
      kept: vine.record(vine.string()),
    })
    .nullable(),
  /** Accounts at panels: the panel is asked until it answers; what it cannot remove is left to a person. */
  panel_accounts: vine.array(
    vine.object({
      panel: vine.string(),
      reference: vine.string(),
      status: vine.enum(['waiting', 'removed', 'left_to_staff'] as const),
      error: vine.string().nullable(),
      removed_at: vine.string().nullable(),
    })
  ),
})

export function showLegalHold(row: NamedHold) {
  return {
    customer_id: showId('customer', row.customer_id),
    customer_name: row.customer_name,
    customer_number: row.customer_number,
    reason: row.reason,
    placed_by: row.placed_by_name,
    placed_at: row.placed_at.toISOString(),
    lifted_at: row.lifted_at?.toISOString() ?? null,
  }
}

export const legalHoldShape = vine.create({
  customer_id: vine.string(),
  customer_name: vine.string(),
  customer_number: vine.number(),
  reason: vine.string(),
  placed_by: vine.string(),
  placed_at: vine.string(),
  lifted_at: vine.string().nullable(),
})

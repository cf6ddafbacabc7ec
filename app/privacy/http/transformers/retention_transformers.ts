import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import { retentionKinds } from '#app/privacy/domain/retention'
import type { Retention } from '#app/privacy/queries/find_retention'
import type { RetentionPreview } from '#app/privacy/queries/preview_retention'

export function showRetention({ rules, runs }: Retention) {
  return {
    rules: rules.map(({ kind, keepDays, leastDays, mostDays }) => ({
      kind,
      keep_days: keepDays,
      least_days: leastDays,
      most_days: mostDays,
    })),
    runs: runs.map(({ kind, kept_from, count, ran_at }) => ({
      kind,
      kept_from: kept_from.toISOString(),
      count,
      ran_at: ran_at.toISOString(),
    })),
  }
}

export const retentionShape = vine.create({
  rules: vine.array(
    vine.object({
      kind: vine.enum(retentionKinds),
      /** Null: for good. */
      keep_days: vine.number().nullable(),
      least_days: vine.number(),
      most_days: vine.number(),
    })
  ),
  /** What went, newest first. */
  runs: vine.array(
    vine.object({
      kind: vine.string(),
      kept_from: vine.string(),
      count: vine.number(),
      ran_at: vine.string(),
    })
  ),
})

export function showPreview({ keptFrom, count, rows }: RetentionPreview) {
  return {
    kept_from: keptFrom.toISOString(),
    count,
    examples: rows.map(({ customer_id, label, at }) => ({
      customer_id: customer_id && showId('customer', customer_id),
      label,
      at: at.toISOString(),
    })),
  }
}

export const previewShape = vine.create({
  /** What is older than this would go. */
  kept_from: vine.string(),
  count: vine.number(),
  /** The oldest ones. */
  examples: vine.array(
    vine.object({ customer_id: vine.string().nullable(), label: vine.string(), at: vine.string() })
  ),
})

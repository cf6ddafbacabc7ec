import { changes, moneyChanges } from '#app/reporting/queries/timeline/changes'
import { mails } from '#app/reporting/queries/timeline/mails'
import { notes } from '#app/reporting/queries/timeline/notes'
import { operations } from '#app/reporting/queries/timeline/operations'
import { payments } from '#app/reporting/queries/timeline/payments'
import { refunds } from '#app/reporting/queries/timeline/refunds'
import type { TimelineSource } from '#app/reporting/queries/timeline/source'

/** Everything that a customer's timeline is made of, listed once. */
export const timelineSources: readonly TimelineSource[] = [
  mails,
  notes,
  changes,
  moneyChanges,
  payments,
  refunds,
  operations,
]

export function sourceOf(name: string): TimelineSource {
  const source = timelineSources.find((candidate) => candidate.name === name)
  if (!source) throw new Error(`The timeline has no source ${name}`)
  return source
}

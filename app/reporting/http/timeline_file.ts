import type { Caller } from '#app/shared/http/caller'
import { toCsv } from '#app/shared/http/csv'
import { pageSizeMax } from '#app/shared/http/keyset'
import { toDecimal } from '#app/shared/money/money'
import { showTimelineEntry } from '#app/reporting/http/transformers/timeline'
import { listCustomerTimeline, type TimelineQuestion } from '#app/reporting/queries/list_customer_timeline'

const pagesMax = 100
const columns = [
  'at',
  'kind',
  'name',
  'title',
  'text',
  'status',
  'problem',
  'amount',
  'currency',
  'recipient',
  'actor',
  'changes',
  'id',
]

/** A customer's timeline as a table; the newest ten thousand entries. */
export async function timelineAsCsv(caller: Caller, question: TimelineQuestion): Promise<string> {
  const rows: Record<string, unknown>[] = []
  let before: string | null = null
  for (let page = 0; page < pagesMax; page += 1) {
    const found = await listCustomerTimeline(caller, { ...question, before, size: pageSizeMax })
    rows.push(...found.rows.map((row) => toLine(showTimelineEntry(row))))
    if (!found.nextCursor) break
    before = found.nextCursor
  }
  return toCsv(columns, rows)
}

function toLine({ amount, actor, changes, ...entry }: ReturnType<typeof showTimelineEntry>) {
  return {
    ...entry,
    amount: amount && toDecimal({ amount: BigInt(amount.amount), currency: amount.currency }),
    currency: amount?.currency,
    actor: actor?.name ?? actor?.kind,
    changes: changes.length > 0 ? JSON.stringify(changes) : null,
  }
}

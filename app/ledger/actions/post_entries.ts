import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { Clock } from '#app/shared/time/clock'
import { dateIn } from '#app/shared/time/calendar'
import { assertBalanced, contentOf, type NewEntry, type NewPosting } from '#app/ledger/domain/journal_entry'
import { pivotCurrency, type RatesPerEuro, reportPostings } from '#app/ledger/domain/exchange_rates'
import {
  ensureAccounts,
  insertEntries,
  insertPostings,
  type PostingRow,
  readPostings,
} from '#app/ledger/records/journal'
import { readRates } from '#app/ledger/records/exchange_rates'

type IdentifiedEntry = NewEntry & { id: string }

/**
 * Writes journal entries into the books, many at once. An entry whose kind and cause are booked already changes nothing when
 * it says the same, and throws when it says something else. Money moves in the caller's transaction, with what caused it.
 */
@inject()
export class PostEntries {
  constructor(private clock: Clock) {}

  async execute(entries: NewEntry[]): Promise<void> {
    if (entries.length === 0) return
    for (const entry of entries) assertBalanced(entry)
    await inTransaction(async () => {
      const rows = await this.write(withoutRepeats(entries).map((entry) => ({ ...entry, id: newId() })))
      if (rows.length > 0) await insertPostings(rows)
    })
  }

  /** @returns the postings to come */
  private async write(entries: IdentifiedEntry[]): Promise<PostingRow[]> {
    const today = dateIn(currentTenant().timeZone, this.clock.now())
    const inserted = await insertEntries(
      entries.map((entry) => ({
        id: entry.id,
        kind: entry.kind,
        cause_id: entry.causeId,
        booked_on: entry.bookedOn ?? today,
        posting_count: entry.postings.length,
        reverses_id: entry.reversesId ?? null,
      })),
      this.clock.now()
    )
    await refuseOtherContent(entries.filter((entry) => !inserted.has(entry.id)))
    const fresh = entries.filter((entry) => inserted.has(entry.id))
    if (fresh.length === 0) return []
    await ensureAccounts(distinctAccounts(fresh.flatMap((entry) => entry.postings)))
    const rates = await ratesFor(fresh, today)
    return fresh.flatMap((entry) =>
      toRows(entry, rates.get(entry.ratesOn ?? entry.bookedOn ?? today) ?? new Map())
    )
  }
}

function withoutRepeats(entries: NewEntry[]): NewEntry[] {
  const byCause = new Map<string, NewEntry>()
  for (const entry of entries) {
    const key = keyOf(entry)
    const earlier = byCause.get(key)
    if (earlier && content(earlier) !== content(entry)) throw differs(entry)
    byCause.set(key, earlier ?? entry)
  }
  return [...byCause.values()]
}

async function refuseOtherContent(repeats: NewEntry[]): Promise<void> {
  if (repeats.length === 0) return
  const booked = Map.groupBy(
    await readPostings(repeats.map(({ kind, causeId }) => ({ kind, cause_id: causeId }))),
    keyOf
  )
  for (const entry of repeats) {
    if (contentOf(booked.get(keyOf(entry)) ?? []) !== content(entry)) throw differs(entry)
  }
}

function distinctAccounts(postings: NewPosting[]) {
  const accounts = new Map(
    postings.map(({ account, currency }) => [`${account.code}|${currency}`, { ...account, currency }])
  )
  return [...accounts.values()].map((account) => ({ ...account, id: newId() }))
}

/** The rates that entries need, by their day. Books in one currency ask for none. */
async function ratesFor(entries: IdentifiedEntry[], today: string): Promise<Map<string, RatesPerEuro>> {
  const { reportingCurrency } = currentTenant()
  const needed = entries.flatMap(({ postings, bookedOn = today, ratesOn = bookedOn }) =>
    postings
      .filter(({ currency }) => currency !== reportingCurrency)
      .flatMap(({ currency }) =>
        [currency, reportingCurrency].map((each) => ({ currency: each, on: ratesOn }))
      )
  )
  return readRates(needed.filter(({ currency }) => currency !== pivotCurrency))
}

function toRows(entry: IdentifiedEntry, rates: RatesPerEuro): PostingRow[] {
  const { reportingCurrency } = currentTenant()
  const reported = reportPostings(entry.postings, { rates, reportingCurrency })
  return entry.postings.map((posting, position) => ({
    entry_id: entry.id,
    position,
    code: posting.account.code,
    invoice_id: posting.invoiceId ?? null,
    amount: posting.amount.toString(),
    currency: posting.currency,
    reporting_amount: reported[position]!.amount.toString(),
    reporting_currency: reportingCurrency,
    reporting_rate: reported[position]!.rate,
  }))
}

function content(entry: NewEntry): string {
  return contentOf(
    entry.postings.map(({ account, amount, currency, invoiceId }) => ({
      code: account.code,
      amount,
      currency,
      invoiceId: invoiceId ?? null,
    }))
  )
}

function keyOf({ kind, causeId }: { kind: string; causeId: string }): string {
  return `${kind}|${causeId}`
}

function differs({ kind, causeId }: NewEntry): Error {
  return new Error(`Journal entry ${kind} of ${causeId} is booked already, with other postings`)
}

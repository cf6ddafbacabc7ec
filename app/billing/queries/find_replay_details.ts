import { type Customer, findCustomers } from '#app/customers/index'
import { inReadTransaction } from '#app/shared/database/unit'
import type { ReplayRow } from '#app/billing/domain/replay_report'
import { findReplay, type Replay } from '#app/billing/records/replays'

export interface ReplayFilter {
  /** A part of the customer's name or of the invoice's reference, or the customer's number. */
  term: string | null
  customerId: string | null
}

export interface ReplayDetails extends Replay {
  rows: (ReplayRow & { customer: Pick<Customer, 'name' | 'company_name' | 'number'> })[]
}

/**
 * What came of a replay, with whose invoices would have been otherwise. Names are those of today and are kept nowhere with the result:
 * whoever is erased is nameless here as well.
 */
export async function findReplayDetails(
  id: string,
  { term, customerId }: ReplayFilter
): Promise<ReplayDetails | null> {
  const replay = await inReadTransaction(() => findReplay(id))
  if (!replay) return null
  const found = (replay.result?.rows ?? []).filter(
    (row) => customerId === null || row.customerId === customerId
  )
  const customers = await findCustomers([...new Set(found.map((row) => row.customerId))])
  const byId = new Map(customers.map((customer) => [customer.id, customer]))
  const rows = found.flatMap((row) => {
    const customer = byId.get(row.customerId)
    return customer ? [{ ...row, customer }] : []
  })
  return { ...replay, rows: term ? rows.filter((row) => isMeant(row, term.toLowerCase())) : rows }
}

function isMeant({ reference, customer }: ReplayDetails['rows'][number], term: string): boolean {
  const { name, company_name: company, number } = customer
  return (
    `${number}` === term || [name, company ?? '', reference].some((text) => text.toLowerCase().includes(term))
  )
}

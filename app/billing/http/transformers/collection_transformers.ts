import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import { toWire } from '#app/shared/money/money'
import { caseStates, type CaseTotal, type CollectionCase } from '#app/billing/records/collection_cases'

export function showCase(found: CollectionCase) {
  const { currency } = found
  return {
    id: showId('collectionCase', found.id),
    state: found.state,
    invoice: { id: showId('invoice', found.invoiceId), reference: found.reference },
    customer: { id: showId('customer', found.customerId), name: found.customerName },
    handed_over_on: found.handedOverOn,
    agency: found.agency,
    agency_reference: found.agencyReference,
    note: found.note,
    amount: toWire({ amount: found.amount, currency }),
    amount_due: toWire({ amount: found.amountDue, currency }),
    taken_back_at: found.takenBackAt?.toISOString() ?? null,
    taken_back_reason: found.takenBackReason,
  }
}

export function showCaseTotal({ state, count, amount, currency }: CaseTotal) {
  return { state, count, amount: toWire({ amount, currency }) }
}

const money = () => vine.object({ amount: vine.string(), currency: vine.string() })
const state = () => vine.enum(caseStates)

export const caseShape = vine.create({
  id: vine.string(),
  state: state(),
  invoice: vine.object({ id: vine.string(), reference: vine.string() }),
  customer: vine.object({ id: vine.string(), name: vine.string() }),
  handed_over_on: vine.string(),
  agency: vine.string(),
  agency_reference: vine.string().nullable(),
  note: vine.string().nullable(),
  amount: money(),
  amount_due: money(),
  taken_back_at: vine.string().nullable(),
  taken_back_reason: vine.string().nullable(),
})

export const caseTotalsShape = vine.create({
  totals: vine.array(vine.object({ state: state(), count: vine.number(), amount: money() })),
})

import { sql } from 'kysely'
import { currentTenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { flatTax, giveBack, type InvoiceDraft, type PaidLine, remainingShare } from '#app/billing/index'

/** In the middle of the period that the run has invoiced. */
export const changesAt = '2026-03-25T09:00:00Z'
const changesOn = '2026-03-25'
const dueOn = '2026-04-01'
/** Minor units a month of the larger plan. */
const largerPlan = 2_602n

type FoundLine = Pick<PaidLine, 'invoiceId' | 'subscriptionId' | 'amount' | 'taxAmount'> & {
  customerId: string
  number: bigint
}

/**
 * What a tenth of the renewed customers would be asked for who change to a larger plan in the middle of the period: what is left of the
 * line that paid for the plan is given back, and the same days of the larger one are charged. A renewal itself has no prorated line in
 * this product: parts of periods are on the invoices of orders and changes, which the same action prices, seals and books.
 */
export async function draftChanges(
  { planId }: { planId: string },
  { after, limit }: { after: bigint; limit: number }
): Promise<{ drafts: InvoiceDraft[]; last: bigint }> {
  const { rows } = await inReadTransaction(() =>
    sql<FoundLine>`
      select l.invoice_id as "invoiceId", l.subscription_id as "subscriptionId", l.amount, l.tax_amount as "taxAmount", i.customer_id as "customerId", i.number
        from invoice_lines l join invoices i on i.tenant_id = l.tenant_id and i.id = l.invoice_id
       where l.position = 0 and i.kind = 'renewal' and i.number % 10 = 5 and i.number > ${after} order by i.number limit ${limit}`.execute(
      db
    )
  )
  const tax = flatTax({ country: 'DE', name: 'USt', percent: '19', reason: 'rate' })
  const period = { startsOn: '2026-03-10', endsOn: '2026-04-10' }
  const left = remainingShare({ convention: 'seconds', period, from: new Date(changesAt), fromOn: changesOn, timeZone: currentTenant().timeZone }) // prettier-ignore
  const drafts = rows.map(({ customerId, number: _number, ...found }): InvoiceDraft => {
    const line: PaidLine = { ...found, position: 0, invoiceStatus: 'open', planId, description: 'VPS M', quantity: 1, priceId: null, period, tax, share: null } // prettier-ignore
    const charged = {
      kind: 'change' as const,
      description: 'VPS L',
      quantity: 1,
      unitAmount: largerPlan,
      priceId: null,
      interval: { unit: 'month' as const, count: 1 },
      period: { startsOn: changesOn, endsOn: period.endsOn },
      proration: left,
      planId,
      subscriptionId: found.subscriptionId,
      opensPeriod: false,
    }
    return {
      id: newId(),
      customerId,
      kind: 'change',
      orderId: null,
      dueOn,
      pricing: { currency: 'EUR', tax, taxRounding: 'line' },
      items: [giveBack(line, left, { pricesIncludeTax: false, from: changesOn })!, charged],
      isCollected: true,
    }
  })
  return { drafts, last: rows.at(-1)?.number ?? after }
}

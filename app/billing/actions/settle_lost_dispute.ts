import { inject } from '@adonisjs/core'
import { lockCustomerBalance, PostEntries } from '#app/ledger/index'
import {
  type Dispute,
  findPaymentParts,
  findPaymentRow,
  lockDisputeRow,
  type LossTreatment,
  MarkLoss,
  mayTreatLoss,
  type Payment,
  readReservedMoney,
} from '#app/payments/index'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { derivedId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { ApplyBalanceToDue } from '#app/billing/actions/apply_balance_to_due'
import { CreditInvoice } from '#app/billing/actions/credit_invoice'
import { ReverseSettlements } from '#app/billing/actions/reverse_settlements'
import { bookLossPassedOn, bookLossTakenBack } from '#app/billing/domain/bookings'
import type { Invoice } from '#app/billing/domain/invoice'
import { creditShares } from '#app/billing/domain/lost_dispute'
import { planReversal } from '#app/billing/domain/payment_reversal'
import { sumCreditsOf } from '#app/billing/records/credit_notes'
import { findPaymentsUnderWay, lockInvoicesOf } from '#app/billing/records/invoices'
import {
  listPaidWith,
  listSettlementsOf,
  listSpentBalance,
} from '#app/billing/records/received_payment_reversals'

export type SettleLostDisputeError = {
  type: 'dispute_not_found' | 'not_lost' | 'payment_under_way' | 'nothing_to_credit'
}

interface Touched {
  dispute: Dispute
  payment: Payment
  invoices: Map<string, Invoice>
  /** What the payment was applied under. */
  causes: string[]
}

/**
 * Decides what becomes of the invoices of a dispute that is lost. *Owed*: the service was supplied and is unpaid, so the invoice stands with
 * its tax and is owed again. *Credited*: it was not supplied as agreed, so credit notes take back as much of it with its tax. Either way it
 * is no loss in our books any more. Once for each dispute; what is won on appeal afterwards is the customer's again.
 * @see Directive 2006/112/EC, Article 90: tax follows a cancelled or reduced supply; an unpaid one stays taxed until it is written off
 */
@inject()
export class SettleLostDispute {
  constructor(
    private clock: Clock,
    private postEntries: PostEntries,
    private reverseSettlements: ReverseSettlements,
    private creditInvoice: CreditInvoice,
    private applyBalance: ApplyBalanceToDue,
    private markLoss: MarkLoss
  ) {}

  execute(input: { disputeId: string; treatment: LossTreatment }): Promise<Result<Dispute, SettleLostDisputeError>> {
    return inTransaction(async () => {
      const dispute = await lockDisputeRow(input.disputeId)
      if (!dispute) return err({ type: 'dispute_not_found' })
      if (!mayTreatLoss(dispute)) return err({ type: 'not_lost' })
      const touched = await this.lock(dispute)
      if ((await findPaymentsUnderWay([...touched.invoices.keys()])).length > 0)
        return err({ type: 'payment_under_way' })
      const amounts = input.treatment === 'owed' ? await this.openAgain(touched) : await this.credit(touched)
      const amount = input.treatment === 'owed' ? dispute.money.amount : sumOf(amounts)
      if (amount === 0n) return err({ type: 'nothing_to_credit' })
      await this.postEntries.execute([bookLossPassedOn({ dispute, amount, bookedOn: this.today() })])
      const invoices = [...amounts].map(([invoiceId, part]) => ({
        invoiceId,
        reference: touched.invoices.get(invoiceId)!.reference,
        amount: `${part}`,
      }))
      return ok(await this.markLoss.passOn(dispute, { treatment: input.treatment, amount, invoices }))
    })
  }

  /** It was won after all: what had been passed on is the customer's, and pays what is due. */
  takeBack({ disputeId }: { disputeId: string }): Promise<void> {
    return inTransaction(async () => {
      const dispute = await lockDisputeRow(disputeId)
      if (!dispute?.lossTreatment || dispute.isWithheld) return
      await this.applyBalance.lockDue({ customerId: dispute.customerId })
      await this.postEntries.execute([bookLossTakenBack({ dispute, bookedOn: this.today() })])
      await this.markLoss.takeBack(dispute)
      await this.applyBalance.execute({ customerId: dispute.customerId })
    })
  }

  /** What the payment paid, and what the balance has paid since it came in: nothing can be added while it is locked. */
  private async lock(dispute: Dispute): Promise<Touched> {
    const payment = (await findPaymentRow(dispute.paymentId))!
    const parts = await findPaymentParts(payment.id)
    const { customerId } = dispute
    const spender = { customerId, currency: dispute.money.currency, since: payment.succeededAt! }
    const ids = [...(payment.invoiceId ? [payment.invoiceId] : []), ...parts.map(({ invoiceId }) => invoiceId)]
    const invoices = await lockInvoicesOf(customerId, [...new Set([...ids, ...(await listPaidWith(spender))])])
    return { dispute, payment, invoices, causes: [payment.id, ...parts.map(({ causeId }) => causeId)] }
  }

  /** @returns how much each invoice owes again; the rest comes off the balance */
  private async openAgain({ dispute, payment, invoices, causes }: Touched): Promise<Map<string, bigint>> {
    const { customerId, money } = dispute
    const spender = { customerId, currency: money.currency, since: payment.succeededAt! }
    const balance = await lockCustomerBalance(spender)
    const credits = await sumCreditsOf([...invoices.keys()])
    const { parts } = planReversal({
      amount: money.amount,
      balance: balance.amount - (await readReservedMoney(spender)),
      own: await listSettlementsOf(causes),
      later: await listSpentBalance(spender),
      invoices: new Map([...invoices].map(([id, invoice]) => [id, { ...invoice, credited: credits.get(id) ?? 0n }])),
    })
    const reversalId = derivedId(dispute.id, 'loss')
    await this.reverseSettlements.execute({ reversalId, parts, invoices, reason: reasonOf(dispute) })
    return addUp(parts)
  }

  /** @returns how much of each invoice that the payment paid was taken back */
  private async credit({ dispute, causes }: Touched): Promise<Map<string, bigint>> {
    const paid = addUp(await listSettlementsOf(causes))
    const credited = new Map<string, bigint>()
    for (const [invoiceId, amount] of creditShares(paid, dispute.money.amount)) {
      const note = await this.creditOne(dispute, { invoiceId, amount })
      if (note > 0n) credited.set(invoiceId, note)
    }
    return credited
  }

  private async creditOne(dispute: Dispute, { invoiceId, amount }: { invoiceId: string; amount: bigint }): Promise<bigint> {
    const left = await this.creditInvoice.preview({ invoiceId, wish: { of: 'whole' } })
    if (!left.ok) return 0n
    const isWhole = left.value.total <= amount
    const note = await this.creditInvoice.execute({
      invoiceId,
      wish: isWhole ? { of: 'whole' } : { of: 'amount', amount },
      reason: reasonOf(dispute),
      creditNoteId: derivedId(dispute.id, invoiceId),
    })
    return note.ok ? note.value.total : 0n
  }

  private today() {
    return dateIn(currentTenant().timeZone, this.clock.now())
  }
} // prettier-ignore

/** In words that the customer reads on the credit note and beside the invoice. */
function reasonOf({ gatewayReference }: Dispute): string {
  return `The payment was taken back by the bank (dispute ${gatewayReference})`
}

function addUp(parts: readonly { invoiceId: string; amount: bigint }[]): Map<string, bigint> {
  const sums = new Map<string, bigint>()
  for (const { invoiceId, amount } of parts) sums.set(invoiceId, (sums.get(invoiceId) ?? 0n) + amount)
  return sums
}

function sumOf(amounts: ReadonlyMap<string, bigint>): bigint {
  return [...amounts.values()].reduce((sum, amount) => sum + amount, 0n)
}

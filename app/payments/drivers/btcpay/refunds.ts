import { toDecimal } from '#app/shared/money/money'
import { err, ok, type Result } from '#app/shared/result'
import { readAmount, toMinorUnits } from '#app/payments/drivers/btcpay/amounts'
import { Fraction } from '#app/shared/money/fraction'
import type { BtcpayPayout, BtcpayPullPayment } from '#app/payments/drivers/btcpay/answers'
import type { Asked } from '#app/payments/drivers/btcpay/transport'
import type { GatewayFailure, GatewayRefund, Outcome, RefundCalls } from '#app/payments/drivers/contract'

export type Ask = <T>(asked: Asked) => Promise<Result<T | null, GatewayFailure>>

/**
 * Coins go back under a link where their receiver says where to, as a pull payment. It does not name its invoice and there is no
 * idempotency key, so both ids stand in its description and are looked for before another one is made.
 */
export function btcpayRefunds(ask: Ask, storeId: string): RefundCalls {
  const listAll = () =>
    ask<BtcpayPullPayment[]>({
      method: 'GET',
      path: `/stores/${storeId}/pull-payments`,
      query: { includeArchived: 'true' },
    })
  const complete = (pullPayment: BtcpayPullPayment) => withPayouts(ask, pullPayment)

  return {
    async refund({ refundId, paymentReference, money, note }): Outcome<GatewayRefund> {
      const known = await listAll()
      if (!known.ok) return known
      const made = known.value?.find(({ description }) => idsIn(description)?.refundId === refundId)
      if (made) return complete(made)
      const answer = await ask<BtcpayPullPayment>({
        method: 'POST',
        path: `/stores/${storeId}/invoices/${paymentReference}/refund`,
        body: {
          name: note?.slice(0, 50) || 'Refund',
          description: described({ refundId, paymentReference }),
          refundVariant: 'Custom',
          customAmount: toDecimal(money),
          customCurrency: money.currency,
        },
      })
      if (!answer.ok) return answer
      return answer.value
        ? complete(answer.value)
        : err({ type: 'misconfigured', reason: 'BTCPay does not know the invoice to refund' })
    },
    async findRefund(reference): Outcome<GatewayRefund | null> {
      const found = await ask<BtcpayPullPayment>({ method: 'GET', path: `/pull-payments/${reference}` })
      if (!found.ok) return found
      return found.value ? complete(found.value) : ok(null)
    },
    async listRefunds(paymentReference): Outcome<GatewayRefund[]> {
      const all = await listAll()
      if (!all.ok) return all
      const refunds: GatewayRefund[] = []
      for (const pullPayment of all.value ?? []) {
        if (paymentOf(pullPayment) !== paymentReference) continue
        const refund = await complete(pullPayment)
        if (!refund.ok) return refund
        refunds.push(refund.value)
      }
      return ok(refunds)
    },
  }
}

async function withPayouts(ask: Ask, pullPayment: BtcpayPullPayment): Outcome<GatewayRefund> {
  const payouts = await ask<BtcpayPayout[]>({
    method: 'GET',
    path: `/pull-payments/${pullPayment.id}/payouts`,
    query: { includeCancelled: 'true' },
  })
  return payouts.ok ? ok(toRefund(pullPayment, payouts.value ?? [])) : payouts
}

export function toRefund(pullPayment: BtcpayPullPayment, payouts: readonly BtcpayPayout[]): GatewayRefund {
  const { id, currency, amount, viewLink } = pullPayment
  const refundId = idsIn(pullPayment.description)?.refundId ?? null
  const state = stateOf(pullPayment, payouts)
  return {
    reference: id,
    refundId,
    paymentReference: paymentOf(pullPayment) ?? '',
    state,
    money: { amount: readAmount(amount, currency), currency },
    failure: null,
    claimUrl: state === 'action_required' ? (viewLink ?? null) : null,
    createdAt: madeAt(refundId, payouts),
  }
}

/** Its receiver may claim it in parts; it is done when nothing is left of it. */
function stateOf(
  { archived, amount, currency }: BtcpayPullPayment,
  payouts: readonly BtcpayPayout[]
): GatewayRefund['state'] {
  const sent = payouts.filter(({ state }) => state === 'Completed')
  const total = sent.reduce(
    (sum, payout) => sum.plus(Fraction.fromDecimal(payout.originalAmount)),
    new Fraction(0n)
  )
  const left = toMinorUnits(Fraction.fromDecimal(amount), currency).plus(
    toMinorUnits(total, currency).times(new Fraction(-1n))
  )
  if (left.numerator <= 0n) return 'succeeded'
  if (payouts.some(({ state }) => ['AwaitingApproval', 'AwaitingPayment', 'InProgress'].includes(state)))
    return 'processing'
  return archived ? 'cancelled' : 'action_required'
}

function described({ refundId, paymentReference }: { refundId: string; paymentReference: string }): string {
  return `Refund ${refundId} of ${paymentReference}`
}

function idsIn(description?: string | null): { refundId: string; paymentReference: string } | null {
  const [, refundId, paymentReference] = /\bRefund ([0-9a-f-]{36}) of (\w+)/.exec(description ?? '') ?? []
  return refundId && paymentReference ? { refundId, paymentReference } : null
}

/** One that was made at the server itself has, unless somebody wrote another, a name that ends with its invoice. */
function paymentOf({ name, description }: BtcpayPullPayment): string | null {
  return idsIn(description)?.paymentReference ?? /^Refund (\w+)$/.exec(name ?? '')?.[1] ?? null
}

/** The server does not say; our own id carries its instant, a claim has one of its own. */
function madeAt(refundId: string | null, payouts: readonly BtcpayPayout[]): Date {
  if (refundId) return new Date(Number.parseInt(refundId.replaceAll('-', '').slice(0, 12), 16))
  return new Date(Math.min(...payouts.map(({ date }) => Number(date)), 4_102_444_800) * 1000)
}

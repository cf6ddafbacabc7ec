import { ok, type Result } from '#app/shared/result'
import type { BtcpayInvoice, BtcpayMethod } from '#app/payments/drivers/btcpay/answers'
import type { Ask } from '#app/payments/drivers/btcpay/refunds'
import type { GatewayFailure } from '#app/payments/drivers/contract'

interface Rate {
  currencyPair: string
  rate?: string | number | null
}

/** Transfers that came after the price had run out, with the coin that was sent. */
export function lateTransfers(
  { expirationTime }: Pick<BtcpayInvoice, 'expirationTime'>,
  methods: readonly BtcpayMethod[]
): { reference: string; coin: string }[] {
  return methods.flatMap(({ currency, payments = [] }) =>
    payments
      .filter(({ status, receivedDate }) => status !== 'Invalid' && receivedDate >= expirationTime)
      .map(({ id }) => ({ reference: id, coin: currency }))
  )
}

/**
 * What one coin is worth now, for late transfers that are seen for the first time. Reading rates is a right of its own, which not every key
 * has: where it is refused, or the server knows none, the rate of the price goes on. A server that does not answer is asked again later,
 * because coins that are booked stay booked at their rate.
 * @returns the rate of each late transfer that has one, known ones included
 */
export async function findLateRates(
  ask: Ask,
  asked: { storeId: string; currency: string; late: readonly { reference: string; coin: string }[] },
  known: ReadonlyMap<string, string>
): Promise<Result<ReadonlyMap<string, string>, GatewayFailure>> {
  const { storeId, currency, late } = asked
  const isNew = late.filter(({ reference }) => !known.has(reference))
  if (isNew.length === 0) return ok(known)
  const pairs = [...new Set(isNew.map(({ coin }) => `${coin}_${currency}`))]
  const told = await Promise.all(
    pairs.map((currencyPair) =>
      ask<Rate[]>({ method: 'GET', path: `/stores/${storeId}/rates`, query: { currencyPair } })
    )
  )
  const rates = new Map<string, string>()
  for (const answer of told) {
    if (!answer.ok && answer.error.type !== 'misconfigured') return answer
    const found = answer.ok ? (answer.value ?? []) : []
    for (const { currencyPair, rate } of found) if (isRate(rate)) rates.set(currencyPair, String(rate))
  }
  const seen = isNew.flatMap(({ reference, coin }) => {
    const rate = rates.get(`${coin}_${currency}`)
    return rate ? ([[reference, rate]] as const) : []
  })
  return ok(new Map([...known, ...seen]))
}

function isRate(rate: unknown): rate is string | number {
  return /^\d{1,15}(\.\d{1,18})?$/.test(String(rate)) && Number(rate) > 0
}

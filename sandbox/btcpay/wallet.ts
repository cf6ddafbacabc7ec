import { cutTo, decimal, parseDecimal, percent } from './decimals.ts'
import { dueIn, figuresOf, worth } from './figures.ts'
import { receiveCoins } from './receiving.ts'
import type { Invoice, Method } from './records.ts'
import type { Shop } from './shop.ts'

/** What a person in front of a wallet may do wrong, and what they do right. */
export const shares = {
  exact: 'Exactly what is due',
  half: 'Half of it',
  short: 'One per cent too little',
  over: 'Ten per cent too much',
} as const
export type Share = keyof typeof shares

export type Order = {
  method: string
  share: Share | null
  /** Coins, as a decimal; in place of a share. */
  amount: string | null
  /** With a fee so small that it is never confirmed. */
  isStuck: boolean
}

/** Sends coins from the sandbox's wallet. @returns the invoice after it, or what is wrong with the order */
export function send(shop: Shop, invoice: Invoice, order: Order): Invoice | string {
  const method = invoice.methods.find(({ id }) => id === order.method)
  if (!method) return `The invoice cannot be paid by ${order.method}.`
  const value =
    order.amount === null ? shareOf(invoice, method, order.share ?? 'exact') : parseDecimal(order.amount)
  if (value === null || cutTo(value, method.digits) <= 0n) return 'That is no amount of coins.'
  const sent = { method: method.id, value: cutTo(value, method.digits), isStuck: order.isStuck }
  return receiveCoins(shop, invoice.id, sent)
}

/** Of what is due; when nothing is, of the whole, as if somebody paid it a second time. */
function shareOf(invoice: Invoice, method: Method, share: Share): bigint {
  const due = dueIn(invoice, method)
  const whole = due > 0n ? due : dueOfAll(invoice, method)
  if (share === 'exact') return whole
  if (share === 'half') return percent(whole, 50)
  return share === 'short' ? percent(whole, 99) : percent(whole, 110)
}

function dueOfAll(invoice: Invoice, method: Method): bigint {
  return dueIn({ ...invoice, payments: [] }, method)
}

/** The invoice that an address, a BIP 21 link or a Lightning invoice belongs to. */
export function findByDestination(shop: Shop, text: string): { invoice: Invoice; method: Method } | null {
  const wanted = text
    .trim()
    .replace(/^[a-z]+:/i, '')
    .split('?')[0]
  const [invoice] = shop.records.invoices.list({
    newestFirst: true,
    filter: ({ methods }) => methods.some(({ destination }) => destination === wanted),
    limit: 1,
  })
  const method = invoice?.methods.find(({ destination }) => destination === wanted)
  return invoice && method ? { invoice, method } : null
}

/** By currency, what came in for good: for comparing with the platform's books. */
export function totals({ records }: Shop): Record<string, { settled: bigint; seen: bigint }> {
  const sums: Record<string, { settled: bigint; seen: bigint }> = {}
  for (const invoice of records.invoices.list()) {
    const sum = (sums[invoice.currency] ??= { settled: decimal('0'), seen: decimal('0') })
    sum.settled += figuresOf(invoice).settled
    sum.seen += worth(
      invoice,
      invoice.payments.filter(({ status }) => status === 'Processing')
    )
  }
  return sums
}

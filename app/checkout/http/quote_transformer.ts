import { readHourly, showSpec } from '#app/catalogue/index'
import { showId } from '#app/shared/ids'
import { money, toWire } from '#app/shared/money/money'
import type {
  OrderLineContent,
  QuoteContent,
  QuoteDraft,
  QuotedLine,
  QuotedTaxGroup,
} from '#app/checkout/domain/quote'
import type { Quote } from '#app/checkout/records/quotes'

/** A price as screens and programs see it, whether only previewed or kept as a quote. */
export function presentDraft(draft: QuoteDraft, currency: string) {
  const wire = (amount: bigint | string) => toWire(money(BigInt(amount), currency))
  return {
    currency,
    items: draft.content.items.map((item) => presentItem(item)),
    one_offs: (draft.content.oneOffs ?? []).map((line) => presentLine(line, currency)),
    subtotal: wire(draft.subtotal),
    tax_total: wire(draft.taxTotal),
    total: wire(draft.total),
    discount_total: wire(draft.content.discountTotal ?? '0'),
    discounts: sumDiscounts(
      draft.content.items.flatMap(({ lines }) => lines),
      currency
    ),
    coupons: (draft.content.coupons ?? []).map(({ code, name, variant }) => ({ code, name, variant })),
    taxes: presentTaxes(draft.content.taxGroups, currency),
    tax_reason: draft.content.taxReason,
    tax_note: draft.content.taxNote,
    recurring: presentRecurring(draft.content, currency),
    trial: presentTrial(draft.content, currency),
  }
}

export function presentQuote(quote: Quote) {
  return {
    id: showId('quote', quote.id),
    country: quote.country,
    created_at: quote.createdAt.toISOString(),
    expires_at: quote.expiresAt.toISOString(),
    ...presentDraft(quote, quote.currency),
  }
}

export function presentItem(item: OrderLineContent) {
  return {
    plan_id: showId('plan', item.planId),
    product_name: item.productName,
    plan_name: item.planName,
    hostname: item.hostname,
    interval: { unit: item.intervalUnit, count: item.intervalCount },
    options: item.options,
    choices: item.choices,
    spec: showSpec(item.spec),
    first_period_ends_on: item.firstPeriod?.endsOn ?? null,
    has_trial: item.trial !== undefined,
    hourly: presentHourly(item),
    lines: item.lines.map((line) => presentLine(line, item.currency)),
  }
}

/** What each hour costs of what is charged by the hour; empty for everything else. */
function presentHourly({ parts, currency }: OrderLineContent) {
  return parts.flatMap(({ kind, description, quantity, tiers }) => {
    const price = kind === 'setup' ? null : readHourly(tiers)
    if (!price) return []
    return [
      {
        description,
        quantity,
        hour_amount: price.hourAmount,
        month_at_most: toWire(money(price.monthAtMost, currency)),
      },
    ]
  })
}

function presentLine(line: QuotedLine, currency: string) {
  const wire = (amount: string) => toWire(money(BigInt(amount), currency))
  return {
    kind: line.kind,
    description: line.description,
    quantity: line.quantity,
    unit_amount: wire(line.unitAmount),
    gross_amount: wire(line.grossAmount ?? line.amount),
    discounts: line.discounts ?? [],
    amount: wire(line.amount),
    tax_name: line.taxName,
    tax_percent: line.taxPercent,
    tax_amount: wire(line.taxAmount),
    explanation: line.explanation,
  }
}

/** The free days, and what the first paid period comes to, line by line. */
function presentTrial({ trial }: QuoteContent, currency: string) {
  if (!trial) return null
  const wire = (amount: string) => toWire(money(BigInt(amount), currency))
  return {
    days: trial.days,
    needs_payment_method: trial.needsMethod,
    first_charge_on: trial.firstChargeOn,
    lines: trial.lines.map((line) => presentLine(line, currency)),
    discounts: sumDiscounts(trial.lines, currency),
    taxes: presentTaxes(trial.taxGroups, currency),
    subtotal: wire(trial.subtotal),
    tax_total: wire(trial.taxTotal),
    total: wire(trial.total),
  }
}

function presentTaxes(groups: readonly QuotedTaxGroup[], currency: string) {
  return groups.map(({ country, name, percent, taxable, taxAmount }) => ({
    country,
    name,
    percent,
    taxable: toWire(money(BigInt(taxable), currency)),
    amount: toWire(money(BigInt(taxAmount), currency)),
  }))
}

/** What each coupon takes off all lines together, in the order in which they are taken. */
function sumDiscounts(lines: readonly QuotedLine[], currency: string) {
  const sums = new Map<string, { kind: string; code: string | null; name: string; amount: bigint }>()
  for (const { kind, code, name, amount } of lines.flatMap((line) => line.discounts ?? [])) {
    const key = `${kind}:${code}`
    sums.set(key, { kind, code, name, amount: (sums.get(key)?.amount ?? 0n) + BigInt(amount) })
  }
  return [...sums.values()].map((sum) => ({ ...sum, amount: toWire(money(sum.amount, currency)) }))
}

function presentRecurring(content: QuoteContent, currency: string) {
  return content.recurring.map((charge) => ({
    interval: charge.interval,
    reduced: (charge.reduced ?? []).map(({ periods, total }) => ({
      periods,
      total: toWire(money(BigInt(total), currency)),
    })),
    subtotal: toWire(money(BigInt(charge.subtotal), currency)),
    tax_total: toWire(money(BigInt(charge.taxTotal), currency)),
    total: toWire(money(BigInt(charge.total), currency)),
  }))
}

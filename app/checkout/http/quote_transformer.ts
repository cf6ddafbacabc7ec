import { showId } from '#app/shared/ids'
import { money, toWire } from '#app/shared/money/money'
import type { OrderLineContent, QuoteContent, QuotedLine, QuoteDraft } from '#app/checkout/domain/quote'
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
    discounts: sumDiscounts(draft.content, currency),
    coupons: (draft.content.coupons ?? []).map(({ code, name, variant }) => ({ code, name, variant })),
    taxes: draft.content.taxGroups.map((group) => ({
      country: group.country,
      name: group.name,
      percent: group.percent,
      taxable: wire(group.taxable),
      amount: wire(group.taxAmount),
    })),
    tax_reason: draft.content.taxReason,
    tax_note: draft.content.taxNote,
    recurring: presentRecurring(draft.content, currency),
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
    spec: {
      cpu_cores: item.spec.cpuCores,
      memory_mb: item.spec.memoryMb,
      storage_gb: item.spec.storageGb,
      traffic_gb: item.spec.trafficGb,
      network_mbps: item.spec.networkMbps,
      ipv4_count: item.spec.ipv4Count,
      backups: item.spec.backups,
    },
    first_period_ends_on: item.firstPeriod?.endsOn ?? null,
    lines: item.lines.map((line) => presentLine(line, item.currency)),
  }
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

/** What each coupon takes off all lines together, in the order in which they are taken. */
function sumDiscounts(content: QuoteContent, currency: string) {
  const sums = new Map<string, { kind: string; code: string | null; name: string; amount: bigint }>()
  for (const { kind, code, name, amount } of content.items.flatMap(({ lines }) =>
    lines.flatMap((line) => line.discounts ?? [])
  )) {
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

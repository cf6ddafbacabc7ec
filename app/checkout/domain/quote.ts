import { chargeOf, type ConfiguredItem, type ConfiguredPart } from '#app/catalogue/index'
import {
  type DiscountExplanation,
  explainDiscount,
  type LineKind,
  type PriceItem,
  priceLines,
  type StaffItem,
  toInvoiceItem,
  type PricedDocument,
  type PricedLine,
  type PricingContext,
  type WrittenPricing,
  writePricing,
} from '#app/billing/index'
import { type AgreedCoupon, discountsFromStart, discountsOfInvoice } from '#app/promotions/index'
import { discountedItem, firstShare, isPaidAtFirst } from '#app/subscriptions/index'
import { addDays, type CalendarDate } from '#app/shared/time/calendar'
import { chargesLater, type RecurringCharge } from '#app/checkout/domain/recurring_charges'

/** A line of a quote as it lies in JSON: amounts are texts of minor units. */
export interface QuotedLine {
  kind: LineKind
  description: string
  quantity: number
  priceId: string
  unitAmount: string
  /** Before discounts. */
  grossAmount: string
  discounts: DiscountExplanation[]
  amount: string
  taxName: string | null
  taxCountry: string | null
  taxPercent: string
  taxAmount: string
  explanation: PricedLine['explanation']
}

/** What one line of the order is made of: the configured plan and what it costs. Kept in `order_lines.content`. */
export interface OrderLineContent extends ConfiguredItem {
  lines: QuotedLine[]
}

/** The free days that an order begins with, and what its first paid period comes to. */
export interface QuotedTrial {
  days: number
  needsMethod: boolean
  /** The day of the first charge when the service runs on the day of the quote. */
  firstChargeOn: CalendarDate
  lines: QuotedLine[]
  taxGroups: QuotedTaxGroup[]
  discountTotal: string
  subtotal: string
  taxTotal: string
  total: string
}

export interface QuotedTaxGroup {
  country: string | null
  name: string | null
  percent: string
  taxable: string
  taxAmount: string
}

export interface QuoteContent {
  /** The language of its words; the tenant's own when absent. Whether it is still offered is asked in the same language. */
  locale?: string | undefined
  items: OrderLineContent[]
  /** What staff agreed on besides the plans, charged once with the first invoice. Absent where there is none. */
  oneOffs?: QuotedLine[]
  recurring: RecurringCharge[]
  /** Absent when everything is paid from the first day. Then nothing is charged today. */
  trial?: QuotedTrial
  taxGroups: QuotedTaxGroup[]
  taxReason: PricingContext['tax']['reason']
  taxNote: string | null
  discountTotal: string
  /** The coupons it was made with, as they are agreed to. */
  coupons: AgreedCoupon[]
  /** The terms it was priced under; the first invoice is priced under the same. */
  pricing: WrittenPricing
}

export interface QuoteDraft {
  content: QuoteContent
  subtotal: bigint
  taxTotal: bigint
  total: bigint
}

interface ItemPart extends PriceItem {
  itemIndex: number
}

/** Stands for the order as a whole among the indexes of its items. */
const noItem = -1

export interface QuoteExtras {
  locale?: string | undefined
  coupons?: AgreedCoupon[]
  /** Charged once, after everything else, and lowered by no coupon. */
  oneOffs?: readonly StaffItem[]
  /** From which day free days are counted; without it there are none. */
  today?: CalendarDate
}

/** What the configured plans cost now and later. The first invoice comes from the same rule, so that a quote is what is charged. */
export function draftQuote(
  items: ConfiguredItem[],
  context: PricingContext,
  { locale, coupons = [], oneOffs = [], today }: QuoteExtras = {}
): QuoteDraft {
  const trial = today && items.length === 1 ? quoteTrial(items[0]!, { context, coupons, today }) : null
  const parts = [...items.flatMap(partsAtFirst), ...oneOffs.map(toOneOff)]
  const priced = trial ? nothing : priceLines(parts, context)
  const extra = priced.lines.filter((line) => line.itemIndex === noItem).map(toQuotedLine)
  return {
    content: {
      locale,
      items: items.map((item, index) => ({
        ...item,
        lines: priced.lines.filter((line) => line.itemIndex === index).map(toQuotedLine),
      })),
      ...(extra.length > 0 ? { oneOffs: extra } : {}),
      recurring: chargesLater(
        items
          .map(wholePeriods)
          .map((item, index) => ({ ...discountedItem(item), parts: toParts(item, index).filter(recurs) })),
        context,
        coupons
      ),
      ...(trial ? { trial } : {}),
      taxGroups: priced.taxGroups.map(toQuotedGroup),
      taxReason: context.tax.reason,
      taxNote: context.tax.note,
      discountTotal: priced.discountTotal.toString(),
      coupons,
      pricing: writePricing(trial ? { ...context, discounts: [] } : context),
    },
    subtotal: priced.subtotal,
    taxTotal: priced.taxTotal,
    total: priced.total,
  }
}

const nothing: Omit<PricedDocument<ItemPart>, 'currency'> = {
  lines: [],
  taxGroups: [],
  subtotal: 0n,
  discountTotal: 0n,
  taxTotal: 0n,
  total: 0n,
}

/** The first paid period after a trial, set-up fee included, priced as its invoice will be. */
function quoteTrial(
  item: ConfiguredItem,
  { context, coupons, today }: { context: PricingContext; coupons: AgreedCoupon[]; today: CalendarDate }
): QuotedTrial | null {
  if (!item.trial) return null
  const held = discountsFromStart(coupons, [discountedItem(item)], context.currency)
  const { discounts } = discountsOfInvoice(
    [
      {
        ...discountedItem(item),
        id: '0',
        discounts: held.map((each, index) => ({ ...each, id: String(index) })),
      },
    ],
    null
  )
  const priced = priceLines(toParts(item, 0), { ...context, discounts })
  return {
    ...item.trial,
    firstChargeOn: addDays(today, item.trial.days),
    lines: priced.lines.map(toQuotedLine),
    taxGroups: priced.taxGroups.map(toQuotedGroup),
    discountTotal: priced.discountTotal.toString(),
    subtotal: priced.subtotal.toString(),
    taxTotal: priced.taxTotal.toString(),
    total: priced.total.toString(),
  }
}

function toQuotedGroup(group: PricedDocument['taxGroups'][number]): QuotedTaxGroup {
  return { ...group, taxable: group.taxable.toString(), taxAmount: group.taxAmount.toString() }
}

/** What an order line costs in all, tax included. */
export function totalOfLine(line: OrderLineContent): bigint {
  return line.lines.reduce((sum, { amount, taxAmount }) => sum + BigInt(amount) + BigInt(taxAmount), 0n)
}

function toParts(item: ConfiguredItem, itemIndex: number): ItemPart[] {
  const interval = { unit: item.intervalUnit, count: item.intervalCount }
  return item.parts.map((part) => ({
    kind: part.kind,
    description: part.description,
    quantity: part.quantity,
    unitAmount: BigInt(part.unitAmount),
    charge: chargeOf(part),
    ...(part.kind === 'setup' ? {} : { proration: firstShare(item) }),
    priceId: part.priceId,
    interval: part.kind === 'setup' ? null : interval,
    period: null,
    planId: item.planId,
    productKind: item.productKind,
    scope: String(itemIndex),
    itemIndex,
  }))
}

/** What the first invoice asks for: of what is charged by the hour only the set-up. */
function partsAtFirst(item: ConfiguredItem, itemIndex: number): ItemPart[] {
  return toParts(item, itemIndex).filter((part) => isPaidAtFirst(part as Pick<ConfiguredPart, 'kind'>, item))
}

function toOneOff(item: StaffItem): ItemPart {
  return { ...toInvoiceItem(item), itemIndex: noItem }
}

/** What follows the first period, which alone is aligned. */
function wholePeriods(item: ConfiguredItem): ConfiguredItem {
  const whole = { ...item }
  delete whole.firstPeriod
  return whole
}

function recurs({ kind }: PriceItem): boolean {
  return kind !== 'setup'
}

function toQuotedLine(line: PricedLine<ItemPart>): QuotedLine {
  return {
    kind: line.kind,
    description: line.description,
    quantity: line.quantity,
    priceId: line.priceId ?? '',
    unitAmount: line.unitAmount.toString(),
    grossAmount: line.grossAmount.toString(),
    discounts: line.discounts.map(explainDiscount),
    amount: line.amount.toString(),
    taxName: line.taxName,
    taxCountry: line.taxCountry,
    taxPercent: line.taxPercent,
    taxAmount: line.taxAmount.toString(),
    explanation: line.explanation,
  }
}

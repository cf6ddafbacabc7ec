import vine from '@vinejs/vine'
import { presentDraft } from '#app/checkout/index'
import { showId } from '#app/shared/ids'
import { intervalUnits } from '#app/shared/time/calendar'
import { toWire } from '#app/shared/money/money'
import type { Offer } from '#app/offers/domain/offer'
import { offerStatuses } from '#app/offers/domain/offer_state'
import type { SentOffer } from '#app/offers/queries/find_offer'
import type { ListedPart, PricedOffer } from '#app/offers/queries/price_offer'

/** An offer as its customer sees it, in a list. */
export function showOffer(offer: Offer) {
  const { currency } = offer
  const wire = (amount: bigint | null) => (amount === null ? null : toWire({ amount, currency }))
  return {
    id: showId('offer', offer.id),
    reference: offer.reference,
    version: offer.version,
    status: offer.status,
    customer: offer.customerId
      ? { id: showId('customer', offer.customerId), name: offer.customerName ?? offer.name }
      : null,
    name: offer.name,
    email: offer.email,
    currency,
    subtotal: wire(offer.subtotal),
    tax_total: wire(offer.taxTotal),
    total: wire(offer.total),
    valid_until: offer.validUntil,
    sent_at: offer.sentAt?.toISOString() ?? null,
    closed_at: offer.closedAt?.toISOString() ?? null,
    order_id: offer.orderId ? showId('order', offer.orderId) : null,
    created_at: offer.createdAt.toISOString(),
  }
}

/** With everything that was sent. */
export function showSentOffer({ offer, content, document }: SentOffer, url: string | null) {
  const choices = choicesOf(content, document)
  return {
    ...showOffer(offer),
    locale: offer.locale,
    country: offer.country,
    intro: offer.intro,
    url,
    accepted_name: offer.acceptedName,
    decline_reason: offer.declineReason,
    lines: document.lines.map((line, index) => ({
      description: line.description,
      choices: choices[index] ?? [],
      quantity: line.quantity,
      interval: line.explanation.interval ?? null,
      unit_amount: toWire({ amount: BigInt(line.unit_amount), currency: offer.currency }),
      discount_amount: toWire({
        amount: (line.discounts ?? []).reduce((sum, { amount }) => sum + BigInt(amount), 0n),
        currency: offer.currency,
      }),
      amount: toWire({ amount: BigInt(line.amount), currency: offer.currency }),
      tax_percent: line.tax_percent,
    })),
    quote: presentDraft(
      { content, subtotal: offer.subtotal!, taxTotal: offer.taxTotal!, total: offer.total! },
      offer.currency
    ),
  }
}

/** What was chosen with each plan: a line of a plan stands for as many servers in a row as its quantity says. */
function choicesOf(content: SentOffer['content'], { lines }: SentOffer['document']) {
  let server = 0
  return lines.map(({ kind, quantity }) => {
    if (kind !== 'plan') return []
    const chosen = content.items[server]?.choices ?? []
    server += quantity
    return chosen.map(({ label, value }) => ({ label, value }))
  })
}

/** What staff see and edit. Parts carry what the catalogue asks beside what was agreed. */
export function showOfferToStaff(offer: Offer, priced: PricedOffer | null) {
  const { currency, terms } = offer
  return {
    ...showOffer(offer),
    locale: offer.locale,
    country: offer.country,
    intro: offer.intro,
    notes: offer.notes,
    revision: offer.revision,
    accepted_name: offer.acceptedName,
    accepted_ip: offer.acceptedIp,
    decline_reason: offer.declineReason,
    first_viewed_at: offer.firstViewedAt?.toISOString() ?? null,
    reminded_at: offer.remindedAt?.toISOString() ?? null,
    items: terms.items.map((item, index) => ({
      plan_id: showId('plan', item.planId),
      interval: item.interval,
      options: item.options,
      hostname: item.hostname,
      quantity: item.quantity,
      parts: (priced?.items[index]?.parts ?? []).map((part) => showPart(part, currency)),
      prices: item.prices.map(({ kind, priceId, unitAmount }) => ({
        kind,
        price_id: showId('price', priceId),
        unit_amount: toWire({ amount: BigInt(unitAmount), currency }),
      })),
    })),
    one_offs: terms.oneOffs.map(({ description, quantity, unitAmount }) => ({
      description,
      quantity,
      unit_amount: toWire({ amount: BigInt(unitAmount), currency }),
    })),
    coupons: terms.coupons,
    quote: priced && presentDraft(priced.draft, currency),
  }
}

/** What wishes cost that are not kept yet. */
export function showPricedTerms({ items, draft }: PricedOffer, currency: string) {
  return {
    items: items.map(({ parts }) => ({ parts: parts.map((part) => showPart(part, currency)) })),
    quote: presentDraft(draft, currency),
  }
}

function showPart(part: ListedPart, currency: string) {
  return {
    kind: part.kind,
    price_id: showId('price', part.priceId),
    description: part.description,
    quantity: part.quantity,
    list_amount: toWire({ amount: part.listAmount, currency }),
    unit_amount: toWire({ amount: part.unitAmount, currency }),
  }
}

export type OfferShown = ReturnType<typeof showOffer>

const text = () => vine.string().nullable()
const money = () => vine.object({ amount: vine.string(), currency: vine.string() })
const interval = () => vine.object({ unit: vine.enum(intervalUnits), count: vine.number() })

const offerFields = () => ({
  id: vine.string(),
  reference: text(),
  version: vine.number(),
  status: vine.enum(offerStatuses),
  customer: vine.object({ id: vine.string(), name: vine.string() }).nullable(),
  name: vine.string(),
  email: vine.string(),
  currency: vine.string(),
  subtotal: money().nullable(),
  tax_total: money().nullable(),
  total: money().nullable(),
  valid_until: vine.string(),
  sent_at: text(),
  closed_at: text(),
  order_id: text(),
  created_at: vine.string(),
})

export const offerShape = vine.create(offerFields())

export const sentOfferShape = vine.create({
  ...offerFields(),
  locale: vine.string(),
  country: text(),
  intro: text(),
  /** Where it is read and answered. */
  url: text(),
  accepted_name: text(),
  decline_reason: text(),
  lines: vine.array(
    vine.object({
      description: vine.string(),
      choices: vine.array(vine.object({ label: vine.string(), value: vine.string() })),
      quantity: vine.number(),
      interval: vine.object({ unit: vine.string(), count: vine.number() }).nullable(),
      unit_amount: money(),
      discount_amount: money(),
      amount: money(),
      tax_percent: vine.string(),
    })
  ),
  quote: vine.object({}).allowUnknownProperties(),
})

const agreedPrice = { kind: vine.enum(['plan', 'option', 'setup'] as const), price_id: vine.string(), unit_amount: money() } // prettier-ignore

const part = () =>
  vine.object({
    ...agreedPrice,
    description: vine.string(),
    quantity: vine.number(),
    list_amount: money(),
  })

export const pricedTermsShape = vine.create({
  items: vine.array(vine.object({ parts: vine.array(part()) })),
  quote: vine.object({}).allowUnknownProperties(),
  refused_coupons: vine.array(
    vine.object({ code: vine.string(), reason: vine.string(), message: vine.string() })
  ),
})

export const staffOfferShape = vine.create({
  ...offerFields(),
  locale: vine.string(),
  country: text(),
  intro: text(),
  notes: text(),
  revision: vine.number(),
  accepted_name: text(),
  accepted_ip: text(),
  decline_reason: text(),
  first_viewed_at: text(),
  reminded_at: text(),
  items: vine.array(
    vine.object({
      plan_id: vine.string(),
      interval: interval(),
      options: vine.record(vine.any()),
      hostname: vine.string(),
      quantity: vine.number(),
      parts: vine.array(part()),
      prices: vine.array(vine.object(agreedPrice)),
    })
  ),
  one_offs: vine.array(
    vine.object({ description: vine.string(), quantity: vine.number(), unit_amount: money() })
  ),
  coupons: vine.array(vine.string()),
  quote: vine.object({}).allowUnknownProperties().nullable(),
})

/** An accepted offer, and where it goes on: its order, or becoming a customer. */
export const acceptanceShape = vine.create({ ...offerFields(), continue_url: vine.string() })

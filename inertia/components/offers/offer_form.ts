import { toDecimalText, toMinorUnits } from '~/composables/minor_units'
import {
  type EditedItem,
  type EditedOneOff,
  type OfferPart,
  partKey,
  type StaffOffer,
} from '~/components/offers/offer'

/** A quote as staff edit it: amounts as typed. */
export interface OfferForm {
  name: string
  email: string
  validUntil: string
  intro: string
  notes: string
  coupons: string
  items: EditedItem[]
  oneOffs: EditedOneOff[]
}

export function formOf(offer: StaffOffer): OfferForm {
  return {
    name: offer.name,
    email: offer.email,
    validUntil: offer.valid_until,
    intro: offer.intro ?? '',
    notes: offer.notes ?? '',
    coupons: offer.coupons.join(', '),
    items: offer.items.map((item) => ({
      planId: item.plan_id,
      interval: { ...item.interval },
      options: { ...item.options },
      hostname: item.hostname,
      quantity: item.quantity,
      prices: Object.fromEntries(
        item.prices.map((price) => [partKey(price), toDecimalText(price.unit_amount.amount, offer.currency)])
      ),
    })),
    oneOffs: offer.one_offs.map(({ description, quantity, unit_amount }) => ({
      description,
      quantity,
      amount: toDecimalText(unit_amount.amount, offer.currency),
    })),
  }
}

/** What the server takes. Prices of parts that are not chosen any more are left out; amounts that are none are named. */
export function bodyOf(
  form: OfferForm,
  { offer, parts, invalid }: { offer: StaffOffer; parts: OfferPart[][]; invalid: string }
): { body: object; errors: Record<string, string> } {
  const errors: Record<string, string> = {}
  const amount = (text: string, field: string): string => {
    const units = toMinorUnits(text, offer.currency)
    if (units === null) errors[field] = invalid
    return units ?? '0'
  }
  const items = form.items.map((item, index) => ({
    plan_id: item.planId,
    interval: item.interval,
    options: item.options,
    hostname: item.hostname || undefined,
    quantity: item.quantity,
    prices: (parts[index] ?? [])
      .filter((part) => item.prices[partKey(part)]?.trim())
      .map((part) => ({
        kind: part.kind,
        price_id: part.price_id,
        unit_amount: amount(item.prices[partKey(part)]!, `prices.${index}.${partKey(part)}`),
      })),
  }))
  const oneOffs = form.oneOffs.map(({ description, quantity, amount: text }, index) => ({
    description,
    quantity,
    unit_amount: amount(text, `one_offs.${index}.unit_amount`),
  }))
  const body = {
    customer_id: offer.customer?.id ?? null,
    ...(offer.customer ? {} : { currency: offer.currency, country: offer.country, locale: offer.locale }),
    name: form.name,
    email: form.email,
    valid_until: form.validUntil || null,
    intro: form.intro || null,
    notes: form.notes || null,
    coupons: form.coupons
      .split(',')
      .map((code) => code.trim())
      .filter(Boolean),
    items,
    one_offs: oneOffs,
  }
  return { body, errors }
}

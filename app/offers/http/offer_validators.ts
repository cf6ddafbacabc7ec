import vine from '@vinejs/vine'
import { optionChoices, readChoices } from '#app/catalogue/index'
import { country } from '#app/shared/http/country_rule'
import { normaliseCode } from '#app/promotions/index'
import { locale, pageRules, singleLine } from '#app/shared/http/common_rules'
import { refuseField } from '#app/shared/http/refuse_field'
import { readId } from '#app/shared/ids'
import { intervalUnits, isCalendarDate } from '#app/shared/time/calendar'
import type { Addressee, OfferWords } from '#app/offers/actions/draft_offer'
import { listCurrencies } from '#app/tenancy/index'
import { offerStatuses } from '#app/offers/domain/offer_state'
import type { OfferTerms } from '#app/offers/domain/offer_terms'

const minorUnits = () => vine.string().regex(/^(0|[1-9]\d{0,11})$/)
const paragraph = (maxLength: number) => vine.string().trim().maxLength(maxLength).nullable().optional()

const itemFields = () => ({
  plan_id: vine.string().maxLength(40),
  interval: vine.object({
    unit: vine.enum(intervalUnits),
    count: vine.number().withoutDecimals().range([1, 36]),
  }),
  options: optionChoices().optional(),
  hostname: vine.string().trim().maxLength(250).optional(),
  quantity: vine.number().withoutDecimals().range([1, 50]),
  /** Agreed instead of the catalogue's, minor units without tax. */
  prices: vine
    .array(
      vine.object({
        kind: vine.enum(['plan', 'option', 'setup'] as const),
        price_id: vine.string().maxLength(40),
        unit_amount: minorUnits(),
      })
    )
    .maxLength(30)
    .optional(),
})

const wordFields = () => ({
  items: vine.array(vine.object(itemFields())).maxLength(20),
  one_offs: vine
    .array(
      vine.object({
        description: singleLine(200),
        quantity: vine.number().withoutDecimals().range([1, 100_000]),
        unit_amount: minorUnits(),
      })
    )
    .maxLength(50)
    .optional(),
  coupons: vine.array(singleLine(40)).maxLength(5).optional(),
  intro: paragraph(2_000),
  notes: paragraph(2_000),
  valid_until: vine.string().maxLength(10).nullable().optional(),
  /** Of the person who gets it; a customer's own when absent. */
  name: singleLine(200).optional().requiredIfMissing('customer_id'),
  email: vine.string().trim().email().maxLength(254).optional().requiredIfMissing('customer_id'),
  // For somebody who is no customer yet.
  currency: vine
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional()
    .requiredIfMissing('customer_id'),
  country: country().optional().requiredIfMissing('customer_id'),
  locale: locale().optional(),
  customer_id: vine.string().maxLength(40).nullable().optional(),
})

export const newOfferForm = vine.create(wordFields())
export const changedOfferForm = vine.create({
  revision: vine.number().withoutDecimals().min(1),
  ...wordFields(),
})
export const sendOfferForm = vine.create({ revision: vine.number().withoutDecimals().min(1) })
export const acceptOfferForm = vine.create({ name: singleLine(200), accepts_terms: vine.boolean() })
export const declineOfferForm = vine.create({ reason: paragraph(1_000) })

export const listOffersQuery = vine.create({
  ...pageRules,
  status: vine.enum(offerStatuses).optional(),
  customer_id: vine.string().maxLength(40).optional(),
  q: vine.string().trim().maxLength(100).optional(),
})

interface FormOnWire {
  items: {
    plan_id: string
    interval: OfferTerms['items'][number]['interval']
    options?: Record<string, unknown>
    hostname?: string
    quantity: number
    prices?: { kind: 'plan' | 'option' | 'setup'; price_id: string; unit_amount: string }[]
  }[]
  one_offs?: { description: string; quantity: number; unit_amount: string }[]
  coupons?: string[]
  intro?: string | null
  notes?: string | null
  valid_until?: string | null
  name?: string
  email?: string
  currency?: string
  country?: string
  locale?: 'en' | 'de'
  customer_id?: string | null
}

const hostnameDefault = 'server'

/** What staff wrote; whether it can be sold so is the catalogue's to say, when it is priced. */
export function readWords(form: FormOnWire): OfferWords {
  const validUntil = form.valid_until ?? null
  if (validUntil !== null && !isCalendarDate(validUntil)) refuseField('valid_until', 'There is no such day.')
  return {
    terms: readTerms(form),
    intro: form.intro || null,
    notes: form.notes || null,
    validUntil,
  }
}

function readTerms({ items, one_offs = [], coupons = [] }: FormOnWire): OfferTerms {
  return {
    items: items.map((item, index) => ({
      planId: readId('plan', item.plan_id) ?? refuseField(`items.${index}.plan_id`, 'There is no such plan.'),
      interval: { unit: item.interval.unit, count: item.interval.count },
      options: readChoices(item.options ?? {}),
      hostname: (item.hostname || hostnameDefault).toLowerCase(),
      quantity: item.quantity,
      prices: (item.prices ?? []).map(({ kind, price_id, unit_amount: unitAmount }, at) => ({
        kind,
        priceId: readId('price', price_id) ?? refuseField(`items.${index}.prices.${at}.price_id`, 'There is no such price.'), // prettier-ignore
        unitAmount,
      })),
    })),
    oneOffs: one_offs.map(({ description, quantity, unit_amount: unitAmount }) => ({ description, quantity, unitAmount })), // prettier-ignore
    coupons: coupons.map(normaliseCode),
  }
}

/** @param known the customer of a draft that has one already */
export function readAddressee(form: FormOnWire, known: string | null = null): Addressee | null {
  const { name, email, currency, country, locale: language = 'en' } = form
  const wanted = form.customer_id ? readId('customer', form.customer_id) : null
  if (form.customer_id && !wanted) return null
  const customerId = known ?? wanted
  if (!customerId && !listCurrencies().includes(currency!))
    refuseField('currency', 'New customers are not billed in this currency.')
  if (customerId) return { customerId, ...(name ? { name } : {}), ...(email ? { email } : {}) }
  return {
    customerId: null,
    name: name!,
    email: email!,
    currency: currency!,
    country: country!,
    locale: language,
  }
}

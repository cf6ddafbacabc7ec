import vine from '@vinejs/vine'
import { newPassword } from '#app/identity/index'
import { country } from '#app/shared/http/country_rule'
import { electronicAddress } from '#app/tenancy/index'
import { locale, pageRules, singleLine, timeZone } from '#app/shared/http/common_rules'

const optionalLine = (maxLength: number) => singleLine(maxLength).nullable().optional()

export const customerFields = {
  kind: vine.enum(['person', 'company'] as const).optional(),
  name: singleLine(200).optional(),
  company_name: optionalLine(200),
  phone: vine
    .string()
    .trim()
    .regex(/^\+?[0-9 ()/.-]{5,30}$/)
    .nullable()
    .optional(),
  country: country().nullable().optional(),
  region: optionalLine(100),
  city: optionalLine(100),
  postal_code: optionalLine(20),
  street: optionalLine(200),
  tax_id: optionalLine(40),
  buyer_reference: optionalLine(100),
  electronic_address: electronicAddress().nullable().optional(),
  locale: locale().optional(),
}

export const updateCustomer = vine.create(customerFields)

/** Staff may also change where bills go, and to which day new services are aligned. */
export const updateCustomerAsStaff = vine.create({
  ...customerFields,
  email: vine.string().trim().toLowerCase().email().maxLength(254).optional(),
  alignment_day: vine.number().withoutDecimals().range([1, 31]).nullable().optional(),
})

export const listCustomersQuery = vine.create({
  ...pageRules,
  search: vine.string().trim().maxLength(200).optional(),
  group_id: vine.string().maxLength(40).optional(),
})

const noteBody = () => vine.string().trim().minLength(1).maxLength(10_000)
const mentions = () => vine.array(vine.string().maxLength(40)).distinct().maxLength(20).optional()

export const addNote = vine.create({
  body: noteBody(),
  is_pinned: vine.boolean().optional(),
  mention_ids: mentions(),
})

export const changeNote = vine.create({
  body: noteBody().optional(),
  is_pinned: vine.boolean().optional(),
  mention_ids: mentions(),
})

export const listNotesQuery = vine.create({ ...pageRules, is_pinned: vine.boolean().optional() })

export const addCall = vine.create({
  body: noteBody(),
  direction: vine.enum(['incoming', 'outgoing'] as const),
  /** With its offset from UTC; now, where it is left out. */
  called_at: vine
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})$/)
    .optional(),
  minutes: vine.number().withoutDecimals().range([0, 1440]).nullable().optional(),
  is_pinned: vine.boolean().optional(),
  mention_ids: mentions(),
})

/** Name and address are a provider's word; what is left is asked. */
export const signUpWithProvider = vine.create({
  name: singleLine(200),
  currency: vine.string().regex(/^[A-Z]{3}$/),
  company_name: optionalLine(200),
  time_zone: timeZone().optional(),
  return_to: vine.string().maxLength(500).optional(),
})

export const finishSignUp = vine.create({
  token: vine.string().maxLength(100),
  password: vine.string().maxLength(200).optional(),
})

export const signUp = vine.create({
  name: singleLine(200),
  email: vine.string().trim().email().maxLength(254),
  password: newPassword(),
  currency: vine.string().regex(/^[A-Z]{3}$/),
  company_name: optionalLine(200),
  country: country().nullable().optional(),
  time_zone: timeZone().optional(),
  return_to: vine.string().maxLength(500).optional(),
})

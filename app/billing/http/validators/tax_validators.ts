import vine from '@vinejs/vine'
import { pageRules, singleLine } from '#app/shared/http/common_rules'
import { isCountry } from '#app/shared/http/country_rule'
import { registrationSchemes } from '#app/billing/domain/taxation/seller_tax'
import { certificateStatuses } from '#app/billing/domain/taxation/certificate_status'
import { taxedProductKinds, taxKinds } from '#app/billing/domain/taxation/tax_rate'

const country = () => vine.string().trim().toUpperCase().use(isCountry())
const region = () =>
  vine
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z0-9]{1,3}$/)
    .nullable()
    .optional()
/** Whether there is such a day is the rule's to say, which names the field. */
const day = () =>
  vine
    .string()
    .trim()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
const optionalText = (maxLength: number) => singleLine(maxLength).nullable().optional()
/** 0 to under 100, with up to four decimals. */
const percent = () =>
  vine
    .string()
    .trim()
    .regex(/^\d{1,2}(\.\d{1,4})?$/)

export const saveTaxProfile = vine.create({
  country: country(),
  tax_id: optionalText(40),
  is_small_business: vine.boolean(),
  small_business_note: optionalText(300),
  is_over_eu_threshold: vine.boolean(),
  prices_include_tax: vine.boolean(),
  tax_rounding: vine.enum(['line', 'rate_group'] as const),
})

export const addTaxRate = vine.create({
  country: country(),
  region: region(),
  postal_prefix: vine
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z0-9]{1,10}$/)
    .nullable()
    .optional(),
  name: singleLine(60),
  percent: percent(),
  /** Over 0 to 100. */
  taxable_percent: vine
    .string()
    .trim()
    .regex(/^(100|(?!0+(\.0+)?$)\d{1,2}(\.\d{1,4})?)$/)
    .optional(),
  kind: vine.enum(taxKinds),
  product_kinds: vine.array(vine.enum(taxedProductKinds)).minLength(1).distinct().nullable().optional(),
  customer_kind: vine
    .enum(['person', 'company'] as const)
    .nullable()
    .optional(),
  is_additional: vine.boolean().optional(),
  source: optionalText(300),
  valid_from: day(),
  valid_until: day().nullable().optional(),
})

export const addTaxRegistration = vine.create({
  country: country(),
  region: region(),
  scheme: vine.enum(registrationSchemes),
  number: optionalText(60),
  valid_from: day(),
  valid_until: day().nullable().optional(),
})

export const addTaxExemption = vine.create({
  country: country(),
  region: region(),
  certificate: singleLine(100),
  document: optionalText(300),
  valid_from: day(),
  valid_until: day().nullable().optional(),
})

/** The first day on which it no longer holds. */
export const endOnDay = vine.create({ valid_until: day() })

export const confirmTaxId = vine.create({ proof: singleLine(300) })

/** The fields beside the file of a certificate. */
export const submitTaxCertificate = vine.create({
  country: country(),
  region: region(),
  certificate: singleLine(100),
  valid_from: day(),
  valid_until: day().nullable().optional(),
})

export const refuseTaxCertificate = vine.create({ reason: singleLine(300) })

export const listTaxCertificatesQuery = vine.create({
  ...pageRules,
  status: vine.enum(certificateStatuses).optional(),
  /** For staff: of one customer. */
  customer_id: vine.string().maxLength(60).optional(),
})

export const reviewTaxPlace = vine.create({ note: singleLine(300) })

export const listTaxPlacesQuery = vine.create({ ...pageRules })

export const listTaxRatesQuery = vine.create({ ...pageRules, country: country().optional() })

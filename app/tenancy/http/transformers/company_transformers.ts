import vine from '@vinejs/vine'

const text = () => vine.string().nullable()

/** A company is told as it is kept: see `domain/company.ts`. */
export const companyShape = vine.create({
  legal_name: vine.string(),
  street: text(),
  postal_code: text(),
  city: text(),
  region: text(),
  country: text(),
  tax_id: text(),
  support_email: vine.string(),
  phone: text(),
  website: text(),
  footer: text(),
  electronic_address: text(),
})

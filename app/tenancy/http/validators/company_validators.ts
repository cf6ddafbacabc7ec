import vine from '@vinejs/vine'
import { country } from '#app/shared/http/country_rule'
import { singleLine } from '#app/shared/http/common_rules'
import { electronicAddress } from '#app/tenancy/http/electronic_address_rule'

const optionalLine = (maxLength: number) => singleLine(maxLength).nullable().optional()

export const changeCompanyForm = vine.create({
  legal_name: singleLine(200).optional(),
  street: optionalLine(200),
  postal_code: optionalLine(20),
  city: optionalLine(100),
  region: optionalLine(100),
  country: country().nullable().optional(),
  tax_id: optionalLine(40),
  support_email: vine.string().trim().toLowerCase().email().maxLength(254).optional(),
  phone: vine.string().trim().regex(/^\+?[0-9 ()/.-]{5,30}$/).nullable().optional(),
  website: vine.string().trim().url({ protocols: ['http', 'https'], require_protocol: true }).maxLength(200).nullable().optional(),
  footer: optionalLine(200),
  electronic_address: electronicAddress().nullable().optional(),
}) // prettier-ignore

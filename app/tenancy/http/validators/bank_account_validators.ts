import vine from '@vinejs/vine'
import { singleLine } from '#app/shared/http/common_rules'
import { isCurrencyCode } from '#app/shared/money/currency'

const isCurrency = vine.createRule((value, _options, field) => {
  if (typeof value !== 'string' || !isCurrencyCode(value)) field.report('There is no such currency.', 'currency', field) // prettier-ignore
})

const named = {
  /** As banks print it: the standard of the QR code has room for 70 characters. */
  holder: singleLine(70),
  bic: vine.string().trim().toUpperCase().regex(/^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/).nullable().optional(),
  bank_name: singleLine(100).nullable().optional(),
} // prettier-ignore

export const openBankAccountForm = vine.create({
  ...named,
  iban: vine.string().trim().maxLength(50),
  currency: vine
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{3}$/)
    .use(isCurrency()),
})

export const changeBankAccountForm = vine.create(named)

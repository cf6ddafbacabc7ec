import vine from '@vinejs/vine'
import { pageRules, singleLine } from '#app/shared/http/common_rules'
import type { CreditWish } from '#app/billing/domain/credit'

/** An amount in minor units, as text: JSON numbers are floats. */
const minorUnits = () => vine.string().regex(/^[1-9]\d{0,17}$/)

export const creditWishFields = {
  /** The whole invoice, some lines, or so much in all with its tax. */
  of: vine.enum(['whole', 'lines', 'amount'] as const),
  amount: minorUnits().optional().requiredWhen('of', '=', 'amount'),
  lines: vine
    .array(
      vine.object({
        position: vine.number().withoutDecimals().range([0, 32_767]),
        /** Without tax; all that is left of the line when absent. */
        amount: minorUnits().optional(),
      })
    )
    .minLength(1)
    .maxLength(500)
    .optional()
    .requiredWhen('of', '=', 'lines'),
}

export const creditPreviewForm = vine.create(creditWishFields)
export const creditNoteForm = vine.create({
  ...creditWishFields,
  reason: singleLine(500),
  /** A UUID made up by whoever asks: the same one issues one note, however often it is sent. */
  request_key: vine.string().uuid().optional(),
})

export const listCreditNotesQuery = vine.create({
  ...pageRules,
  invoice_id: vine.string().maxLength(40).optional(),
  customer_id: vine.string().maxLength(40).optional(),
})

export function readWish(form: {
  of: CreditWish['of']
  amount?: string
  lines?: { position: number; amount?: string }[]
}): CreditWish {
  switch (form.of) {
    case 'whole':
      return { of: 'whole' }
    case 'amount':
      return { of: 'amount', amount: BigInt(form.amount!) }
    case 'lines': {
      const lines = form.lines!.map(({ position, amount }) => ({
        position,
        amount: amount ? BigInt(amount) : null,
      }))
      return { of: 'lines', lines }
    }
  }
}

import vine from '@vinejs/vine'
import { singleLine } from '#app/shared/http/common_rules'
import { refundWays } from '#app/payments/index'
import { creditWishFields } from '#app/billing/http/validators/credit_note_validators'

const id = () => vine.string().maxLength(40)

const what = {
  way: vine.enum(refundWays),
  /** The payment that it goes back on; for the way to the source. */
  payment_id: id().optional().requiredWhen('way', '=', 'source'),
  /** The invoice of which something is taken back; without one the amount is taken from the balance. */
  invoice_id: id().optional(),
  /** Whose balance, where neither payment nor invoice is named. */
  customer_id: id().optional(),
  ...creditWishFields,
}

export const refundPreviewForm = vine.create(what)

export const refundForm = vine.create({
  ...what,
  reason: singleLine(500),
  /** A UUID made up by whoever asks: the same one refunds once, however often it is sent. */
  request_key: vine.string().uuid().optional(),
})

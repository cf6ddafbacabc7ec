import vine from '@vinejs/vine'
import { filterId } from '#app/shared/ids'
import { pageRules, singleLine } from '#app/shared/http/common_rules'
import { type Gift, giftKinds } from '#app/billing/domain/gift_request'
import { creditWishFields, readWish } from '#app/billing/http/validators/credit_note_validators'

const { amount, lines } = creditWishFields

export const giftRequestForm = vine.create({
  kind: vine.enum(giftKinds),
  /** Onto whose balance. */
  customer_id: vine.string().maxLength(40).optional().requiredWhen('kind', '=', 'balance'),
  /** What is taken back or given up. */
  invoice_id: vine.string().maxLength(40).optional().requiredWhen('kind', '!=', 'balance'),
  /** Of a credit note: the whole invoice, some lines, or so much in all. */
  of: vine
    .enum(['whole', 'lines', 'amount'] as const)
    .optional()
    .requiredWhen('kind', '=', 'credit_note'),
  amount: amount.clone().requiredWhen('kind', '=', 'balance'),
  lines: lines.clone(),
  reason: singleLine(500),
  /** A UUID made up by whoever asks: the same one asks once, however often it is sent. */
  request_key: vine.string().uuid().optional(),
})

export const listGiftRequestsQuery = vine.create({
  ...pageRules,
  status: vine.enum(['waiting', 'given', 'refused'] as const).optional(),
})

/** An id that is none names nothing that is there. */
export function readGift(form: {
  kind: Gift['kind']
  customer_id?: string
  invoice_id?: string
  of?: 'whole' | 'lines' | 'amount'
  amount?: string
  lines?: { position: number; amount?: string }[]
}): Gift {
  const invoiceId = filterId('invoice', form.invoice_id) ?? ''
  switch (form.kind) {
    case 'balance':
      return {
        kind: 'balance',
        customerId: filterId('customer', form.customer_id) ?? '',
        amount: BigInt(form.amount!),
      }
    case 'credit_note':
      return { kind: 'credit_note', invoiceId, wish: readWish({ ...form, of: form.of! }) }
    case 'write_off':
    case 'void':
      return { kind: form.kind, invoiceId }
  }
}

import vine from '@vinejs/vine'
import { pageRules, singleLine } from '#app/shared/http/common_rules'
import { readId } from '#app/shared/ids'
import { invoicesPerPaymentMax, type PayWish } from '#app/billing/domain/pay_together'
import { receivedMethods } from '#app/billing/domain/received_payment'

/** An amount in minor units, as text: JSON numbers are floats. */
const minorUnits = () => vine.string().regex(/^[1-9]\d{0,14}$/)
const shownId = () => vine.string().maxLength(40)

const chosen = {
  invoices: vine
    .array(
      vine.object({
        id: shownId(),
        /** A part of what is due, in minor units; all of it when absent. */
        amount: minorUnits().optional(),
      })
    )
    .minLength(1)
    .maxLength(invoicesPerPaymentMax),
  /** Whether money on the customer balance is used before the card. */
  uses_balance: vine.boolean().optional(),
  payment_method_id: shownId().optional(),
  /** A UUID made up by whoever asks: the same one begins one payment, however often it is sent. */
  request_key: vine.string().uuid().optional(),
}

export const payInvoicesForm = vine.create({
  ...chosen,
  /** Which gateway to pay at, where no saved method is used; the first when left out. */
  gateway_id: shownId().optional(),
  /** Keep the card for renewals; the text that the customer agreed to is kept with it. */
  save_method: vine.boolean().optional(),
})

/** Ids of invoices with commas between them. */
export const transferQuery = vine.create({
  invoice_ids: vine
    .array(vine.string().minLength(1).maxLength(40))
    .minLength(1)
    .maxLength(invoicesPerPaymentMax)
    // One alone comes as a text; several are parted by whoever reads the address.
    .parse((value) => (typeof value === 'string' ? value.split(',') : value)),
})

/** Invoices of one customer that are paid together under a link. */
export const payLinkWish = vine.create({
  invoice_ids: vine.array(shownId()).minLength(1).maxLength(invoicesPerPaymentMax),
})

export const payLinkForm = vine.create({
  gateway_id: shownId().optional(),
  request_key: vine.string().uuid().optional(),
})

export const chargeInvoicesForm = vine.create(chosen)

export const receivedPaymentForm = vine.create({
  method: vine.enum(receivedMethods),
  /** In minor units of the customer's currency. */
  amount: minorUnits(),
  received_on: vine.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  reference: singleLine(140),
  note: singleLine(500).optional(),
  /** What it is for; whatever is open, oldest first, when absent; an empty list leaves it on the balance. */
  invoice_ids: vine.array(shownId()).maxLength(invoicesPerPaymentMax).optional(),
})

export const balanceSettingsForm = vine.create({
  /** Whether due invoices are paid from the balance without being asked. */
  pays_invoices: vine.boolean(),
  /** Adds money by itself; null adds nothing. Amounts in minor units of the customer's currency. */
  top_up: vine
    .object({
      /** Added when the balance is below this. */
      below: minorUnits(),
      amount: minorUnits(),
      /** The most that is added by itself in one day. */
      day_max: minorUnits(),
      /** Which saved method is charged; the default one when absent. */
      payment_method_id: shownId().optional(),
    })
    .nullable(),
})

/** In words that the customer reads. */
export const reversalForm = vine.create({ reason: singleLine(500) })

export const balanceAdjustmentForm = vine.create({
  /** In minor units of the customer's currency; negative takes. */
  amount: vine.string().regex(/^-?[1-9]\d{0,14}$/),
  reason: singleLine(500),
  request_key: vine.string().uuid().optional(),
})

export const balanceQuery = vine.create(pageRules)

/** What was chosen, with ids as they are inside; an id that is none is not found later. */
export function readWishes(invoices: readonly { id: string; amount?: string }[]): PayWish[] {
  return invoices.map(({ id, amount }) => ({
    invoiceId: readId('invoice', id) ?? nobody,
    amount: amount === undefined ? null : BigInt(amount),
  }))
}

/** The id of nothing. */
export const nobody = '00000000-0000-0000-0000-000000000000'

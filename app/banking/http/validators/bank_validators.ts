import vine from '@vinejs/vine'
import { pageRules, singleLine } from '#app/shared/http/common_rules'
import { dayOrders } from '#app/banking/domain/csv_layout'
import { movementStates } from '#app/banking/domain/movement'

const shownId = () => vine.string().trim().maxLength(40)
const invoicesMax = 100

export const importQuery = vine.create({
  /** As it is called on the disk of whoever sends it. */
  file_name: singleLine(200).optional(),
  /** For files that do not say whose they are; not needed with one account. */
  bank_account_id: shownId().optional(),
})

export const listStatementsQuery = vine.create(pageRules)

export const listMovementsQuery = vine.create({
  ...pageRules,
  status: vine.enum(movementStates).optional(),
  direction: vine.enum(['credit', 'debit'] as const).optional(),
  bank_account_id: shownId().optional(),
  statement_id: shownId().optional(),
  /** Words of the payer, an IBAN, or an amount. */
  q: vine.string().trim().maxLength(140).optional(),
})

export const bookMovementForm = vine.create({
  customer_id: shownId(),
  /** What it pays, what was due first first; whatever is open when absent; an empty list puts it on the balance. */
  invoice_ids: vine.array(shownId()).maxLength(invoicesMax).optional(),
})

export const takeBackForm = vine.create({
  received_payment_id: shownId(),
  /** In words that the customer reads. */
  reason: singleLine(500),
})

export const reasonForm = vine.create({ reason: singleLine(500) })

export const bankSettingsForm = vine.create({ books_certain: vine.boolean() })

const place = () => vine.number().withoutDecimals().min(0).max(200)

export const csvLayoutForm = vine.create({
  /** The names of the columns, as the file has them. */
  head: vine.array(vine.string().maxLength(200)).minLength(2).maxLength(200),
  /** Which column, counted from 0, is what. */
  columns: vine.object({
    booked_on: place(),
    valued_on: place().optional(),
    amount: place().optional(),
    amount_in: place().optional(),
    amount_out: place().optional(),
    side: place().optional(),
    currency: place().optional(),
    name: place().optional(),
    iban: place().optional(),
    text: place().optional(),
    reference: place().optional(),
    end_to_end_id: place().optional(),
    state: place().optional(),
  }),
  /** In which order day, month and year stand. */
  day_order: vine.enum(dayOrders),
  decimal_mark: vine.enum([',', '.'] as const),
})

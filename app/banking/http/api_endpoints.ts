import type { Endpoint } from '#app/shared/http/endpoint'
import { statementFileTypes } from '#app/banking/http/file_types'
import {
  bankSettingsShape,
  importedShape,
  movementShape,
  statementShape,
} from '#app/banking/http/transformers/bank_transformers'
import {
  bankSettingsForm,
  bookMovementForm,
  csvLayoutForm,
  importQuery,
  listMovementsQuery,
  listStatementsQuery,
  reasonForm,
  takeBackForm,
} from '#app/banking/http/validators/bank_validators'

const Statements = () => import('#app/banking/http/api/bank_statements_controller')
const Movements = () => import('#app/banking/http/api/bank_movements_controller')
const Bookings = () => import('#app/banking/http/api/movement_bookings_controller')
const Settings = () => import('#app/banking/http/api/bank_settings_controller')

const noMovement = { status: 404, code: 'movement_not_found', when: 'there is no such movement.' }
const decided = {
  status: 409,
  code: 'already_decided',
  when: 'it was booked or ignored before: undo that first.',
}
const underWay = { status: 409, code: 'payment_under_way', when: 'a payment by card is under way for one of the invoices.' } // prettier-ignore

/** Files of banks, what moved on the accounts, and what is made of it. */
export const endpoints: Endpoint[] = [
  {
    method: 'POST', path: '/bank/statements', name: 'bank.statements.store', group: 'Bank', audience: 'staff', ability: 'staff:billing:write',
    summary: 'Import a file of a bank, CAMT.053 or CSV, sent as the body: each movement is kept once, however often files tell of it',
    controller: [Statements, 'store'], query: importQuery, fileTypes: statementFileTypes, answers: { status: 201, shape: importedShape },
    problems: [
      { status: 422, code: 'unreadable', when: 'it is no statement, is cut off, or is against the rules of its format; `unreadable_at` names the place.' },
      { status: 422, code: 'version_unknown', when: 'it is another message or version than camt.053.001.02 and .08.' },
      { status: 422, code: 'columns_unknown', when: 'nobody said yet what the columns are; the answer shows them: see `bank.csv_layouts.update`.' },
      { status: 422, code: 'account_unknown', when: 'it is of an account that is not named.' },
      { status: 422, code: 'account_needed', when: 'it does not say whose it is, and there are several accounts.' },
      { status: 422, code: 'account_differs', when: 'it is of another account than the chosen one.' },
      { status: 422, code: 'currency_differs', when: 'it is in another currency than the account.' },
      { status: 404, code: 'bank_account_not_found', when: 'there is no such account.' },
      { status: 413, code: 'file_too_large', when: 'it is larger than 12 MB, or tells of more than 20,000 movements.' },
      { status: 415, code: 'content_type_unknown', when: 'it is sent as something that no statement is.' },
    ],
  },
  {
    method: 'GET', path: '/bank/statements', name: 'bank.statements.index', group: 'Bank', audience: 'staff', ability: 'staff:billing:read',
    summary: 'List imported files, the latest first, with what became of their movements',
    controller: [Statements, 'index'], query: listStatementsQuery, answers: { status: 200, shape: statementShape, isList: true },
  },
  {
    method: 'GET', path: '/bank/statements/:id', name: 'bank.statements.show', group: 'Bank', audience: 'staff', ability: 'staff:billing:read',
    summary: 'Show an imported file: how far its movements are', controller: [Statements, 'show'], answers: { status: 200, shape: statementShape },
    problems: [{ status: 404, code: 'bank_statement_not_found', when: 'there is no such file.' }],
  },
  {
    method: 'GET', path: '/bank/movements', name: 'bank.movements.index', group: 'Bank', audience: 'staff', ability: 'staff:billing:read',
    summary: 'List what moved on the bank accounts, with what could be made of it and why; `status=review` waits for a decision',
    controller: [Movements, 'index'], query: listMovementsQuery, answers: { status: 200, shape: movementShape, isList: true },
  },
  {
    method: 'GET', path: '/bank/movements/:id', name: 'bank.movements.show', group: 'Bank', audience: 'staff', ability: 'staff:billing:read',
    summary: 'Show a movement', controller: [Movements, 'show'], answers: { status: 200, shape: movementShape }, problems: [noMovement],
  },
  {
    method: 'PUT', path: '/bank/movements/:id/booking', name: 'bank.movements.booking.update', group: 'Bank', audience: 'staff',
    ability: 'staff:billing:write', summary: 'Book a transfer for a customer: it pays the chosen invoices, or whatever is open; the rest goes to the balance',
    controller: [Bookings, 'store'], body: bookMovementForm, answers: { status: 200, shape: movementShape },
    problems: [
      noMovement, decided, underWay,
      { status: 404, code: 'customer_not_found', when: 'there is no such customer.' },
      { status: 404, code: 'invoice_not_found', when: 'an invoice is not there, or not this customer’s.' },
      { status: 409, code: 'invoice_not_open', when: 'nothing is due on an invoice.' },
      { status: 422, code: 'not_incoming', when: 'money went out.' },
      { status: 422, code: 'currency_differs', when: 'the customer pays in another currency.' },
    ],
  },
  {
    method: 'PUT', path: '/bank/movements/:id/return', name: 'bank.movements.return.update', group: 'Bank', audience: 'staff',
    ability: 'staff:billing:write', summary: 'Take the payment back that the bank gave back: its invoices are owed again, and the customer is told',
    controller: [Bookings, 'takeBack'], body: takeBackForm, answers: { status: 200, shape: movementShape },
    problems: [
      noMovement, decided, underWay,
      { status: 404, code: 'received_payment_not_found', when: 'there is no such payment.' },
      { status: 409, code: 'already_reversed', when: 'it was taken back before.' },
      { status: 422, code: 'not_outgoing', when: 'money came in.' },
      { status: 422, code: 'amount_differs', when: 'the payment was over another amount.' },
    ],
  },
  {
    method: 'PUT', path: '/bank/movements/:id/dismissal', name: 'bank.movements.dismissal.update', group: 'Bank', audience: 'staff',
    ability: 'staff:billing:write', summary: 'Say that a movement concerns no customer, with a reason',
    controller: [Bookings, 'ignore'], body: reasonForm, answers: { status: 200, shape: movementShape }, problems: [noMovement, decided],
  },
  {
    method: 'POST', path: '/bank/movements/:id/undoing', name: 'bank.movements.undoing.store', group: 'Bank', audience: 'staff',
    ability: 'staff:billing:write', summary: 'Undo what was made of a movement: a booking is taken back by reversing entries, and it waits for a decision again',
    controller: [Bookings, 'undo'], body: reasonForm, answers: { status: 200, shape: movementShape },
    problems: [noMovement, underWay, { status: 409, code: 'not_decided', when: 'nothing was made of it yet.' }],
  },
  {
    method: 'PUT', path: '/bank/csv-layouts', name: 'bank.csv_layouts.update', group: 'Bank', audience: 'staff', ability: 'staff:billing:write',
    summary: 'Say which column of a bank’s table is what: files with the same head line are read so from then on',
    controller: [Settings, 'layout'], body: csvLayoutForm, answers: { status: 204, shape: null },
  },
  {
    method: 'GET', path: '/bank/settings', name: 'bank.settings.show', group: 'Bank', audience: 'staff', ability: 'staff:billing:read',
    summary: 'Show whether matches that leave no doubt are booked by themselves',
    controller: [Settings, 'show'], answers: { status: 200, shape: bankSettingsShape },
  },
  {
    method: 'PUT', path: '/bank/settings', name: 'bank.settings.update', group: 'Bank', audience: 'staff', ability: 'staff:settings:write',
    summary: 'Say whether matches that leave no doubt are booked by themselves',
    controller: [Settings, 'update'], body: bankSettingsForm, answers: { status: 200, shape: bankSettingsShape },
  },
] // prettier-ignore

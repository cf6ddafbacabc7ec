import type { Endpoint } from '#app/shared/http/endpoint'
import { invoiceDetailsShape, invoiceShape } from '#app/billing/http/transformers/invoice_transformers'
import {
  creditNoteDetailsShape,
  creditNoteShape,
  creditPreviewShape,
} from '#app/billing/http/transformers/credit_note_transformers'
import {
  creditNoteForm,
  creditPreviewForm,
  listCreditNotesQuery,
} from '#app/billing/http/validators/credit_note_validators'
import { statementShape } from '#app/billing/http/transformers/statement_transformer'
import { statementDocumentQuery, statementQuery } from '#app/billing/http/validators/statement_question'
import { policyEndpoints } from '#app/billing/http/policy_api_endpoints'
import { taxEndpoints } from '#app/billing/http/tax_api_endpoints'
import { draftEndpoints } from '#app/billing/http/draft_api_endpoints'
import { replayEndpoints } from '#app/billing/http/replay_api_endpoints'
import { keyReused } from '#app/billing/http/key_reused'
import { aboveOwnLimit } from '#app/billing/http/own_limit'
import { paymentEndpoints } from '#app/billing/http/payment_api_endpoints'
import {
  invoiceDecision,
  listAllInvoicesQuery,
  promiseForm,
} from '#app/billing/http/validators/invoice_validators'

const InvoicesController = () => import('#app/billing/http/api/invoices_controller')
const InvoiceDocumentsController = () => import('#app/billing/http/api/invoice_documents_controller')
const InvoiceVoidingsController = () => import('#app/billing/http/api/invoice_voidings_controller')
const InvoiceWriteOffsController = () => import('#app/billing/http/api/invoice_write_offs_controller')
const StatementsController = () => import('#app/billing/http/api/statements_controller')
const CollectionRetriesController = () => import('#app/billing/http/api/collection_retries_controller')

const CreditNoteDocumentsController = () => import('#app/billing/http/api/credit_note_documents_controller')
const InvoicePromisesController = () => import('#app/billing/http/api/invoice_promises_controller')
const CreditNotesController = () => import('#app/billing/http/api/credit_notes_controller')
const CreditPreviewsController = () => import('#app/billing/http/api/credit_previews_controller')

const readAbility = { customer: 'billing:read', staff: 'staff:billing:read' } as const
const noDays = {
  status: 422,
  code: 'days_impossible',
  when: 'there is no such day, or the first lies after the last.',
}
const notBooked = { status: 422, code: 'currency_not_booked', when: 'nothing was booked in that currency.' }
const closingProblems = [
  { status: 409, code: 'invoice_not_open', when: 'the invoice is paid, void or written off.' },
  { status: 409, code: 'payment_under_way', when: 'a payment for it is under way.' },
]
const withAgency = { status: 409, code: 'with_agency', when: 'a collection agency has the invoice.' }
const givenBack = {
  status: 409,
  code: 'lines_given_back',
  when: 'a change gave back a part of the invoice already: take back what is left with a credit note.',
}

const documentProblems = [
  { status: 404, code: 'document_format_unknown', when: 'there is no such form of a document.' },
  {
    status: 422,
    code: 'document_not_possible',
    when: 'something that the format demands is missing; `errors` names each.',
  },
]
const creditProblems = [
  { status: 409, code: 'invoice_not_open', when: 'the invoice is void or written off.' },
  { status: 409, code: 'nothing_left_to_credit', when: 'all of it is taken back already.' },
  closingProblems[1]!,
  { status: 422, code: 'amount_not_positive', when: 'an amount is nothing.' },
  { status: 422, code: 'more_than_left', when: 'less is left on the invoice or the line.' },
  { status: 422, code: 'unknown_line', when: 'the invoice has no such line.' },
  { status: 422, code: 'line_twice', when: 'a line is named twice.' },
]

export const endpoints: Endpoint[] = [
  {
    method: 'GET', path: '/invoices', name: 'invoices.index', group: 'Invoices', audience: 'both', ability: readAbility,
    summary: 'List invoices, newest first, by status, beginning of the reference and (staff) customer',
    controller: [InvoicesController, 'index'], query: listAllInvoicesQuery,
    answers: { status: 200, shape: invoiceShape, isList: true },
  },
  {
    method: 'GET', path: '/invoices/:id', name: 'invoices.show', group: 'Invoices', audience: 'both', ability: readAbility,
    summary: 'Show an invoice with its lines, where each figure comes from, its taxes and payments',
    controller: [InvoicesController, 'show'], answers: { status: 200, shape: invoiceDetailsShape },
  },
  {
    method: 'GET', path: '/invoices/:id/document', name: 'invoices.document.show', group: 'Invoices', audience: 'both',
    ability: readAbility, summary: 'Download an invoice as PDF',
    controller: [InvoiceDocumentsController, 'show'], answers: { status: 200, shape: null, contentType: 'application/pdf' },
  },
  {
    method: 'GET', path: '/invoices/:id/documents/:format', name: 'invoices.documents.show', group: 'Invoices', audience: 'both',
    ability: readAbility,
    summary: 'Download an invoice as pdf, facturx (PDF/A-3 with embedded XML), xrechnung-cii, xrechnung-ubl or peppol-bis',
    controller: [InvoiceDocumentsController, 'show'],
    answers: { status: 200, shape: null, contentType: ['application/pdf', 'application/xml'] },
    problems: documentProblems,
  },
  {
    method: 'POST', path: '/invoices/:id/voiding', name: 'invoices.voiding.store', group: 'Invoices', audience: 'staff',
    ability: 'staff:billing:write', summary: 'Take an unpaid invoice back; what was paid in part goes to the customer balance',
    controller: [InvoiceVoidingsController, 'store'], body: invoiceDecision,
    answers: { status: 200, shape: invoiceDetailsShape }, isIdempotent: true,
    problems: [...closingProblems, givenBack, aboveOwnLimit],
  },
  {
    method: 'POST', path: '/invoices/:id/write_off', name: 'invoices.write_off.store', group: 'Invoices', audience: 'staff',
    ability: 'staff:billing:write', summary: 'Give up what is still due on an invoice as a loss',
    controller: [InvoiceWriteOffsController, 'store'], body: invoiceDecision,
    answers: { status: 200, shape: invoiceDetailsShape }, isIdempotent: true, problems: [...closingProblems, aboveOwnLimit],
  },
  {
    method: 'GET', path: '/credit_notes', name: 'credit_notes.index', group: 'Credit notes', audience: 'both', ability: readAbility,
    summary: 'List credit notes, newest first, by invoice and (staff) customer',
    controller: [CreditNotesController, 'index'], query: listCreditNotesQuery,
    answers: { status: 200, shape: creditNoteShape, isList: true },
  },
  {
    method: 'GET', path: '/credit_notes/:id', name: 'credit_notes.show', group: 'Credit notes', audience: 'both', ability: readAbility,
    summary: 'Show a credit note with its lines and taxes',
    controller: [CreditNotesController, 'show'], answers: { status: 200, shape: creditNoteDetailsShape },
  },
  {
    method: 'GET', path: '/credit_notes/:id/documents/:format', name: 'credit_notes.documents.show', group: 'Credit notes',
    audience: 'both', ability: readAbility,
    summary: 'Download a credit note as pdf, facturx (PDF/A-3 with embedded XML), xrechnung-cii, xrechnung-ubl or peppol-bis',
    controller: [CreditNoteDocumentsController, 'show'],
    answers: { status: 200, shape: null, contentType: ['application/pdf', 'application/xml'] }, problems: documentProblems,
  },
  {
    method: 'POST', path: '/invoices/:id/credit_preview', name: 'invoices.credit_preview.store', group: 'Credit notes', audience: 'staff',
    ability: 'staff:billing:read', summary: 'Show what a credit note would take back; nothing is written',
    controller: [CreditPreviewsController, 'store'], body: creditPreviewForm,
    answers: { status: 200, shape: creditPreviewShape }, problems: creditProblems,
  },
  {
    method: 'POST', path: '/invoices/:id/credit_notes', name: 'invoices.credit_notes.store', group: 'Credit notes', audience: 'staff',
    ability: 'staff:billing:write',
    summary: 'Take back an invoice, some of its lines or an amount: less is due first, the rest goes to the customer balance',
    controller: [CreditNotesController, 'store'], body: creditNoteForm,
    answers: { status: 201, shape: creditNoteDetailsShape }, isIdempotent: true, problems: [...creditProblems, aboveOwnLimit, keyReused],
  },
  {
    method: 'PUT', path: '/invoices/:id/promise', name: 'invoices.promise.update', group: 'Invoices', audience: 'staff',
    ability: 'staff:billing:write',
    summary: 'Keep a promise to pay: until that day nothing is charged, warned about, suspended or terminated for the invoice',
    controller: [InvoicePromisesController, 'update'], body: promiseForm, answers: { status: 200, shape: invoiceDetailsShape },
    problems: [closingProblems[0]!, withAgency],
  },
  {
    method: 'DELETE', path: '/invoices/:id/promise', name: 'invoices.promise.destroy', group: 'Invoices', audience: 'staff',
    ability: 'staff:billing:write', summary: 'End a promise to pay before its day; an invoice that is due is collected again',
    controller: [InvoicePromisesController, 'destroy'], answers: { status: 200, shape: invoiceDetailsShape },
    problems: [closingProblems[0]!, { status: 409, code: 'nothing_promised', when: 'there is no promise.' }],
  },
  {
    method: 'POST', path: '/invoices/:id/collection_retry', name: 'invoices.collection_retry.store', group: 'Invoices',
    audience: 'staff', ability: 'staff:billing:write',
    summary: 'Try to collect an invoice now: from the balance first, then from the saved method',
    controller: [CollectionRetriesController, 'store'], answers: { status: 202, shape: invoiceDetailsShape },
    isIdempotent: true, problems: [...closingProblems, withAgency],
  },
  {
    method: 'GET', path: '/statement', name: 'statement.show', group: 'Invoices', audience: 'customer', ability: 'billing:read',
    summary: 'Show your statement of account: what was owed, what changed it, what is owed; both days are included',
    controller: [StatementsController, 'show'], query: statementQuery, answers: { status: 200, shape: statementShape },
    problems: [noDays],
  },
  {
    method: 'GET', path: '/customers/:id/statement', name: 'customers.statement.show', group: 'Invoices', audience: 'staff',
    ability: 'staff:billing:read', summary: 'Show the statement of account of a customer; both days are included',
    controller: [StatementsController, 'show'], query: statementQuery, answers: { status: 200, shape: statementShape },
    problems: [noDays, { status: 404, code: 'customer_not_found', when: 'there is no such customer.' }],
  },
  {
    method: 'GET', path: '/statement/document', name: 'statement.document.show', group: 'Invoices', audience: 'customer', ability: 'billing:read',
    summary: 'Download your statement of account in one currency as PDF', controller: [StatementsController, 'document'],
    query: statementDocumentQuery, answers: { status: 200, shape: null, contentType: 'application/pdf' }, problems: [noDays, notBooked],
  },
  {
    method: 'GET', path: '/customers/:id/statement/document', name: 'customers.statement.document.show', group: 'Invoices', audience: 'staff',
    ability: 'staff:billing:read', summary: 'Download the statement of account of a customer in one currency as PDF',
    controller: [StatementsController, 'document'], query: statementDocumentQuery,
    answers: { status: 200, shape: null, contentType: 'application/pdf' },
    problems: [noDays, notBooked, { status: 404, code: 'customer_not_found', when: 'there is no such customer.' }],
  },
  ...draftEndpoints,
  ...taxEndpoints,
  ...paymentEndpoints,
  ...policyEndpoints,
  ...replayEndpoints,
] // prettier-ignore

// Table of data: one row per route.
import type { Endpoint } from '#app/shared/http/endpoint'
import {
  billableItemShape,
  draftAmountsShape,
  draftShape,
  pricedDraftShape,
} from '#app/billing/http/transformers/draft_transformers'
import { invoiceDetailsShape } from '#app/billing/http/transformers/invoice_transformers'
import {
  billableItemForm,
  changedDraftForm,
  draftPreviewForm,
  issueDraftForm,
  listBillableItemsQuery,
  listDraftsQuery,
  newDraftForm,
} from '#app/billing/http/validators/draft_validators'

const InvoiceDraftsController = () => import('#app/billing/http/api/invoice_drafts_controller')
const DraftPreviewsController = () => import('#app/billing/http/api/draft_previews_controller')
const DraftIssuesController = () => import('#app/billing/http/api/draft_issues_controller')
const BillableItemsController = () => import('#app/billing/http/api/billable_items_controller')

const draftProblems = [
  { status: 409, code: 'draft_not_open', when: 'it is issued or discarded.' },
  { status: 409, code: 'draft_changed_meanwhile', when: 'somebody changed it since it was read.' },
]

const issueProblems = [
  ...draftProblems,
  { status: 409, code: 'total_differs', when: 'it comes to another amount than `expected_total`.' },
  {
    status: 422,
    code: 'nothing_to_invoice',
    when: 'there is nothing on it, nor waits for the next invoice.',
  },
  { status: 422, code: 'due_date_passed', when: 'its due date has passed.' },
  { status: 422, code: 'due_date_too_far', when: 'its due date lies more than two years ahead.' },
]

export const draftEndpoints: Endpoint[] = [
  {
    method: 'GET', path: '/invoice_drafts', name: 'invoice_drafts.index', group: 'Invoice drafts', audience: 'staff',
    ability: 'staff:billing:read', summary: 'List open drafts, newest first, by customer',
    controller: [InvoiceDraftsController, 'index'], query: listDraftsQuery, answers: { status: 200, shape: draftShape, isList: true },
  },
  {
    method: 'GET', path: '/invoice_drafts/:id', name: 'invoice_drafts.show', group: 'Invoice drafts', audience: 'staff',
    ability: 'staff:billing:read', summary: 'Show a draft with what its invoice would come to now',
    controller: [InvoiceDraftsController, 'show'], answers: { status: 200, shape: pricedDraftShape },
  },
  {
    method: 'POST', path: '/invoice_drafts/:id/preview', name: 'invoice_drafts.preview.store', group: 'Invoice drafts', audience: 'staff',
    ability: 'staff:billing:read', summary: 'Show what a draft, or other lines on it, would come to, with what waits for the next invoice if asked for; nothing is written',
    controller: [DraftPreviewsController, 'store'], body: draftPreviewForm, answers: { status: 200, shape: draftAmountsShape },
    problems: [draftProblems[0]!],
  },
  {
    method: 'POST', path: '/invoice_drafts', name: 'invoice_drafts.store', group: 'Invoice drafts', audience: 'staff',
    ability: 'staff:billing:write', summary: 'Begin a draft for a customer',
    controller: [InvoiceDraftsController, 'store'], body: newDraftForm, answers: { status: 201, shape: pricedDraftShape }, isIdempotent: true,
  },
  {
    method: 'PUT', path: '/invoice_drafts/:id', name: 'invoice_drafts.update', group: 'Invoice drafts', audience: 'staff',
    ability: 'staff:billing:write', summary: 'Change a draft; whoever saw an older version is refused',
    controller: [InvoiceDraftsController, 'update'], body: changedDraftForm, answers: { status: 200, shape: pricedDraftShape },
    problems: draftProblems,
  },
  {
    method: 'DELETE', path: '/invoice_drafts/:id', name: 'invoice_drafts.destroy', group: 'Invoice drafts', audience: 'staff',
    ability: 'staff:billing:write', summary: 'Discard a draft',
    controller: [InvoiceDraftsController, 'destroy'], answers: { status: 200, shape: draftShape }, problems: [draftProblems[0]!],
  },
  {
    method: 'POST', path: '/invoice_drafts/:id/issue', name: 'invoice_drafts.issue.store', group: 'Invoice drafts', audience: 'staff',
    ability: 'staff:billing:write', summary: 'Seal a draft as an invoice, with what waits for the next invoice if asked for',
    controller: [DraftIssuesController, 'store'], body: issueDraftForm, answers: { status: 201, shape: invoiceDetailsShape },
    isIdempotent: true, problems: issueProblems,
  },
  {
    method: 'GET', path: '/billable_items', name: 'billable_items.index', group: 'Billable items', audience: 'staff',
    ability: 'staff:billing:read', summary: 'List what waits for, or went on, invoices, by customer and status',
    controller: [BillableItemsController, 'index'], query: listBillableItemsQuery,
    answers: { status: 200, shape: billableItemShape, isList: true },
  },
  {
    method: 'POST', path: '/billable_items', name: 'billable_items.store', group: 'Billable items', audience: 'staff',
    ability: 'staff:billing:write', summary: 'Put something on the next invoice of a customer',
    controller: [BillableItemsController, 'store'], body: billableItemForm, answers: { status: 201, shape: billableItemShape },
    isIdempotent: true,
  },
  {
    method: 'DELETE', path: '/billable_items/:id', name: 'billable_items.destroy', group: 'Billable items', audience: 'staff',
    ability: 'staff:billing:write', summary: 'Take something off again while it waits',
    controller: [BillableItemsController, 'destroy'], answers: { status: 200, shape: billableItemShape },
    problems: [{ status: 409, code: 'item_not_pending', when: 'it is invoiced or removed already.' }],
  },
] // prettier-ignore

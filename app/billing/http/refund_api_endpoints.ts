import type { Endpoint } from '#app/shared/http/endpoint'
import { disputeWithFilesShape, staffRefundShape } from '#app/payments/index'
import { refundPreviewShape } from '#app/billing/http/transformers/refund_transformers'
import { giftRequestEndpoints } from '#app/billing/http/gift_api_endpoints'
import { keyReused } from '#app/billing/http/key_reused'
import { lossTreatmentForm } from '#app/billing/http/validators/loss_treatment_validator'
import { refundForm, refundPreviewForm } from '#app/billing/http/validators/refund_validators'

const LossTreatments = () => import('#app/billing/http/api/loss_treatments_controller')
const RefundRequests = () => import('#app/billing/http/api/refund_requests_controller')

const refusals = [
  { status: 404, code: 'payment_not_found', when: 'there is no such payment.' },
  { status: 404, code: 'invoice_not_found', when: 'there is no such invoice.' },
  { status: 409, code: 'payment_not_taken', when: 'the payment brought no money.' },
  { status: 409, code: 'payment_not_applied', when: 'the money of the payment is being applied just now.' },
  { status: 409, code: 'payment_disputed', when: 'the bank of the customer disputes the payment.' },
  { status: 409, code: 'refunds_not_possible', when: 'the gateway gives nothing back.' },
  {
    status: 409,
    code: 'other_customer',
    when: 'payment and invoice are of different customers or currencies.',
  },
  {
    status: 409,
    code: 'nothing_paid',
    when: 'nothing was paid of what is taken back: a credit note is enough.',
  },
  { status: 409, code: 'payment_under_way', when: 'a payment for the invoice is under way.' },
  { status: 409, code: 'nothing_left_to_credit', when: 'nothing is left on the invoice to take back.' },
  { status: 422, code: 'more_than_payment', when: 'the payment has less left to give back.' },
  { status: 422, code: 'more_than_balance', when: 'less is free on the balance.' },
  { status: 422, code: 'only_whole', when: 'the gateway gives back all of a payment or nothing.' },
  { status: 422, code: 'more_than_left', when: 'less is left on the invoice or the line.' },
]

export const refundRequestEndpoints: Endpoint[] = [
  {
    method: 'POST', path: '/refunds/previews', name: 'staff.refunds.previews.store', group: 'Refunds', audience: 'staff',
    ability: 'staff:billing:write', summary: 'Show what a refund would do: the credit note, what goes back, what stays on the balance',
    controller: [RefundRequests, 'preview'], body: refundPreviewForm, answers: { status: 200, shape: refundPreviewShape }, problems: refusals,
  },
  {
    method: 'POST', path: '/refunds', name: 'staff.refunds.store', group: 'Refunds', audience: 'staff', ability: 'staff:billing:write',
    summary: 'Give money back to a customer: to the source of a payment, or another way with the approval of a second person',
    controller: [RefundRequests, 'store'], body: refundForm, answers: { status: 201, shape: staffRefundShape }, problems: [...refusals, keyReused],
    isIdempotent: true,
  },
  {
    method: 'POST', path: '/refunds/:id/approvals', name: 'staff.refunds.approvals.store', group: 'Refunds', audience: 'staff',
    ability: 'staff:billing:write', summary: 'Agree to a refund that somebody else asked for',
    controller: [RefundRequests, 'approve'], answers: { status: 200, shape: staffRefundShape },
    problems: [
      { status: 404, code: 'refund_not_found', when: 'there is no such refund.' },
      { status: 409, code: 'not_waiting', when: 'the refund does not wait for approval.' },
      { status: 409, code: 'changed_meanwhile', when: 'by now it would be another amount.' },
      { status: 403, code: 'own_request', when: 'somebody else could agree, and has to.' },
      { status: 403, code: 'beyond_own_limit', when: 'it is more than the limit of your role.' },
      ...refusals,
    ],
  },
  {
    method: 'POST', path: '/disputes/:id/loss_treatments', name: 'staff.disputes.loss_treatments.store', group: 'Disputes', audience: 'staff',
    ability: 'staff:billing:write',
    summary: 'Say what becomes of the invoices of a lost dispute: owed again with their tax, or credited with it',
    controller: [LossTreatments, 'store'], body: lossTreatmentForm, answers: { status: 200, shape: disputeWithFilesShape },
    problems: [
      { status: 404, code: 'dispute_not_found', when: 'there is no such dispute.' },
      { status: 409, code: 'not_lost', when: 'the dispute is not lost, or it was decided already.' },
      { status: 409, code: 'payment_under_way', when: 'a payment for one of the invoices is under way.' },
      { status: 409, code: 'nothing_to_credit', when: 'the payment was for the balance, or the invoices are taken back already.' },
    ],
  },
  ...giftRequestEndpoints,
] // prettier-ignore

import type { Endpoint } from '#app/shared/http/endpoint'
import { disputeEndpoints } from '#app/payments/http/dispute_api_endpoints'
import {
  refundLimitShape,
  refundShape,
  staffRefundShape,
} from '#app/payments/http/transformers/refund_transformers'
import {
  listOwnRefundsQuery,
  listRefundsQuery,
  refundCompletionForm,
  refundLimitForm,
} from '#app/payments/http/validators/refund_validators'

const Refunds = () => import('#app/payments/http/api/refunds_controller')
const OwnRefunds = () => import('#app/payments/http/api/own_refunds_controller')
const RefundLimits = () => import('#app/payments/http/api/refund_limits_controller')

const noRefund = { status: 404, code: 'refund_not_found', when: 'there is no such refund.' }
const otherState = { status: 409, code: 'not_in_this_state', when: 'the refund has gone on or has ended.' }

export const refundEndpoints: Endpoint[] = [
  {
    method: 'GET', path: '/refunds', name: 'refunds.index', group: 'Refunds', audience: 'customer', ability: 'billing:read',
    summary: 'List what went back to you or is on its way, newest first',
    controller: [OwnRefunds, 'index'], query: listOwnRefundsQuery, answers: { status: 200, shape: refundShape, isList: true },
  },
  {
    method: 'GET', path: '/refunds/:id', name: 'refunds.show', group: 'Refunds', audience: 'customer', ability: 'billing:read',
    summary: 'Show a refund', controller: [OwnRefunds, 'show'], answers: { status: 200, shape: refundShape }, problems: [noRefund],
  },
  {
    method: 'GET', path: '/refunds', name: 'staff.refunds.index', group: 'Refunds', audience: 'staff', ability: 'staff:billing:read',
    summary: 'List refunds, newest first, by customer, payment, invoice or status',
    controller: [Refunds, 'index'], query: listRefundsQuery, answers: { status: 200, shape: staffRefundShape, isList: true },
  },
  {
    method: 'GET', path: '/refunds/:id', name: 'staff.refunds.show', group: 'Refunds', audience: 'staff', ability: 'staff:billing:read',
    summary: 'Show a refund', controller: [Refunds, 'show'], answers: { status: 200, shape: staffRefundShape }, problems: [noRefund],
  },
  {
    method: 'POST', path: '/refunds/:id/refreshes', name: 'staff.refunds.refreshes.store', group: 'Refunds', audience: 'staff',
    ability: 'staff:billing:write', summary: 'Ask the gateway where a refund stands',
    controller: [Refunds, 'refresh'], answers: { status: 200, shape: staffRefundShape }, problems: [noRefund],
  },
  {
    method: 'POST', path: '/refunds/:id/completions', name: 'staff.refunds.completions.store', group: 'Refunds', audience: 'staff',
    ability: 'staff:billing:write', summary: 'Record that the money of a refund by transfer, cash or cheque was sent',
    controller: [Refunds, 'complete'], body: refundCompletionForm, answers: { status: 200, shape: staffRefundShape }, problems: [noRefund, otherState],
  },
  {
    method: 'POST', path: '/refunds/:id/cancellations', name: 'staff.refunds.cancellations.store', group: 'Refunds', audience: 'staff',
    ability: 'staff:billing:write', summary: 'Refuse or withdraw a refund that waits for approval, or that was not sent by hand',
    controller: [Refunds, 'cancel'], answers: { status: 200, shape: staffRefundShape }, problems: [noRefund, otherState],
  },
  {
    method: 'GET', path: '/refund-limits', name: 'staff.refund_limits.index', group: 'Refunds', audience: 'staff', ability: 'staff:billing:read',
    summary: 'List how much staff may give back to one customer in a day without a second person, by role and currency',
    controller: [RefundLimits, 'index'], answers: { status: 200, shape: refundLimitShape, isList: true },
  },
  {
    method: 'PUT', path: '/refund-limits/:role/:currency', name: 'staff.refund_limits.update', group: 'Refunds', audience: 'staff',
    ability: 'staff:settings:write', summary: 'Set how much staff of a role may give back to one customer in a day without a second person',
    controller: [RefundLimits, 'update'], body: refundLimitForm, answers: { status: 200, shape: refundLimitShape },
    problems: [
      { status: 404, code: 'currency_not_found', when: 'there is no such currency.' },
      { status: 404, code: 'role_not_found', when: 'nobody of this role may give money back.' },
    ],
  },
  {
    method: 'GET', path: '/gift-limits', name: 'staff.gift_limits.index', group: 'Refunds', audience: 'staff', ability: 'staff:billing:read',
    summary: 'List how much staff may give one customer away in a day (balance, credit note, write-off, voiding), by role and currency',
    controller: [RefundLimits, 'indexGifts'], answers: { status: 200, shape: refundLimitShape, isList: true },
  },
  {
    method: 'PUT', path: '/gift-limits/:role/:currency', name: 'staff.gift_limits.update', group: 'Refunds', audience: 'staff',
    ability: 'staff:settings:write', summary: 'Set how much staff of a role may give one customer away in a day',
    controller: [RefundLimits, 'updateGift'], body: refundLimitForm, answers: { status: 200, shape: refundLimitShape },
    problems: [
      { status: 404, code: 'currency_not_found', when: 'there is no such currency.' },
      { status: 404, code: 'role_not_found', when: 'nobody of this role may give money away.' },
    ],
  },
  ...disputeEndpoints,
] // prettier-ignore

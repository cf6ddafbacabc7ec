// Table of data: one row per route.
import type { Endpoint } from '#app/shared/http/endpoint'
import { keyReused } from '#app/billing/http/key_reused'
import { aboveOwnLimit } from '#app/billing/http/own_limit'
import { giftRequestShape } from '#app/billing/http/transformers/gift_transformers'
import { giftRequestForm, listGiftRequestsQuery } from '#app/billing/http/validators/gift_validators'

const GiftRequests = () => import('#app/billing/http/api/gift_requests_controller')

const refusals = [
  { status: 404, code: 'customer_not_found', when: 'there is no such customer.' },
  { status: 404, code: 'invoice_not_found', when: 'there is no such invoice.' },
  { status: 409, code: 'invoice_not_open', when: 'nothing on the invoice can be given up or taken back.' },
  { status: 409, code: 'payment_under_way', when: 'a payment for the invoice is under way.' },
  {
    status: 409,
    code: 'lines_given_back',
    when: 'a change gave back a part of the invoice already: ask for a credit note over what is left.',
  },
  { status: 409, code: 'nothing_left_to_credit', when: 'nothing is left on the invoice to take back.' },
  { status: 422, code: 'more_than_left', when: 'less is left on the invoice or the line.' },
]
const notThere = { status: 404, code: 'gift_request_not_found', when: 'there is no such request.' }
const notWaiting = { status: 409, code: 'not_waiting', when: 'it was given, refused or called off.' }

export const giftRequestEndpoints: Endpoint[] = [
  {
    method: 'GET', path: '/gift-requests', name: 'staff.gift_requests.index', group: 'Refunds', audience: 'staff', ability: 'staff:billing:read',
    summary: 'List gifts that wait for a second person, or were decided, newest first',
    controller: [GiftRequests, 'index'], query: listGiftRequestsQuery, answers: { status: 200, shape: giftRequestShape, isList: true },
  },
  {
    method: 'POST', path: '/gift-requests', name: 'staff.gift_requests.store', group: 'Refunds', audience: 'staff', ability: 'staff:billing:write',
    summary: 'Ask somebody with a wider limit to agree to a gift: onto a balance, by a credit note, or by giving up an invoice',
    controller: [GiftRequests, 'store'], body: giftRequestForm, answers: { status: 201, shape: giftRequestShape },
    problems: [...refusals, { status: 409, code: 'within_own_limit', when: 'you may give so much alone.' }, keyReused], isIdempotent: true,
  },
  {
    method: 'POST', path: '/gift-requests/:id/approvals', name: 'staff.gift_requests.approvals.store', group: 'Refunds', audience: 'staff',
    ability: 'staff:billing:write', summary: 'Agree to a gift that somebody else asked for: it is given at once',
    controller: [GiftRequests, 'approve'], answers: { status: 200, shape: giftRequestShape },
    problems: [
      notThere, notWaiting, ...refusals,
      { status: 409, code: 'changed_meanwhile', when: 'by now it would be another amount.' },
      { status: 403, code: 'own_request', when: 'somebody else could agree, and has to.' },
      aboveOwnLimit,
    ],
  },
  {
    method: 'POST', path: '/gift-requests/:id/refusals', name: 'staff.gift_requests.refusals.store', group: 'Refunds', audience: 'staff',
    ability: 'staff:billing:write', summary: 'Refuse a gift, or call off what you asked for yourself',
    controller: [GiftRequests, 'refuse'], answers: { status: 200, shape: giftRequestShape }, problems: [notThere, notWaiting],
  },
] // prettier-ignore

import type { Endpoint } from '#app/shared/http/endpoint'
import { decideReviewBody, orderReviewShape } from '#app/checkout/http/review_transformer'
import {
  newQuoteShape,
  orderShape,
  orderWithLinesShape,
  quoteShape,
} from '#app/checkout/http/checkout_shapes'
import {
  listAllOrdersQuery,
  listOrdersQuery,
  makeQuoteBody,
  placeOrderBody,
  trialMethodBody,
} from '#app/checkout/http/checkout_validators'

const Quotes = () => import('#app/checkout/http/api/quotes_controller')
const Orders = () => import('#app/checkout/http/api/orders_controller')
const TrialMethods = () => import('#app/checkout/http/api/trial_methods_controller')
const Reviews = () => import('#app/checkout/http/api/order_reviews_controller')
const Cancellations = () => import('#app/checkout/http/api/order_cancellations_controller')

const noQuote = { status: 404, code: 'quote_not_found', when: 'there is no such quote that you may see.' }
const notInReview = {
  status: 409,
  code: 'not_in_review',
  when: 'the order does not wait for a decision about its payment.',
}
const noOrder = { status: 404, code: 'order_not_found', when: 'there is no such order that you may see.' }

export const endpoints: Endpoint[] = [
  {
    method: 'POST', path: '/quotes', name: 'quotes.store', group: 'Orders', audience: 'customer', ability: 'orders:write',
    summary: 'Ask what configured plans cost; the price is kept for 24 hours',
    controller: [Quotes, 'store'], body: makeQuoteBody, answers: { status: 201, shape: newQuoteShape },
    problems: [{ status: 422, code: 'configuration_refused', when: 'a choice is not offered; each complaint names its field.' },
      { status: 429, code: 'too_many_tries', when: 'too many coupon codes were tried that nobody knows.' }],
    isIdempotent: true,
  },
  {
    method: 'GET', path: '/quotes/:id', name: 'quotes.show', group: 'Orders', audience: 'both',
    ability: { customer: 'billing:read', staff: 'staff:billing:read' }, summary: 'Show a quote',
    controller: [Quotes, 'show'], answers: { status: 200, shape: quoteShape }, problems: [noQuote],
  },
  {
    method: 'POST', path: '/orders', name: 'orders.store', group: 'Orders', audience: 'customer', ability: 'orders:write',
    summary: 'Order what was quoted; the same quote again answers with the same order',
    controller: [Orders, 'store'], body: placeOrderBody, answers: { status: 201, shape: orderWithLinesShape },
    problems: [
      noQuote,
      { status: 409, code: 'quote_expired', when: 'the quote is older than 24 hours.' },
      { status: 409, code: 'temporarily_unavailable', when: 'nobody can be asked just now whether there is room; try again in a few minutes.' },
      { status: 409, code: 'quote_outdated', when: 'prices, the offer or your country changed since.' },
      { status: 409, code: 'trial_used', when: 'a free trial was had by you, your address or your card.' },
      { status: 422, code: 'terms_not_accepted', when: '"accepts_terms" is not true.' },
      { status: 422, code: 'address_missing', when: 'your billing address is not complete.' },
      { status: 422, code: 'method_needed', when: 'something of it is charged by the hour and you have no saved payment method.' },
    ],
    isIdempotent: true,
  },
  {
    method: 'GET', path: '/orders', name: 'orders.index', group: 'Orders', audience: 'customer', ability: 'billing:read',
    summary: 'List your orders, newest first',
    controller: [Orders, 'index'], query: listOrdersQuery, answers: { status: 200, shape: orderShape, isList: true },
  },
  {
    method: 'GET', path: '/orders', name: 'orders.index_all', group: 'Orders', audience: 'staff', ability: 'staff:billing:read',
    summary: 'List all orders, newest first',
    controller: [Orders, 'indexAll'], query: listAllOrdersQuery, answers: { status: 200, shape: orderShape, isList: true },
  },
  {
    method: 'GET', path: '/orders/:id', name: 'orders.show', group: 'Orders', audience: 'both',
    ability: { customer: 'billing:read', staff: 'staff:billing:read' }, summary: 'Show an order with its lines and its quote',
    controller: [Orders, 'show'], answers: { status: 200, shape: orderWithLinesShape }, problems: [noOrder],
  },
  {
    method: 'POST', path: '/orders/:id/trial-method', name: 'trial_methods.store', group: 'Orders', audience: 'customer',
    ability: 'billing:pay', summary: 'Begin the free trial of an order with a saved payment method; nothing is charged',
    controller: [TrialMethods, 'store'], body: trialMethodBody, answers: { status: 200, shape: orderShape },
    problems: [noOrder, { status: 409, code: 'not_waiting', when: 'the order does not wait for a payment method.' },
      { status: 422, code: 'method_not_found', when: 'there is no such payment method of yours.' },
      { status: 422, code: 'card_used', when: 'a trial was begun with this card before.' }],
    isIdempotent: true,
  },
  {
    method: 'POST', path: '/orders/:id/cancellation', name: 'order_cancellations.store', group: 'Orders', audience: 'both',
    ability: { customer: 'orders:write', staff: 'staff:billing:write' },
    summary: 'Call an unpaid order off; what is reserved for it is released',
    controller: [Cancellations, 'store'], answers: { status: 200, shape: orderShape },
    problems: [noOrder, { status: 409, code: 'order_not_cancellable', when: 'it is paid for or over.' }],
    isIdempotent: true,
  },
  {
    method: 'GET', path: '/orders/:id/review', name: 'order_reviews.show', group: 'Orders', audience: 'staff', ability: 'staff:billing:read',
    summary: 'Show why an order was held for its risky payment, and what was decided; `GET /orders?status=in_review` lists those that wait',
    controller: [Reviews, 'show'], answers: { status: 200, shape: orderReviewShape },
    problems: [{ status: 404, code: 'review_not_found', when: 'there is no such order, or it was never held.' }],
  },
  {
    method: 'POST', path: '/orders/:id/release', name: 'order_reviews.release', group: 'Orders', audience: 'staff', ability: 'staff:billing:write',
    summary: 'Let an order go on that was held for its risky payment; its services are made now',
    controller: [Reviews, 'release'], body: decideReviewBody, answers: { status: 200, shape: orderShape },
    problems: [noOrder, notInReview], isIdempotent: true,
  },
  {
    method: 'POST', path: '/orders/:id/refusal', name: 'order_reviews.refuse', group: 'Orders', audience: 'staff', ability: 'staff:billing:write',
    summary: 'End an order that was held for its risky payment; the bank lets the money go',
    controller: [Reviews, 'refuse'], body: decideReviewBody, answers: { status: 200, shape: orderShape },
    problems: [noOrder, notInReview], isIdempotent: true,
  },
] // prettier-ignore

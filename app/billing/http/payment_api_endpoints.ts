import type { Endpoint } from '#app/shared/http/endpoint'
import { keyReused } from '#app/billing/http/key_reused'
import { aboveOwnLimit } from '#app/billing/http/own_limit'
import { refundRequestEndpoints } from '#app/billing/http/refund_api_endpoints'
import {
  balanceMoveShape,
  balanceOnlyShape,
  balanceSettingsShape,
  balanceShape,
  paidInvoicesShape,
  payLinkShape,
  receivedPaymentShape,
  reversedPaymentShape,
} from '#app/billing/http/transformers/balance_transformers'
import { foundTransferShape } from '#app/billing/http/transformers/transfer_transformer'
import {
  balanceAdjustmentForm,
  balanceQuery,
  balanceSettingsForm,
  chargeInvoicesForm,
  payInvoicesForm,
  payLinkWish,
  receivedPaymentForm,
  reversalForm,
  transferQuery,
} from '#app/billing/http/validators/payment_validators'

const PaymentBundles = () => import('#app/billing/http/api/payment_bundles_controller')
const TransferWays = () => import('#app/billing/http/api/transfer_ways_controller')
const PayLinks = () => import('#app/billing/http/api/pay_links_controller')
const Balances = () => import('#app/billing/http/api/balances_controller')
const BalanceSettings = () => import('#app/billing/http/api/balance_settings_controller')
const Reversals = () => import('#app/billing/http/api/received_payment_reversals_controller')
const ReceivedPayments = () => import('#app/billing/http/api/received_payments_controller')

const planProblems = [
  { status: 404, code: 'invoice_not_found', when: 'an invoice is not there, or not this customer’s.' },
  { status: 409, code: 'invoice_not_open', when: 'nothing is due on an invoice (paid, void, written off).' },
  {
    status: 409,
    code: 'not_payable',
    when: 'money for an invoice was taken a moment ago and is being applied.',
  },
  { status: 409, code: 'payment_under_way', when: 'a bank may be taking money for one of the invoices.' },
  { status: 422, code: 'more_than_due', when: 'more is to be paid than is due.' },
  { status: 422, code: 'currencies_differ', when: 'the invoices are in different currencies.' },
  { status: 422, code: 'payment_method_not_found', when: 'the payment method is not kept for the customer.' },
  {
    status: 422,
    code: 'below_smallest_charge',
    when: 'the gateway does not charge so little; the smallest amount is named.',
  },
  {
    status: 503,
    code: 'gateway_unavailable',
    when: 'the gateway cannot be asked; the same request may be sent again.',
  },
]
const noCustomer = [{ status: 404, code: 'customer_not_found', when: 'there is no such customer.' }]

const settingsProblems = [
  { status: 422, code: 'payment_method_not_found', when: 'no such payment method is saved.' },
  { status: 422, code: 'top_ups_off', when: 'the balance cannot be topped up.' },
  {
    status: 422,
    code: 'top_up_refused',
    when: 'an amount is beyond a limit, or the ceiling below the amount.',
  },
]

/** Paying several invoices at once, the customer balance, and money that came in beside the gateways. */
export const paymentEndpoints: Endpoint[] = [
  {
    method: 'POST', path: '/invoices/:id/pay_links', name: 'invoices.pay_links.store', group: 'Payments', audience: 'both',
    ability: { customer: 'billing:read', staff: 'staff:billing:read' },
    summary: 'Make an address under which an invoice is paid without signing in, for whoever pays it; good for 60 days',
    controller: [PayLinks, 'store'], answers: { status: 201, shape: payLinkShape },
    problems: [{ status: 404, code: 'invoice_not_found', when: 'there is no such invoice.' }],
  },
  {
    method: 'POST', path: '/pay_links', name: 'pay_links.store', group: 'Payments', audience: 'both',
    ability: { customer: 'billing:read', staff: 'staff:billing:read' },
    summary: 'Make an address under which several invoices of one customer are paid together without signing in; good for 60 days',
    controller: [PayLinks, 'storeSeveral'], body: payLinkWish, answers: { status: 201, shape: payLinkShape },
    problems: [
      { status: 404, code: 'invoice_not_found', when: 'an invoice is not there, or not yours.' },
      { status: 422, code: 'customers_differ', when: 'the invoices are of different customers.' },
    ],
  },
  {
    method: 'DELETE', path: '/pay_links', name: 'pay_links.revoke', group: 'Payments', audience: 'customer', ability: 'billing:pay',
    summary: 'Let every address under which your invoices are paid without signing in open nothing any more; new ones can be made at once',
    controller: [PayLinks, 'revoke'], answers: { status: 204, shape: null },
  },
  {
    method: 'DELETE', path: '/customers/:id/pay_links', name: 'customers.pay_links.revoke', group: 'Payments', audience: 'staff',
    ability: 'staff:billing:write',
    summary: 'Let every address under which a customer’s invoices are paid without signing in open nothing any more',
    controller: [PayLinks, 'revoke'], answers: { status: 204, shape: null }, problems: noCustomer,
  },
  {
    method: 'GET', path: '/transfer-way', name: 'transfer_way.show', group: 'Payments', audience: 'customer', ability: 'billing:read',
    summary: 'Show how several of your invoices are paid by one bank transfer: to whom, how much, and what to write',
    controller: [TransferWays, 'show'], query: transferQuery, answers: { status: 200, shape: foundTransferShape },
    problems: [{ status: 404, code: 'invoice_not_found', when: 'an invoice is not there, or not yours.' }],
  },
  {
    method: 'POST', path: '/payments', name: 'payments.store', group: 'Payments', audience: 'customer', ability: 'billing:pay',
    summary: 'Pay several invoices of one currency, or a part of one, with one payment: from the balance first when wished, the rest by a saved card or the card form',
    controller: [PaymentBundles, 'store'], body: payInvoicesForm, answers: { status: 201, shape: paidInvoicesShape },
    problems: [
      ...planProblems,
      { status: 422, code: 'part_payments_off', when: 'only whole invoices can be paid.' },
      { status: 422, code: 'below_part_min', when: 'a part is smaller than the limit.' },
    ],
    isIdempotent: true,
  },
  {
    method: 'POST', path: '/customers/:id/payments', name: 'staff.customers.payments.store', group: 'Payments', audience: 'staff',
    ability: 'staff:billing:write', summary: 'Charge several invoices of a customer, or a part of one, to a saved method; the customer is not there',
    controller: [PaymentBundles, 'charge'], body: chargeInvoicesForm, answers: { status: 201, shape: paidInvoicesShape },
    problems: [...planProblems, { status: 409, code: 'action_required', when: 'the bank wants the customer to confirm the card.' }],
    isIdempotent: true,
  },
  {
    method: 'GET', path: '/balance', name: 'balance.show', group: 'Balance', audience: 'customer', ability: 'billing:read',
    summary: 'Show what is on your balance, and what may be added to it now',
    controller: [Balances, 'show'], answers: { status: 200, shape: balanceShape },
  },
  {
    method: 'GET', path: '/balance/moves', name: 'balance.moves.index', group: 'Balance', audience: 'customer', ability: 'billing:read',
    summary: 'List what moved your balance, newest first, with the balance after each',
    controller: [Balances, 'moves'], query: balanceQuery, answers: { status: 200, shape: balanceMoveShape, isList: true },
  },
  {
    method: 'GET', path: '/balance/settings', name: 'balance.settings.show', group: 'Balance', audience: 'customer', ability: 'billing:read',
    summary: 'Show whether invoices are paid from your balance, and when money is added to it by itself',
    controller: [BalanceSettings, 'show'], answers: { status: 200, shape: balanceSettingsShape },
  },
  {
    method: 'PUT', path: '/balance/settings', name: 'balance.settings.update', group: 'Balance', audience: 'customer', ability: 'billing:pay',
    summary: 'Say whether invoices are paid from your balance, and when money is added to it by itself; saving ends a pause',
    controller: [BalanceSettings, 'update'], body: balanceSettingsForm, answers: { status: 200, shape: balanceSettingsShape },
    problems: settingsProblems,
  },
  {
    method: 'GET', path: '/customers/:id/balance/settings', name: 'staff.customers.balance.settings.show', group: 'Balance', audience: 'staff',
    ability: 'staff:billing:read', summary: 'Show whether invoices are paid from the balance of a customer, and when money is added to it by itself',
    controller: [BalanceSettings, 'show'], answers: { status: 200, shape: balanceSettingsShape }, problems: noCustomer,
  },
  {
    method: 'GET', path: '/customers/:id/balance', name: 'staff.customers.balance.show', group: 'Balance', audience: 'staff',
    ability: 'staff:billing:read', summary: 'Show what is on the balance of a customer, and what may be added to it now',
    controller: [Balances, 'show'], answers: { status: 200, shape: balanceShape }, problems: noCustomer,
  },
  {
    method: 'GET', path: '/customers/:id/balance/moves', name: 'staff.customers.balance.moves.index', group: 'Balance', audience: 'staff',
    ability: 'staff:billing:read', summary: 'List what moved the balance of a customer, newest first',
    controller: [Balances, 'moves'], query: balanceQuery, answers: { status: 200, shape: balanceMoveShape, isList: true }, problems: noCustomer,
  },
  {
    method: 'POST', path: '/customers/:id/balance/adjustments', name: 'staff.customers.balance.adjustments.store', group: 'Balance',
    audience: 'staff', ability: 'staff:billing:write', summary: 'Give money to the balance of a customer, or take some, with a reason',
    controller: [Balances, 'adjust'], body: balanceAdjustmentForm, answers: { status: 201, shape: balanceOnlyShape },
    problems: [
      ...noCustomer, aboveOwnLimit, keyReused,
      { status: 422, code: 'nothing_to_adjust', when: 'the amount is nothing.' },
      { status: 422, code: 'more_than_balance', when: 'more is to be taken than is there.' },
    ],
    isIdempotent: true,
  },
  {
    method: 'GET', path: '/customers/:id/received-payments', name: 'staff.customers.received_payments.index', group: 'Balance',
    audience: 'staff', ability: 'staff:billing:read', summary: 'List money that came in beside the gateways for a customer, newest first',
    controller: [ReceivedPayments, 'index'], query: balanceQuery, answers: { status: 200, shape: receivedPaymentShape, isList: true },
    problems: noCustomer,
  },
  {
    method: 'POST', path: '/customers/:id/received-payments', name: 'staff.customers.received_payments.store', group: 'Balance',
    audience: 'staff', ability: 'staff:billing:write',
    summary: 'Record a bank transfer, cash or a cheque: it pays the chosen invoices, or whatever is open, oldest first; the rest goes to the balance',
    controller: [ReceivedPayments, 'store'], body: receivedPaymentForm, answers: { status: 201, shape: receivedPaymentShape },
    problems: [...noCustomer, ...planProblems.slice(0, 2), { status: 409, code: 'payment_under_way', when: 'a payment by card is under way for one of the invoices.' }],
    isIdempotent: true,
  },
  ...refundRequestEndpoints,
  {
    method: 'POST', path: '/customers/:id/received-payments/:paymentId/reversal', name: 'staff.customers.received_payments.reversal.store', group: 'Balance',
    audience: 'staff', ability: 'staff:billing:write',
    summary: 'Take a recorded payment back: the invoices that it paid are owed again from today, the rest comes off the balance, and the customer is told',
    controller: [Reversals, 'store'], body: reversalForm, answers: { status: 201, shape: reversedPaymentShape },
    problems: [
      { status: 404, code: 'received_payment_not_found', when: 'there is no such payment of this customer.' },
      { status: 409, code: 'already_reversed', when: 'it was taken back before.' },
      { status: 409, code: 'payment_under_way', when: 'a payment by card is under way for one of the invoices.' },
    ],
    isIdempotent: true,
  },
] // prettier-ignore

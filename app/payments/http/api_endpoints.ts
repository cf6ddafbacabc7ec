import type { Endpoint } from '#app/shared/http/endpoint'
import { paymentWayShape } from '#app/payments/http/transformers/way_transformers'
import { refundEndpoints } from '#app/payments/http/refund_api_endpoints'
import { gatewayEndpoints } from '#app/payments/http/gateway_endpoints'
import { methodSetupShape, paymentMethodShape } from '#app/payments/http/transformers/method_transformers'
import { paymentLimitsShape } from '#app/payments/http/transformers/limit_transformers'
import { paymentShape, paymentWithFormShape } from '#app/payments/http/transformers/payment_transformers'
import {
  paymentFileShape,
  staffPaymentShape,
} from '#app/payments/http/transformers/staff_payment_transformers'
import {
  acceptPaymentForm,
  beginMethodSetup,
  beginPayment,
  chargeTopUpForm,
  listOwnPaymentsQuery,
  listPaymentsQuery,
  methodOrder,
  paymentLimitsForm,
  topUpForm,
} from '#app/payments/http/validators/payment_validators'

const OwnPaymentsController = () => import('#app/payments/http/api/own_payments_controller')
const OrderPaymentsController = () => import('#app/payments/http/api/order_payments_controller')
const InvoicePaymentsController = () => import('#app/payments/http/api/invoice_payments_controller')
const PaymentMethodsController = () => import('#app/payments/http/api/payment_methods_controller')
const MethodSetupsController = () => import('#app/payments/http/api/method_setups_controller')
const PaymentsController = () => import('#app/payments/http/api/payments_controller')
const CustomerTopUpsController = () => import('#app/payments/http/api/customer_top_ups_controller')
const TopUpsController = () => import('#app/payments/http/api/top_ups_controller')
const PaymentLimitsController = () => import('#app/payments/http/api/payment_limits_controller')
const PaymentWaysController = () => import('#app/payments/http/api/payment_ways_controller')

const gatewayNotFound = {
  status: 422,
  code: 'gateway_not_found',
  when: 'the gateway chosen is not connected or takes no payments at present.',
}
const beginProblems = [
  {
    status: 409,
    code: 'not_payable',
    when: 'it does not wait for a payment (paid, void, not reserved yet).',
  },
  { status: 409, code: 'payment_under_way', when: 'a bank may be taking money for it already.' },
  { status: 422, code: 'payment_method_not_found', when: 'the payment method is not kept for the customer.' },
  gatewayNotFound,
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
const topUpProblems = [
  { status: 409, code: 'top_ups_off', when: 'the balance cannot be topped up in this currency.' },
  { status: 422, code: 'below_top_up_min', when: 'the amount is below the minimum.' },
  { status: 422, code: 'above_top_up_max', when: 'the amount is above the maximum of one top-up.' },
  { status: 422, code: 'above_day_max', when: 'the amount is above what is left for today.' },
  { status: 422, code: 'above_balance_max', when: 'the balance would come to more than may be kept.' },
]
const unavailable = [
  { status: 503, code: 'gateway_unavailable', when: 'the gateway cannot be asked; try again in a minute.' },
]

export const endpoints: Endpoint[] = [
  {
    method: 'GET', path: '/payment-ways', name: 'payment_ways.index', group: 'Payments', audience: 'customer', ability: 'billing:read',
    summary: 'List the ways to pay that are offered, in their order: what gateway_id may be',
    controller: [PaymentWaysController, 'index'], answers: { status: 200, shape: paymentWayShape, isList: true },
  },
  {
    method: 'GET', path: '/payments', name: 'payments.index', group: 'Payments', audience: 'customer', ability: 'billing:read',
    summary: 'List your payments, newest first',
    controller: [OwnPaymentsController, 'index'], query: listOwnPaymentsQuery, answers: { status: 200, shape: paymentShape, isList: true },
  },
  {
    method: 'GET', path: '/payments/:id', name: 'payments.show', group: 'Payments', audience: 'customer', ability: 'billing:read',
    summary: 'Show a payment',
    controller: [OwnPaymentsController, 'show'], answers: { status: 200, shape: paymentShape },
  },
  {
    method: 'POST', path: '/payments/:id/refreshes', name: 'payments.refreshes.store', group: 'Payments', audience: 'customer', ability: 'billing:pay',
    summary: 'Ask the gateway where a payment stands, after the customer came back from the card form or the bank',
    controller: [OwnPaymentsController, 'refresh'], answers: { status: 200, shape: paymentWithFormShape },
  },
  {
    method: 'POST', path: '/orders/:id/payments', name: 'orders.payments.store', group: 'Payments', audience: 'customer', ability: 'billing:pay',
    summary: 'Begin to pay an order, with a saved card or the card form; the bank holds the money until the service runs',
    controller: [OrderPaymentsController, 'store'], body: beginPayment, answers: { status: 201, shape: paymentWithFormShape },
    problems: beginProblems, isIdempotent: true,
  },
  {
    method: 'POST', path: '/invoices/:id/payments', name: 'invoices.payments.store', group: 'Payments', audience: 'customer', ability: 'billing:pay',
    summary: 'Begin to pay what is due on an invoice, with a saved card or the card form',
    controller: [InvoicePaymentsController, 'store'], body: beginPayment, answers: { status: 201, shape: paymentWithFormShape },
    problems: beginProblems, isIdempotent: true,
  },
  {
    method: 'POST', path: '/balance/top-ups', name: 'balance.top_ups.store', group: 'Balance', audience: 'customer', ability: 'billing:pay',
    summary: 'Begin to add money to your balance, with a saved card or the card form',
    controller: [TopUpsController, 'store'], body: topUpForm, answers: { status: 201, shape: paymentWithFormShape },
    problems: [...beginProblems.slice(1), ...topUpProblems], isIdempotent: true,
  },
  {
    method: 'POST', path: '/customers/:id/balance/top-ups', name: 'staff.customers.balance.top_ups.store', group: 'Balance', audience: 'staff',
    ability: 'staff:billing:write', summary: 'Add money to the balance of a customer by a saved method, within the customer’s limits; the customer is not there',
    controller: [CustomerTopUpsController, 'store'], body: chargeTopUpForm, answers: { status: 201, shape: paymentShape },
    problems: [
      { status: 404, code: 'customer_not_found', when: 'there is no such customer.' },
      ...beginProblems.filter(({ code }) => code !== 'gateway_not_found'),
      ...topUpProblems,
      { status: 409, code: 'action_required', when: 'the bank wants the customer to confirm the card.' },
    ],
    isIdempotent: true,
  },
  {
    method: 'GET', path: '/payment-limits', name: 'staff.payment_limits.index', group: 'Balance', audience: 'staff', ability: 'staff:billing:read',
    summary: 'List how much customers may pay in and keep, per currency, in minor units',
    controller: [PaymentLimitsController, 'index'], answers: { status: 200, shape: paymentLimitsShape, isList: true },
  },
  {
    method: 'PUT', path: '/payment-limits/:currency', name: 'staff.payment_limits.update', group: 'Balance', audience: 'staff',
    ability: 'staff:settings:write', summary: 'Set how much customers may pay in and keep in a currency, in minor units',
    controller: [PaymentLimitsController, 'update'], body: paymentLimitsForm, answers: { status: 200, shape: paymentLimitsShape },
    problems: [
      { status: 422, code: 'below_top_up_min', when: 'the maximum of one top-up is below the minimum.' },
      { status: 422, code: 'below_top_up_max', when: 'the maximum of a day or of the balance is below that of one top-up.' },
    ],
  },
  {
    method: 'GET', path: '/payment-methods', name: 'payment_methods.index', group: 'Payment methods', audience: 'customer', ability: 'billing:read',
    summary: 'List saved cards and accounts, the default first',
    controller: [PaymentMethodsController, 'index'], answers: { status: 200, shape: paymentMethodShape, isList: true },
  },
  {
    method: 'PUT', path: '/payment-methods/:id/default', name: 'payment_methods.default.update', group: 'Payment methods', audience: 'customer',
    ability: 'billing:pay', summary: 'Choose the saved method that renewals are charged to',
    controller: [PaymentMethodsController, 'update'], answers: { status: 200, shape: paymentMethodShape },
  },
  {
    method: 'PUT', path: '/payment-methods/order', name: 'payment_methods.order.update', group: 'Payment methods', audience: 'customer',
    ability: 'billing:pay', summary: 'Say in which order saved methods are charged: the first is the default, the next ones follow when it is declined',
    controller: [PaymentMethodsController, 'order'], body: methodOrder, answers: { status: 200, shape: paymentMethodShape, isList: true },
    problems: [{ status: 422, code: 'other_methods', when: 'the list is not made of all saved methods, each once.' }],
  },
  {
    method: 'DELETE', path: '/payment-methods/:id', name: 'payment_methods.destroy', group: 'Payment methods', audience: 'customer',
    ability: 'billing:pay', summary: 'Forget a saved card or account',
    controller: [PaymentMethodsController, 'destroy'], answers: { status: 204, shape: null },
  },
  {
    method: 'POST', path: '/payment-method-setups', name: 'payment_method_setups.store', group: 'Payment methods', audience: 'customer',
    ability: 'billing:pay', summary: 'Begin to save a card or an account without a charge, in a form or at the page of the gateway',
    controller: [MethodSetupsController, 'store'], body: beginMethodSetup, answers: { status: 201, shape: methodSetupShape },
    problems: [gatewayNotFound, ...unavailable], isIdempotent: true,
  },
  {
    method: 'POST', path: '/payment-method-setups/:id/completions', name: 'payment_method_setups.completions.store', group: 'Payment methods',
    audience: 'customer', ability: 'billing:pay', summary: 'Keep the card or account after its owner agreed in the form or at the page of the gateway',
    controller: [MethodSetupsController, 'finishing'], answers: { status: 200, shape: methodSetupShape }, problems: unavailable,
  },
  {
    method: 'GET', path: '/payments', name: 'staff.payments.index', group: 'Payments', audience: 'staff', ability: 'staff:billing:read',
    summary: 'List payments, newest first, by customer, order, invoice or status',
    controller: [PaymentsController, 'index'], query: listPaymentsQuery, answers: { status: 200, shape: staffPaymentShape, isList: true },
  },
  {
    method: 'GET', path: '/payments/:id', name: 'staff.payments.show', group: 'Payments', audience: 'staff', ability: 'staff:billing:read',
    summary: 'Show a payment with the calls made for it and the messages received about it',
    controller: [PaymentsController, 'show'], answers: { status: 200, shape: paymentFileShape },
  },
  {
    method: 'POST', path: '/payments/:id/refreshes', name: 'staff.payments.refreshes.store', group: 'Payments', audience: 'staff',
    ability: 'staff:billing:write', summary: 'Ask the gateway where a payment stands',
    controller: [PaymentsController, 'refresh'], answers: { status: 200, shape: staffPaymentShape },
  },
  {
    method: 'POST', path: '/payments/:id/cancellations', name: 'staff.payments.cancellations.store', group: 'Payments', audience: 'staff',
    ability: 'staff:billing:write', summary: 'Call off a payment that has not been taken, letting go what the bank holds',
    controller: [PaymentsController, 'cancel'], answers: { status: 200, shape: staffPaymentShape },
    problems: [{ status: 409, code: 'not_cancellable', when: 'the payment has ended or is being taken.' }],
  },
  {
    method: 'POST', path: '/payments/:id/acceptances', name: 'staff.payments.acceptances.store', group: 'Payments', audience: 'staff',
    ability: 'staff:billing:write', summary: 'Let a payment stand that looks risky or that a bank reports as fraud; giving it back is a refund',
    controller: [PaymentsController, 'accept'], body: acceptPaymentForm, answers: { status: 200, shape: staffPaymentShape },
    problems: [{ status: 409, code: 'nothing_to_decide', when: 'nothing is to be decided about it.' }],
  },
  ...refundEndpoints,
  ...gatewayEndpoints,
] // prettier-ignore

import type { Endpoint } from '#app/shared/http/endpoint'
import { priceMoveEndpoints } from '#app/subscriptions/http/price_move_endpoints'
import { subscriptionShape } from '#app/subscriptions/http/transformers/subscription_transformers'
import { upcomingShape } from '#app/subscriptions/http/transformers/upcoming_transformer'
import { trialReportShape, trialShape } from '#app/subscriptions/http/transformers/trial_transformers'
import {
  cancelSubscription,
  chooseMethod,
  listSubscriptionsQuery,
  listTrialsQuery,
} from '#app/subscriptions/http/validators/subscription_validators'

const SubscriptionsController = () => import('#app/subscriptions/http/api/subscriptions_controller')
const SubscriptionCancellationsController = () =>
  import('#app/subscriptions/http/api/subscription_cancellations_controller')

const SubscriptionMethodsController = () =>
  import('#app/subscriptions/http/api/subscription_methods_controller')
const UpcomingController = () => import('#app/subscriptions/http/api/upcoming_controller')
const TrialsController = () => import('#app/subscriptions/http/api/trials_controller')

const readAbility = { customer: 'billing:read', staff: 'staff:billing:read' } as const
const writeAbility = { customer: 'services:write', staff: 'staff:billing:write' } as const

export const endpoints: Endpoint[] = [
  ...priceMoveEndpoints,
  {
    method: 'GET', path: '/subscriptions', name: 'subscriptions.index', group: 'Subscriptions', audience: 'both', ability: readAbility,
    summary: 'List subscriptions, newest first, by status and (staff) customer',
    controller: [SubscriptionsController, 'index'], query: listSubscriptionsQuery,
    answers: { status: 200, shape: subscriptionShape, isList: true },
  },
  {
    method: 'GET', path: '/subscriptions/:id', name: 'subscriptions.show', group: 'Subscriptions', audience: 'both',
    ability: readAbility, summary: 'Show a subscription with its items and dates',
    controller: [SubscriptionsController, 'show'], answers: { status: 200, shape: subscriptionShape },
  },
  {
    method: 'POST', path: '/subscriptions/:id/cancellation', name: 'subscriptions.cancellation.store', group: 'Subscriptions',
    audience: 'both', ability: writeAbility,
    summary: 'Cancel a subscription, now or at the end of the period that is paid',
    controller: [SubscriptionCancellationsController, 'store'], body: cancelSubscription,
    answers: { status: 200, shape: subscriptionShape }, isIdempotent: true,
    problems: [
      { status: 409, code: 'already_cancelled', when: 'the subscription has ended.' },
      { status: 409, code: 'already_ending', when: 'it ends with its period already.' },
      { status: 409, code: 'not_started', when: 'its first period has not begun and it is not cancelled at once.' },
      { status: 409, code: 'payment_under_way', when: 'a payment for the next period is under way.' },
    ],
  },
  {
    method: 'DELETE', path: '/subscriptions/:id/cancellation', name: 'subscriptions.cancellation.destroy', group: 'Subscriptions',
    audience: 'both', ability: writeAbility, summary: 'Withdraw a planned cancellation, so that the subscription goes on',
    controller: [SubscriptionCancellationsController, 'destroy'], answers: { status: 200, shape: subscriptionShape },
    problems: [
      { status: 409, code: 'already_cancelled', when: 'the subscription has ended.' },
      { status: 409, code: 'not_ending', when: 'no cancellation is planned.' },
    ],
  },
  {
    method: 'PUT', path: '/subscriptions/:id/payment_method', name: 'subscriptions.payment_method.update', group: 'Subscriptions',
    audience: 'both', ability: { customer: 'billing:pay', staff: 'staff:billing:write' },
    summary: 'Choose with which saved method a subscription is renewed; null for the default one',
    controller: [SubscriptionMethodsController, 'update'], body: chooseMethod, answers: { status: 200, shape: subscriptionShape },
    problems: [{ status: 422, code: 'payment_method_not_found', when: 'the payment method is not kept for the customer.' }],
  },
  {
    method: 'GET', path: '/upcoming', name: 'upcoming.show', group: 'Subscriptions', audience: 'customer', ability: 'billing:read',
    summary: 'Show what you will be asked for in the next twelve months, if everything stays as it is: invoices, sums of months, and what changes when',
    controller: [UpcomingController, 'show'], answers: { status: 200, shape: upcomingShape },
    problems: [{ status: 404, code: 'customer_not_found', when: 'there is no such customer.' }],
  },
  {
    method: 'GET', path: '/customers/:id/upcoming', name: 'customers.upcoming.show', group: 'Subscriptions', audience: 'staff',
    ability: 'staff:billing:read', summary: 'Show what a customer will be asked for in the next twelve months, if everything stays as it is',
    controller: [UpcomingController, 'show'], answers: { status: 200, shape: upcomingShape },
    problems: [{ status: 404, code: 'customer_not_found', when: 'there is no such customer.' }],
  },
  {
    method: 'GET', path: '/trials', name: 'trials.index', group: 'Subscriptions', audience: 'staff', ability: 'staff:billing:read',
    summary: 'List free trials, newest first, by status', controller: [TrialsController, 'index'], query: listTrialsQuery,
    answers: { status: 200, shape: trialShape, isList: true },
  },
  {
    method: 'GET', path: '/trial-report', name: 'trials.report', group: 'Subscriptions', audience: 'staff',
    ability: 'staff:billing:read', summary: 'Count free trials by what came of them, with the part that was paid for',
    controller: [TrialsController, 'report'], answers: { status: 200, shape: trialReportShape },
  },
] // prettier-ignore

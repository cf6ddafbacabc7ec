import type { Call } from './account.ts'
import { changedFields, findCustomer } from './customers.ts'
import type { Endpoint } from './endpoint.ts'
import { invalidRequest, resourceMissing } from './errors.ts'
import { emit } from './events.ts'
import { page } from './lists.ts'
import type { PaymentMethod } from './objects.ts'
import { mergedMetadata, type Params } from './params.ts'
import {
  attach,
  billingDetailsFrom,
  detach,
  findPaymentMethod,
  paymentMethodFrom,
  refuseIfDeclinedOnSetup,
  resolvePaymentMethod,
} from './payment_method_records.ts'

export const paymentMethodEndpoints: Endpoint[] = [
  { method: 'POST', url: '/v1/payment_methods', publishable: true, check: checkCreate, run: create },
  { method: 'GET', url: '/v1/payment_methods', run: list },
  { method: 'GET', url: '/v1/payment_methods/:id', run: retrieve },
  { method: 'POST', url: '/v1/payment_methods/:id', run: update },
  { method: 'POST', url: '/v1/payment_methods/:id/attach', run: attachToCustomer },
  { method: 'POST', url: '/v1/payment_methods/:id/detach', run: detachFromCustomer },
  { method: 'GET', url: '/v1/customers/:id/payment_methods', run: listOfCustomer },
  { method: 'GET', url: '/v1/customers/:customer/payment_methods/:id', run: retrieveOfCustomer },
]

function checkCreate(params: Params): void {
  if (params.has('customer') || params.has('payment_method')) {
    throw invalidRequest(
      'Cloning payment methods is for connected accounts, which this account does not have.'
    )
  }
  if (!params.has('type')) {
    throw invalidRequest('Missing required param: type.', { code: 'parameter_missing', param: 'type' })
  }
}

function create(call: Call): object {
  return paymentMethodFrom(call, call.params)
}

function retrieve(call: Call): object {
  return findPaymentMethod(call, call.path.id ?? '')
}

function update(call: Call): object {
  const { params } = call
  const old = findPaymentMethod(call, call.path.id ?? '')
  if (!old.customer) {
    throw invalidRequest('You must save this PaymentMethod to a customer before you can update it.', {
      code: 'payment_method_unexpected_state',
    })
  }
  const card = params.group('card')
  const method: PaymentMethod = {
    ...old,
    allow_redisplay: params.text('allow_redisplay') ?? old.allow_redisplay,
    billing_details: billingDetailsFrom(params.group('billing_details'), old.billing_details),
    card: {
      ...old.card,
      exp_month: expiryPart(card, 'exp_month', { least: 1, most: 12 }) ?? old.card.exp_month,
      exp_year: expiryPart(card, 'exp_year', { least: 1970, most: 2100 }) ?? old.card.exp_year,
    },
    metadata: mergedMetadata(old.metadata, params),
  }
  call.records.paymentMethods.put(method.id, method)
  emit(call, 'payment_method.updated', method, changedFields(old, method))
  return method
}

function expiryPart(
  card: Params | undefined,
  name: string,
  range: { least: number; most: number }
): number | undefined {
  const value = card?.integer(name)
  if (value === undefined || (value >= range.least && value <= range.most)) return value
  throw invalidRequest(`Invalid ${name}: ${value}`, { param: `card[${name}]` })
}

/** Kept as at Stripe: it saves the card without any authentication, which is why a SetupIntent is the better way. */
function attachToCustomer(call: Call): object {
  const id = call.params.text('customer')
  if (!id)
    throw invalidRequest('Missing required param: customer.', {
      code: 'parameter_missing',
      param: 'customer',
    })
  const customer = findCustomer(call, id, 'customer')
  const method = resolvePaymentMethod(call, call.path.id ?? '', 'payment_method')
  refuseIfDeclinedOnSetup(call, method)
  return attach(call, method, customer.id)
}

function detachFromCustomer(call: Call): object {
  return detach(call, findPaymentMethod(call, call.path.id ?? ''))
}

function list(call: Call): object {
  const customer = call.params.text('customer')
  if (customer) findCustomer(call, customer, 'customer')
  return listed(call, { url: '/v1/payment_methods', customer })
}

function listOfCustomer(call: Call): object {
  const { id } = findCustomer(call, call.path.id ?? '', 'customer')
  return listed(call, { url: `/v1/customers/${id}/payment_methods`, customer: id })
}

function listed(call: Call, options: { url: string; customer?: string }): object {
  const type = call.params.text('type')
  const redisplay = call.params.text('allow_redisplay')
  return page(call, call.records.paymentMethods, {
    url: options.url,
    filter: (method) =>
      method.customer !== null &&
      (!options.customer || method.customer === options.customer) &&
      (!type || method.type === type) &&
      (!redisplay || method.allow_redisplay === redisplay),
  })
}

function retrieveOfCustomer(call: Call): object {
  const customer = findCustomer(call, call.path.customer ?? '', 'customer')
  const method = call.records.paymentMethods.get(call.path.id ?? '')
  if (!method || method.customer !== customer.id) throw resourceMissing('PaymentMethod', call.path.id ?? '')
  return method
}

import type { Call } from './account.ts'
import type { Endpoint } from './endpoint.ts'
import { invalidRequest, resourceMissing } from './errors.ts'
import { emit } from './events.ts'
import { newId, randomText } from './ids.ts'
import { page } from './lists.ts'
import type { Address, Customer } from './objects.ts'
import { mergedMetadata, type Params } from './params.ts'
import { detach, findPaymentMethod } from './payment_method_records.ts'

export const customerEndpoints: Endpoint[] = [
  { method: 'POST', url: '/v1/customers', run: create },
  { method: 'GET', url: '/v1/customers', run: list },
  { method: 'GET', url: '/v1/customers/:id', run: retrieve },
  { method: 'POST', url: '/v1/customers/:id', run: update },
  { method: 'DELETE', url: '/v1/customers/:id', run: remove },
]

/** A customer that can be used; a deleted one cannot. */
export function findCustomer(call: Call, id: string, param = 'id'): Customer {
  const customer = call.records.customers.get(id)
  if (!customer) throw resourceMissing('customer', id, param)
  return customer
}

function create(call: Call): object {
  const { params } = call
  const customer = withTexts(
    {
      id: newId('cus'),
      object: 'customer',
      address: addressFrom(params),
      balance: params.integer('balance') ?? 0,
      created: call.now,
      currency: null,
      customer_account: null,
      default_source: null,
      delinquent: false,
      description: null,
      discount: null,
      email: null,
      invoice_prefix: randomText(8).toUpperCase(),
      invoice_settings: {
        custom_fields: null,
        default_payment_method: null,
        footer: null,
        rendering_options: null,
      },
      livemode: false,
      metadata: mergedMetadata({}, params),
      name: null,
      next_invoice_sequence: 1,
      phone: null,
      preferred_locales: params.texts('preferred_locales') ?? [],
      shipping: params.group('shipping')?.values ?? null,
      tax_exempt: 'none',
      test_clock: null,
    },
    params
  )
  const method = params.text('payment_method')
  if (method) throw invalidRequest('Use a SetupIntent to save a card.', { param: 'payment_method' })
  call.records.customers.insert(customer.id, customer)
  emit(call, 'customer.created', customer)
  return customer
}

function retrieve(call: Call): object {
  const id = call.path.id ?? ''
  return call.records.deletedCustomers.get(id) ?? findCustomer(call, id)
}

function update(call: Call): object {
  const { params, records } = call
  const old = findCustomer(call, call.path.id ?? '')
  const customer: Customer = {
    ...withTexts(old, params),
    address: params.has('address') ? addressFrom(params) : old.address,
    balance: params.integer('balance') ?? old.balance,
    invoice_settings: invoiceSettings(call, old),
    metadata: mergedMetadata(old.metadata, params),
    preferred_locales: params.texts('preferred_locales') ?? old.preferred_locales,
    shipping: params.has('shipping') ? (params.group('shipping')?.values ?? null) : old.shipping,
  }
  records.customers.put(customer.id, customer)
  emit(call, 'customer.updated', customer, changedFields(old, customer))
  return customer
}

function remove(call: Call): object {
  const { records } = call
  const customer = findCustomer(call, call.path.id ?? '')
  for (const method of records.paymentMethods.list({ filter: (item) => item.customer === customer.id })) {
    detach(call, method)
  }
  const deleted = { id: customer.id, object: 'customer', deleted: true } as const
  records.customers.remove(customer.id)
  records.deletedCustomers.put(customer.id, deleted)
  emit(call, 'customer.deleted', customer)
  return deleted
}

function list(call: Call): object {
  const email = call.params.text('email')
  return page(call, call.records.customers, {
    url: '/v1/customers',
    filter: (customer) => email === undefined || customer.email === email,
  })
}

function invoiceSettings(call: Call, old: Customer): Customer['invoice_settings'] {
  const settings = call.params.group('invoice_settings')
  if (!settings?.has('default_payment_method')) return old.invoice_settings
  const id = settings.text('default_payment_method') ?? ''
  if (id === '') return { ...old.invoice_settings, default_payment_method: null }
  const param = 'invoice_settings[default_payment_method]'
  const method = findPaymentMethod(call, id, param)
  if (method.customer !== old.id) {
    throw invalidRequest(
      `The customer does not have a payment method with the ID ${id}. The payment method must be attached to ` +
        'the customer.',
      { code: 'resource_missing', param }
    )
  }
  return { ...old.invoice_settings, default_payment_method: id }
}

function withTexts(customer: Customer, params: Params): Customer {
  const text = (name: 'description' | 'email' | 'name' | 'phone') =>
    params.has(name) ? params.textOrNull(name) : customer[name]
  const email = text('email')
  if (email !== null && !/^[^@\s]+@[^@\s]+$/.test(email)) {
    throw invalidRequest(`Invalid email address: ${email}`, { code: 'email_invalid', param: 'email' })
  }
  return {
    ...customer,
    description: text('description'),
    email,
    name: text('name'),
    phone: text('phone'),
    tax_exempt: params.textOrNull('tax_exempt') ?? customer.tax_exempt,
  }
}

export function addressFrom(params: Params): Address | null {
  const address = params.group('address')
  if (!address) return null
  return {
    city: address.textOrNull('city'),
    country: address.textOrNull('country'),
    line1: address.textOrNull('line1'),
    line2: address.textOrNull('line2'),
    postal_code: address.textOrNull('postal_code'),
    state: address.textOrNull('state'),
  }
}

/** The old values of what changed, as events carry them. */
export function changedFields<T extends object>(old: T, updated: T): Partial<T> {
  const entries = Object.entries(old) as Array<[keyof T, T[keyof T]]>
  const changed = entries.filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(updated[name]))
  return Object.fromEntries(changed) as Partial<T>
}

import type { Call } from './account.ts'
import { brandOf, countryOf, readCard, type CardDetails } from './card_details.ts'
import { cardByNumber, cardByPaymentMethod, type CardBehaviour } from './cards.ts'
import { declineFor } from './declines.ts'
import { cardError, invalidRequest, resourceMissing, StripeError } from './errors.ts'
import { emit } from './events.ts'
import { fingerprintOf, newId } from './ids.ts'
import type { Address, BillingDetails, PaymentMethod } from './objects.ts'
import { mergedMetadata, type Params } from './params.ts'

const emptyAddress: Address = {
  city: null,
  country: null,
  line1: null,
  line2: null,
  postal_code: null,
  state: null,
}

export function findPaymentMethod(call: Call, id: string, param = 'id'): PaymentMethod {
  const method = call.records.paymentMethods.get(id)
  if (!method) throw resourceMissing('PaymentMethod', id, param)
  return method
}

/** Finds a payment method, or makes the one that a test id such as pm_card_visa stands for. */
export function resolvePaymentMethod(call: Call, id: string, param = 'payment_method'): PaymentMethod {
  const card = cardByPaymentMethod(id)
  if (!card) return findPaymentMethod(call, id, param)
  const year = new Date(call.now * 1000).getUTCFullYear() + 5
  return vaultCard(call, { number: card.number, exp_month: 12, exp_year: year, cvc: '123' })
}

/** Makes a payment method from typed card data (`payment_method_data`, or the body of a create). */
export function paymentMethodFrom(call: Call, data: Params): PaymentMethod {
  const type = data.text('type')
  if (type !== undefined && type !== 'card') {
    throw invalidRequest(
      `The payment method type "${type}" is invalid. Please ensure the provided type is activated in your ` +
        'dashboard (https://dashboard.stripe.com/account/payments/settings).',
      { param: 'type' }
    )
  }
  const card = data.group('card')
  if (!card)
    throw invalidRequest('Missing required param: card.', { code: 'parameter_missing', param: 'card' })
  refuseRawNumber(call, card)
  return vaultCard(call, readCard(card, call.account.kit.nowMs()), data)
}

/** Card numbers come from browsers; a server that sends one has a hole in it. */
function refuseRawNumber(call: Call, card: Params): void {
  if (card.text('token')) throw invalidRequest('Tokens are not supported here.', { param: 'card[token]' })
  if (call.publishable) return
  throw new StripeError(402, {
    type: 'invalid_request_error',
    message:
      'Sending credit card numbers directly to the Stripe API is generally unsafe. To continue processing use ' +
      'Stripe.js, the Stripe mobile bindings, or Stripe Elements. For more information, see ' +
      'https://dashboard.stripe.com/account/integration/settings.',
  })
}

function vaultCard(call: Call, details: CardDetails, data?: Params): PaymentMethod {
  const { number } = details
  const brand = brandOf(number)
  const method: PaymentMethod = {
    id: newId('pm'),
    object: 'payment_method',
    allow_redisplay: data?.text('allow_redisplay') ?? 'unspecified',
    billing_details: billingDetailsFrom(data?.group('billing_details')),
    card: {
      brand,
      checks: {
        address_line1_check: null,
        address_postal_code_check: null,
        cvc_check: details.cvc === null ? null : 'unchecked',
      },
      country: countryOf(number),
      display_brand: brand === 'amex' ? 'american_express' : brand,
      exp_month: details.exp_month,
      exp_year: details.exp_year,
      fingerprint: fingerprintOf(number),
      funding: 'credit',
      generated_from: null,
      last4: number.slice(-4),
      networks: { available: [brand], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: brand !== 'amex' },
      wallet: null,
    },
    created: call.now,
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: data ? mergedMetadata({}, data) : {},
    type: 'card',
  }
  call.records.paymentMethods.insert(method.id, method)
  call.records.vault.insert(method.id, { number, setUp: false, spent: false, everAttached: false })
  return method
}

export function billingDetailsFrom(details: Params | undefined, old?: BillingDetails): BillingDetails {
  const address = details?.group('address')
  const oldAddress = old?.address ?? emptyAddress
  const pick = (name: 'email' | 'name' | 'phone' | 'tax_id') =>
    details?.has(name) ? details.textOrNull(name) : (old?.[name] ?? null)
  return {
    address: address
      ? ({ ...oldAddress, ...address.values } as Address)
      : details?.text('address') === ''
        ? emptyAddress
        : oldAddress,
    email: pick('email'),
    name: pick('name'),
    phone: pick('phone'),
    tax_id: pick('tax_id'),
  }
}

/** Numbers that are no test card behave as an ordinary one: the form has checked them already. */
export function behaviourOf(call: Call, method: PaymentMethod): CardBehaviour {
  return cardByNumber(call.records.vault.get(method.id)?.number ?? '') ?? {}
}

/** The bank's word on a card that is about to be saved. */
export function refuseIfDeclinedOnSetup(call: Call, method: PaymentMethod): void {
  const { decline, declinesSetup } = behaviourOf(call, method)
  if (decline && declinesSetup) throw cardError({ ...declineFor(decline), payment_method: method })
}

export function attach(call: Call, method: PaymentMethod, customer: string): PaymentMethod {
  if (method.customer === customer) return method
  if (method.customer) {
    throw invalidRequest('The payment method you provided has already been attached to a customer.', {
      code: 'payment_method_unexpected_state',
    })
  }
  refuseSpent(call, method)
  const attached = { ...method, customer }
  call.records.paymentMethods.put(method.id, attached)
  markVault(call, method, { everAttached: true })
  emit(call, 'payment_method.attached', attached)
  return attached
}

export function detach(call: Call, method: PaymentMethod): PaymentMethod {
  if (!method.customer) {
    throw invalidRequest(
      'The payment method you provided is not attached to a customer so detachment is impossible.',
      { code: 'payment_method_unexpected_state' }
    )
  }
  const detached = { ...method, customer: null }
  call.records.paymentMethods.put(method.id, detached)
  markVault(call, method, { spent: true })
  forgetDefault(call, method)
  emit(call, 'payment_method.detached', detached, { customer: method.customer })
  return detached
}

function forgetDefault(call: Call, method: PaymentMethod): void {
  const customer = call.records.customers.get(method.customer ?? '')
  if (customer?.invoice_settings.default_payment_method !== method.id) return
  const settings = { ...customer.invoice_settings, default_payment_method: null }
  call.records.customers.put(customer.id, { ...customer, invoice_settings: settings })
}

/** Once used without a customer, or detached from one, a payment method is of no more use. */
export function refuseSpent(call: Call, method: PaymentMethod): void {
  if (!call.records.vault.get(method.id)?.spent) return
  throw invalidRequest(
    'The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared ' +
      'with a connected account without Customer attachment, or was detached from a Customer. It may not be used ' +
      'again. To use a PaymentMethod multiple times, you must attach it to a Customer first.',
    { param: 'payment_method' }
  )
}

export function markVault(
  call: Call,
  method: PaymentMethod,
  marks: { setUp?: boolean; spent?: boolean; everAttached?: boolean }
): void {
  const vaulted = call.records.vault.get(method.id)
  if (vaulted) call.records.vault.put(method.id, { ...vaulted, ...marks })
}

import type { Call } from './account.ts'
import { findCustomer } from './customers.ts'
import { invalidRequest, StripeError } from './errors.ts'
import type { CardOptions, PaymentIntent, PaymentMethod, SetupIntent } from './objects.ts'
import { missing } from './parameters.ts'
import type { Params } from './params.ts'
import { paymentMethodFrom, resolvePaymentMethod } from './payment_method_records.ts'

/** What payment intents and set-up intents have in common. */
type TypeChoice = Pick<
  PaymentIntent,
  | 'allowed_payment_method_types'
  | 'automatic_payment_methods'
  | 'excluded_payment_method_types'
  | 'payment_method_configuration_details'
  | 'payment_method_types'
>

const typeChoices = [
  'automatic_payment_methods',
  'excluded_payment_method_types',
  'payment_method_configuration',
] as const

export function checkTypeChoice(params: Params): void {
  if (params.has('allowed_payment_method_types')) {
    const other = typeChoices.find((name) => params.has(name))
    if (other) throw exclusive('allowed_payment_method_types', other)
  }
  if (params.has('payment_method') && params.has('payment_method_data')) {
    throw exclusive('payment_method', 'payment_method_data')
  }
  for (const name of ['payment_method', 'payment_method_data']) {
    if (params.has('confirmation_token') && params.has(name)) throw exclusive('confirmation_token', name)
  }
}

export function exclusive(one: string, other: string): StripeError {
  return invalidRequest(
    `You may only specify one of these parameters: ${[one, other].toSorted().join(', ')}.`,
    { param: one }
  )
}

/** Parameters that only mean something while confirming. */
export function checkNeedsConfirm(params: Params, names: string[]): void {
  if (params.flag('confirm') === true) return
  const early = names.find((name) => params.has(name))
  if (!early) return
  throw invalidRequest(`The \`${early}\` parameter can only be used when \`confirm\` is set to true.`, {
    param: early,
  })
}

const connectOnly = [
  'on_behalf_of',
  'transfer_data',
  'application_fee_amount',
  'customer_account',
  'transfer_group',
]

/** Correct parameters for which this stand-in has nothing: better a refusal than a silence. */
export function refuseUnavailable(params: Params): void {
  const name = [...connectOnly, 'confirmation_token', 'payment_details', 'hooks', 'single_use'].find((item) =>
    params.has(item)
  )
  if (name) throw invalidRequest(`This stand-in has no part for \`${name}\`.`, { param: name })
}

export function typeChoiceFrom(params: Params, old?: TypeChoice): TypeChoice {
  const allowed = params.texts('allowed_payment_method_types')
  const excluded = params.texts('excluded_payment_method_types')
  const automatic = params.group('automatic_payment_methods')
  const configuration = params.text('payment_method_configuration')
  if (old && !allowed && !excluded && !configuration) return old
  if ((allowed && !allowed.includes('card')) || excluded?.includes('card')) {
    throw invalidRequest(
      'No valid payment method types for this intent. Please ensure that you have activated payment methods ' +
        'compatible with your chosen currency in your dashboard.',
      { param: allowed ? 'allowed_payment_method_types' : 'excluded_payment_method_types' }
    )
  }
  const isAutomatic = !allowed && automatic?.flag('enabled') !== false
  return {
    allowed_payment_method_types: allowed ? ['card'] : null,
    automatic_payment_methods: isAutomatic
      ? { allow_redirects: automatic?.text('allow_redirects') ?? 'always', enabled: true }
      : null,
    excluded_payment_method_types: excluded ?? null,
    payment_method_configuration_details: isAutomatic
      ? { id: configuration ?? 'pmc_sandbox', parent: null }
      : null,
    payment_method_types: ['card'],
  }
}

export function cardOptionsFrom(params: Params, old?: CardOptions): CardOptions {
  const card = params.group('payment_method_options')?.group('card')
  return {
    installments: null,
    mandate_options: null,
    network: card?.text('network') ?? old?.network ?? null,
    request_three_d_secure:
      card?.text('request_three_d_secure') ?? old?.request_three_d_secure ?? 'automatic',
  }
}

/** The customer an intent is for, checked to exist. */
export function customerFor(call: Call, old: string | null): string | null {
  const id = call.params.text('customer')
  return id ? findCustomer(call, id, 'customer').id : old
}

/** The payment method named in the request, if it names one. */
export function methodNamed(call: Call): PaymentMethod | null {
  const data = call.params.group('payment_method_data')
  if (data) return paymentMethodFrom(call, data)
  const id = call.params.text('payment_method')
  return id ? resolvePaymentMethod(call, id) : null
}

export function methodToConfirm(call: Call, intent: PaymentIntent | SetupIntent): PaymentMethod {
  const named = methodNamed(call)
  const method = named ?? (intent.payment_method ? resolvePaymentMethod(call, intent.payment_method) : null)
  const noun = intent.object === 'payment_intent' ? 'PaymentIntent' : 'SetupIntent'
  if (!method) {
    throw invalidRequest(
      `You cannot confirm this ${noun} because it's missing a payment method. You can either update the ${noun} ` +
        'with a payment method and then confirm it again, or confirm it again directly with a payment method or ' +
        'ConfirmationToken.',
      { code: 'parameter_missing', param: 'payment_method' }
    )
  }
  checkOwner(method, intent, noun)
  return method
}

function checkOwner(method: PaymentMethod, intent: PaymentIntent | SetupIntent, noun: string): void {
  if (!method.customer || method.customer === intent.customer) return
  throw invalidRequest(
    intent.customer
      ? `The payment method supplied (${method.id}) belongs to a different Customer. Please include a payment ` +
          `method that belongs to the Customer on this ${noun}.`
      : `The provided PaymentMethod was attached to a Customer. Please include the Customer on this ${noun}.`,
    { param: 'payment_method' }
  )
}

/** Browsers prove by the client secret that the intent was meant for them. */
export function checkClientSecret(call: Call, intent: PaymentIntent | SetupIntent): void {
  const given = call.params.text('client_secret')
  if (!call.publishable && given === undefined) return
  if (given === undefined) throw missing('client_secret')
  if (given === intent.client_secret) return
  const noun = intent.object === 'payment_intent' ? 'payment_intent' : 'setup_intent'
  throw invalidRequest(
    `The client_secret provided does not match any associated ${noun === 'payment_intent' ? 'PaymentIntent' : 'SetupIntent'} on this account. Ensure the publishable key used belongs to the same account that created the intent.`,
    { code: `${noun}_invalid_parameter`, param: 'client_secret' }
  )
}

/**
 * Dynamic payment methods may lead away from the page, so a confirmation by the server has to say where to come
 * back to, or that it wants none of those. Off-session confirmations send nobody anywhere.
 */
export function requireReturnUrl(call: Call, intent: PaymentIntent | SetupIntent): void {
  const { params } = call
  const offSession = params.flag('off_session') === true || Boolean(params.text('off_session'))
  const redirects = intent.automatic_payment_methods?.allow_redirects === 'always'
  if (!redirects || offSession || params.has('return_url') || params.flag('use_stripe_sdk')) return
  const noun = intent.object === 'payment_intent' ? 'PaymentIntent' : 'SetupIntent'
  throw invalidRequest(
    `This ${noun} is configured to accept payment methods enabled in your Dashboard. Because some of these ` +
      'payment methods might redirect your customer off of your page, you must provide a `return_url`. If you ' +
      "don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` " +
      `and \`automatic_payment_methods[allow_redirects]\` to \`never\` when creating Setup Intents and Payment Intents.`,
    { param: 'return_url' }
  )
}

export function checkReturnUrl(params: Params): void {
  const url = params.text('return_url')
  if (url === undefined) return
  if (!URL.canParse(url))
    throw invalidRequest('Not a valid URL', { code: 'url_invalid', param: 'return_url' })
}

/** What a browser may see of an intent: nothing about the customer behind it. */
export function seenByBrowser<T extends PaymentIntent | SetupIntent>(call: Call, intent: T): object {
  if (!call.publishable) return intent
  const hidden = new Set(['customer', 'metadata', 'application', 'latest_charge', 'on_behalf_of', 'review'])
  return Object.fromEntries(Object.entries(intent).filter(([name]) => !hidden.has(name)))
}

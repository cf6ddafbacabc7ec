import type { GatewayFailure, PaymentRequest } from '#app/payments/drivers/contract'
import type { Money } from '#app/shared/money/money'
import { toAmount } from '#app/payments/drivers/paypal/amounts'
import type { Amount } from '#app/payments/drivers/paypal/api_types'
import type { PayPalConfig } from '#app/payments/drivers/paypal/config'
import { NotDone } from '#app/payments/drivers/paypal/failures'

const textMax = 127
/** Kept for renewals that are paid in advance. */
const usagePattern = 'SUBSCRIPTION_PREPAID'

/**
 * One order for one payment. Without items: taxes that are rounded once an invoice cannot be said in units times quantity.
 * `custom_id` is our payment, echoed in everything that comes of it; `invoice_id` is used once, so a second capture is refused.
 */
export function orderBody(request: PaymentRequest, wallet: object): object {
  return {
    intent: request.capture === 'manual' ? 'AUTHORIZE' : 'CAPTURE',
    purchase_units: [
      {
        reference_id: 'default',
        custom_id: request.paymentId,
        invoice_id: invoiceId(request),
        description: request.description.slice(0, textMax) || 'Payment',
        amount: amountOf(request.money),
      },
    ],
    payment_source: { paypal: wallet },
  }
}

/** Reads like the invoice's number to the payer; letters, digits and dashes, as disputes repeat no others. */
function invoiceId({ description, paymentId }: PaymentRequest): string {
  const readable = description.replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-|-$/g, '')
  return `${readable.slice(0, 100)}-${paymentId.slice(-12)}`.replace(/^-/, '')
}

/** The payer agrees at PayPal's page. */
export function approvingWallet(request: PaymentRequest, config: PayPalConfig): object {
  return {
    experience_context: {
      ...contextOf(request, config),
      user_action: 'PAY_NOW',
      payment_method_preference: 'IMMEDIATE_PAYMENT_REQUIRED',
    },
    ...(request.savesMethod ? { attributes: keeping(request) } : {}),
  }
}

export function contextOf(urls: { returnUrl: string; cancelUrl: string }, { brandName }: PayPalConfig) {
  return {
    return_url: urls.returnUrl,
    cancel_url: urls.cancelUrl,
    shipping_preference: 'NO_SHIPPING',
    ...(brandName ? { brand_name: brandName } : {}),
  }
}

function keeping({ customerReference }: PaymentRequest): object {
  return {
    customer: { merchant_customer_id: customerReference },
    vault: {
      store_in_vault: 'ON_SUCCESS',
      usage_type: 'MERCHANT',
      customer_type: 'CONSUMER',
      usage_pattern: usagePattern,
      permit_multiple_payment_tokens: false,
    },
  }
}

/** A kept account: charged by us for what renews, or chosen by its owner at the checkout. */
export function savedWallet(
  request: PaymentRequest & { methodReference: string },
  initiator: 'MERCHANT' | 'CUSTOMER',
  config: PayPalConfig
): object {
  return {
    vault_id: request.methodReference,
    // Where the payer comes back to when PayPal wants them after all.
    experience_context: contextOf(request, config),
    stored_credential: { payment_initiator: initiator, usage: 'SUBSEQUENT', usage_pattern: usagePattern },
  }
}

export function setupBody(
  input: { customerReference: string; returnUrl: string; cancelUrl: string },
  config: PayPalConfig
): object {
  return {
    customer: { merchant_customer_id: input.customerReference },
    payment_source: {
      paypal: {
        usage_type: 'MERCHANT',
        customer_type: 'CONSUMER',
        usage_pattern: usagePattern,
        permit_multiple_payment_tokens: false,
        experience_context: contextOf(input, config),
      },
    },
  }
}

/** @throws {NotDone} for what PayPal cannot say exactly or does not take */
export function amountOf(money: Money): Amount {
  const amount = toAmount(money)
  if (!amount) throw new NotDone(notRepresentable(money))
  return amount
}

export function notRepresentable({ amount, currency }: Money): GatewayFailure {
  return { type: 'misconfigured', reason: `${amount} minor units of ${currency} cannot be paid by PayPal` }
}

import type { CallSubject } from '#app/shared/outbound/remote_call_log'
import { derivedId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import type { CoinbaseConfig } from '#app/payments/drivers/coinbase/config'
import { type Asked, askCoinbase } from '#app/payments/drivers/coinbase/transport'
import {
  type CoinbaseCheckout,
  toCoinbaseAmount,
  toGatewayPayment,
} from '#app/payments/drivers/coinbase/translate'
import type {
  BrowserForm,
  GatewayAccount,
  GatewayConnection,
  GatewayFailure,
  GatewayPayment,
  Outcome,
  PaymentRequest,
} from '#app/payments/drivers/contract'

/** Pages of checkouts that are looked through for one of ours. */
const pagesMax = 5

const cannot = (what: string): GatewayFailure => ({
  type: 'misconfigured',
  reason: `USDC at Coinbase cannot be ${what}`,
})

/** One business at Coinbase, asked about one thing of ours. */
export class CoinbaseConnection implements GatewayConnection {
  readonly continuing = null
  readonly refunds = null
  readonly disputes = null
  readonly payouts = null
  readonly webhookSetup = null

  constructor(
    private readonly config: CoinbaseConfig,
    private readonly subject: CallSubject
  ) {}

  async checkAccount(): Outcome<GatewayAccount> {
    const listed = await this.ask<object>({ method: 'GET', path: '/checkouts', query: { pageSize: '1' } })
    if (!listed.ok) return listed
    if (!listed.value) return err({ type: 'misconfigured', reason: 'There are no checkouts at this address' })
    return ok({ name: null, isLive: this.config.isLive, currencies: ['USDC'] })
  }

  /** Coinbase knows no customers: a checkout is all there is. */
  async ensureCustomer({
    customerId,
  }: Parameters<GatewayConnection['ensureCustomer']>[0]): Outcome<{ reference: string }> {
    return ok({ reference: customerId })
  }

  async beginPayment(request: PaymentRequest): Outcome<GatewayPayment> {
    if (request.capture === 'manual') return err(cannot('held before it is taken'))
    const { money, marks, paymentId, description, returnUrl, cancelUrl, idempotencyKey } = request
    const amount = toCoinbaseAmount(money)
    if (amount === null)
      return err({
        type: 'misconfigured',
        reason: `${money.amount} minor units of ${money.currency} cannot be asked for at Coinbase`,
      })
    const made = await this.ask<CoinbaseCheckout>({
      method: 'POST',
      path: '/checkouts',
      // Coinbase wants a UUID: the same for the same key of ours.
      idempotencyKey: derivedId(paymentId, idempotencyKey),
      body: {
        amount,
        currency: money.currency,
        network: 'base',
        description,
        metadata: { ...marks, payment_id: paymentId },
        successRedirectUrl: returnUrl,
        failRedirectUrl: cancelUrl,
      },
    })
    if (!made.ok) return made
    return made.value
      ? ok(this.show(made.value))
      : err({ type: 'misconfigured', reason: 'There are no checkouts at this address' })
  }

  async chargeSavedMethod(): Outcome<GatewayPayment> {
    return err(cannot('taken without its owner'))
  }

  async capture(): Outcome<GatewayPayment> {
    return err(cannot('held before it is taken'))
  }

  /** What can no longer be closed has moved on: where it stands is the answer. */
  async cancel({ reference }: Parameters<GatewayConnection['cancel']>[0]): Outcome<GatewayPayment> {
    const closed = await this.ask<CoinbaseCheckout>({
      method: 'POST',
      path: `/checkouts/${reference}/deactivate`,
    })
    if (closed.ok && closed.value) return ok(this.show(closed.value))
    if (!closed.ok && closed.error.type !== 'misconfigured') return closed
    const seen = await this.findPayment(reference)
    if (!seen.ok) return seen
    return seen.value
      ? ok(seen.value)
      : err({ type: 'misconfigured', reason: 'Coinbase does not know the checkout to close' })
  }

  async findPayment(reference: string): Outcome<GatewayPayment | null> {
    const found = await this.ask<CoinbaseCheckout>({ method: 'GET', path: `/checkouts/${reference}` })
    if (!found.ok) return found
    return ok(found.value && this.show(found.value))
  }

  /** There is no search: the newest checkouts are looked through. Whether that list is ever behind is not documented, so it never says no. */
  async searchPayment({
    paymentId,
  }: Parameters<GatewayConnection['searchPayment']>[0]): Outcome<GatewayPayment | null> {
    let pageToken: string | undefined
    for (let page = 0; page < pagesMax; page += 1) {
      const query = { pageSize: '100', ...(pageToken ? { pageToken } : {}) }
      const listed = await this.ask<{ checkouts?: CoinbaseCheckout[]; nextPageToken?: string }>({
        method: 'GET',
        path: '/checkouts',
        query,
      })
      if (!listed.ok) return listed
      const found = listed.value?.checkouts?.find(({ metadata }) => metadata?.payment_id === paymentId)
      if (found) return ok(this.show(found))
      pageToken = listed.value?.nextPageToken
      if (!pageToken) break
    }
    return err({ type: 'unknown', reason: 'It is not among the newest checkouts, which may be behind' })
  }

  async beginSetup(): ReturnType<GatewayConnection['beginSetup']> {
    return err(cannot('saved as a method'))
  }

  async findSetup(): ReturnType<GatewayConnection['findSetup']> {
    return ok(null)
  }

  async readMethod(): ReturnType<GatewayConnection['readMethod']> {
    return ok(null)
  }

  async detachMethod(): Outcome<void> {
    return ok()
  }

  describeForm(): BrowserForm {
    throw new Error('Coinbase has no form in the browser: its payments carry a page')
  }

  private show(checkout: CoinbaseCheckout): GatewayPayment {
    return toGatewayPayment(checkout, this.config.isLive)
  }

  private ask<T>(asked: Asked): Promise<Result<T | null, GatewayFailure>> {
    return askCoinbase<T>(this.config, this.subject, asked)
  }
}

import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import { timeOfId } from '#app/shared/ids'
import { Clock } from '#app/shared/time/clock'
import { EnsureGatewayCustomer } from '#app/payments/actions/ensure_gateway_customer'
import { openGateway } from '#app/payments/actions/open_gateway'
import { RecordGatewayAnswer } from '#app/payments/actions/record_gateway_answer'
import {
  lapsedAtGateway,
  neverCreated,
  RecordGatewayFailure,
} from '#app/payments/actions/record_gateway_failure'
import { idempotencyKey, type Payment, purposeOf } from '#app/payments/domain/payment'
import { describePurchase } from '#app/payments/queries/describe_purchase'
import { findReturnUrls } from '#app/payments/queries/find_return_urls'
import type {
  BrowserForm,
  GatewayConnection,
  GatewayFailure,
  GatewayPage,
  GatewayPayment,
  PaymentRequest,
} from '#app/payments/drivers/contract'
import { driverNamed } from '#app/payments/drivers/registry'
import { listLateRates } from '#app/payments/records/late_coin_rates'
import { findGateway, type Gateway } from '#app/payments/records/gateways'
import { findMethod } from '#app/payments/records/methods'
import { findPayment } from '#app/payments/records/payments'

/** A payment as it stands after the gateway was asked, and what the customer's browser needs to go on with it. */
export interface RefreshedPayment {
  payment: Payment
  form: BrowserForm | null
  /** Where the customer goes on with it at the gateway, or sends coins to. */
  page: GatewayPage | null
  /** Why the gateway could not say anything; null when it did. */
  problem: GatewayFailure | null
}

/** A key that is about to be forgotten is not relied on any more: after that the same key could act again, so we look first. */
const keyMarginMs = 3_600_000
/** How often a payment of which the gateway knows nothing is asked for before it is given up. */
const looksMax = 4

type Asked = Result<GatewayPayment | null, GatewayFailure>

/**
 * Makes the call that a payment waits for, with the same key however often, or asks the gateway where the payment stands. This is
 * the one way from any interruption (lost answer, killed process, missed webhook) back to the truth.
 */
@inject()
export class RefreshPayment {
  constructor(
    private clock: Clock,
    private ensureCustomer: EnsureGatewayCustomer,
    private recordAnswer: RecordGatewayAnswer,
    private recordFailure: RecordGatewayFailure
  ) {}

  async execute({
    paymentId,
  }: {
    paymentId: string
  }): Promise<Result<RefreshedPayment, 'payment_not_found'>> {
    const known = await inReadTransaction(async () => {
      const payment = await findPayment(paymentId)
      if (!payment) return null
      const lateRates = payment.watchedUntil ? await listLateRates(paymentId) : new Map<string, string>()
      return { payment, lateRates, gateway: (await findGateway(payment.gatewayId))! }
    })
    if (!known) return err('payment_not_found')
    const connection = openGateway(known.gateway, { kind: 'payment', id: paymentId })
    connection.rememberRates?.(known.lateRates)
    const asked = await this.ask(connection, known)
    const refreshed = await this.record(connection, { payment: known.payment, asked })
    if (refreshed.payment.pendingCall !== 'continue' || known.payment.pendingCall === 'continue')
      return ok(refreshed)
    // Its customer approved it: the intent to go on is committed, so it is gone on with at once.
    const { payment } = refreshed
    const continued = await this.ask(connection, { ...known, payment })
    return ok(await this.record(connection, { payment, asked: continued }))
  }

  private async record(
    connection: GatewayConnection,
    { payment: { id: paymentId }, asked }: { payment: Payment; asked: Asked }
  ): Promise<RefreshedPayment> {
    const answer = answerIn(asked)
    if (answer) {
      const payment = await this.recordAnswer.execute({ paymentId, answer })
      return { payment, ...nextFor(connection, payment, answer), problem: null }
    }
    const failure: GatewayFailure = asked.ok
      ? { type: 'declined', decline: neverCreated, payment: null }
      : asked.error
    const payment = await this.recordFailure.execute({ paymentId, failure })
    return { payment, form: null, page: null, problem: failure }
  }

  private async ask(
    connection: GatewayConnection,
    known: { payment: Payment; gateway: Gateway }
  ): Promise<Asked> {
    const { payment } = known
    const { gatewayReference: reference, pendingCall } = payment
    if (!reference) return this.createOrSearch(connection, known)
    if (pendingCall === 'capture') {
      const money = {
        amount: payment.captureAmount ?? payment.money.amount,
        currency: payment.money.currency,
      }
      const key = idempotencyKey(payment, 'capture')
      return orSeen(
        connection,
        reference,
        await connection.capture({ reference, money, idempotencyKey: key })
      )
    }
    if (pendingCall === 'continue' && connection.continuing) {
      const { id, capture } = payment
      const key = idempotencyKey(payment, 'continue')
      return orSeen(
        connection,
        reference,
        await connection.continuing.continuePayment({
          reference,
          paymentId: id,
          capture,
          idempotencyKey: key,
        })
      )
    }
    if (pendingCall === 'cancel') {
      const key = idempotencyKey(payment, 'cancel')
      return orSeen(connection, reference, await connection.cancel({ reference, idempotencyKey: key }))
    }
    const found = await connection.findPayment(reference)
    return found.ok && found.value === null && connection.continuing ? err(lapsedAtGateway) : found
  }

  /** No reference yet: it is made now, or it was made and the answer was lost. */
  private async createOrSearch(
    connection: GatewayConnection,
    { payment, gateway }: { payment: Payment; gateway: Gateway }
  ): Promise<Asked> {
    const customer = await this.ensureCustomer.execute({
      connection,
      gatewayId: gateway.id,
      customerId: payment.customerId,
    })
    if (!customer.ok) return customer
    const { lostAnswers, keysKeptHours } = driverNamed(gateway.driver).capabilities
    const mayCreate = payment.pendingCall === 'create' && !this.isKeyOld(payment, keysKeptHours)
    const asksAgain = mayCreate && lostAnswers === 'asked_again'
    if ((payment.status === 'unknown' || !mayCreate) && !asksAgain) {
      const found = await connection.searchPayment({
        paymentId: payment.id,
        customerReference: customer.value,
      })
      if (!found.ok || found.value) return found
      if (!mayCreate || payment.checkCount >= looksMax) return ok(null)
    }
    return this.create(connection, payment, customer.value)
  }

  private async create(
    connection: GatewayConnection,
    payment: Payment,
    customerReference: string
  ): Promise<Asked> {
    const method = payment.paymentMethodId
      ? await inReadTransaction(() => findMethod(payment.paymentMethodId!))
      : null
    const request: PaymentRequest = {
      paymentId: payment.id,
      money: payment.money,
      capture: payment.capture,
      customerReference,
      methodReference: method?.reference ?? null,
      savesMethod: payment.consent !== null,
      marks: marksOf(payment),
      idempotencyKey: idempotencyKey(payment, 'create'),
      description: await describePurchase(payment),
      ...(await findReturnUrls('payment', payment.id)),
    }
    if (!payment.isOffSession) return connection.beginPayment(request)
    if (!method) throw new Error(`Payment ${payment.id} has no method to charge`)
    return connection.chargeSavedMethod({ ...request, methodReference: method.reference })
  }

  /** The tenant's clock may have been moved since it was made; the gateway's was not. */
  private isKeyOld({ id }: Payment, keysKeptHours: number): boolean {
    return this.clock.wall().getTime() - timeOfId(id) > keysKeptHours * 3_600_000 - keyMarginMs
  }
}

/**
 * When a call may have worked, the payment itself says whether it did: an answer of 500 is repeated for its key for a day, although the
 * money has moved. What is still authorised was not moved, and the call is made again.
 */
async function orSeen(connection: GatewayConnection, reference: string, asked: Asked): Promise<Asked> {
  if (asked.ok || asked.error.type !== 'unknown') return asked
  const seen = await connection.findPayment(reference)
  const hasMoved =
    seen.ok && seen.value && seen.value.state !== 'authorised' && seen.value.state !== 'approved'
  return hasMoved ? seen : asked
}

function marksOf(payment: Payment): Record<string, string> {
  const { orderId, invoiceId } = payment
  const purpose = purposeOf(payment)
  return {
    tenant_id: currentTenant().id,
    ...(orderId ? { order_id: orderId } : {}),
    ...(invoiceId && !orderId ? { invoice_id: invoiceId } : {}),
    ...(purpose === 'bundle' || purpose === 'top_up' ? { purpose } : {}),
  }
}

/** A refused card comes with the state of its payment: that state is the answer. */
function answerIn(asked: Asked): GatewayPayment | null {
  if (asked.ok) return asked.value
  const { error } = asked
  if (error.type !== 'declined' && error.type !== 'action_required') return null
  return error.payment && { ...error.payment, decline: error.decline }
}

/** Only a payment that waits for its customer, or for coins that may still come, has something for them to do. */
function nextFor(
  connection: GatewayConnection,
  payment: Payment,
  { state, clientSecret, page }: GatewayPayment
): Pick<RefreshedPayment, 'form' | 'page'> {
  const waits = state === 'awaiting_method' || state === 'action_required'
  const isOpen = payment.status === 'created' || payment.status === 'action_required'
  if (!waits || !isOpen || payment.pendingCall) return { form: null, page: null }
  const form = clientSecret ? connection.describeForm({ purpose: 'payment', clientSecret }) : null
  return { form, page }
}

import { inject } from '@adonisjs/core'
import { inReadTransaction } from '#app/shared/database/unit'
import { timeOfId } from '#app/shared/ids'
import { ok, type Result } from '#app/shared/result'
import { openGateway } from '#app/payments/actions/open_gateway'
import { RecordDispute } from '#app/payments/actions/record_dispute'
import type { GatewayDispute, GatewayFailure } from '#app/payments/drivers/contract'
import { isWithheld } from '#app/payments/records/disputes'
import { findGateway, type Gateway } from '#app/payments/records/gateways'
import { findPaymentAtGateway } from '#app/payments/records/payments'
import { findRefundAtGateway } from '#app/payments/records/refunds'

const dayMs = 86_400_000

/** Asks a gateway about a dispute, or for those of which no message came, and takes down what it says. */
@inject()
export class FollowDispute {
  constructor(private recordDispute: RecordDispute) {}

  /** @returns whether it is about a payment of ours */
  async execute(input: { gatewayId: string; reference: string }): Promise<Result<boolean, GatewayFailure>> {
    const gateway = (await inReadTransaction(() => findGateway(input.gatewayId)))!
    const { disputes } = openGateway(gateway, { kind: 'gateway', id: gateway.id })
    if (!disputes) return ok(false)
    const asked = await disputes.findDispute(input.reference)
    if (!asked.ok) return asked
    return ok(asked.value ? await this.takeDown(gateway, asked.value) : false)
  }

  /** What was opened since then, so that a lost message loses none. @returns how many there were */
  async look(input: { gatewayId: string; since: Date }): Promise<Result<number, GatewayFailure>> {
    const gateway = (await inReadTransaction(() => findGateway(input.gatewayId)))!
    const { disputes } = openGateway(gateway, { kind: 'gateway', id: gateway.id })
    if (!disputes) return ok(0)
    const listed = await disputes.listDisputes(input.since)
    if (!listed.ok) return listed
    for (const answer of listed.value) await this.takeDown(gateway, answer)
    return ok(listed.value.length)
  }

  /**
   * Money that the gateway took back by itself. Mostly a dispute is why, and books it; what no dispute and no refund explains is taken down
   * as a dispute that is lost. @returns whether it is about a payment of ours
   */
  async followReversal(gateway: Gateway, reference: string): Promise<Result<boolean, GatewayFailure>> {
    const { disputes } = openGateway(gateway, { kind: 'gateway', id: gateway.id })
    if (!disputes?.findReversal) return ok(false)
    const asked = await disputes.findReversal(reference)
    if (!asked.ok || !asked.value) return asked.ok ? ok(false) : asked
    const { paymentReference, money } = asked.value
    const payment = await inReadTransaction(() =>
      findPaymentAtGateway(gateway.id, { reference: paymentReference, id: null })
    )
    if (!payment) return ok(false)
    // The dispute that explains it may not have been heard of yet.
    const looked = await this.look({ gatewayId: gateway.id, since: new Date(timeOfId(payment.id) - dayMs) })
    if (!looked.ok) return looked
    const isExplained = await inReadTransaction(async () => {
      const refund = await findRefundAtGateway(gateway.id, { reference, id: null })
      return refund !== null || (await isWithheld(payment.id, money.amount))
    })
    if (!isExplained) await this.recordDispute.takeBack({ paymentId: payment.id, answer: asked.value })
    return ok(true)
  }

  private async takeDown(gateway: Gateway, answer: GatewayDispute): Promise<boolean> {
    const known = { reference: answer.paymentReference, id: null }
    const payment = await inReadTransaction(() => findPaymentAtGateway(gateway.id, known))
    if (!payment) return false
    await this.recordDispute.execute({ paymentId: payment.id, answer })
    return true
  }
}

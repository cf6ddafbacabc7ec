import { inject } from '@adonisjs/core'
import { inReadTransaction } from '#app/shared/database/unit'
import { ok, type Result } from '#app/shared/result'
import { openGateway } from '#app/payments/actions/open_gateway'
import { RecordDispute } from '#app/payments/actions/record_dispute'
import type { GatewayDispute, GatewayFailure } from '#app/payments/drivers/contract'
import { findGateway, type Gateway } from '#app/payments/records/gateways'
import { findPaymentAtGateway } from '#app/payments/records/payments'

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

  private async takeDown(gateway: Gateway, answer: GatewayDispute): Promise<boolean> {
    const known = { reference: answer.paymentReference, id: null }
    const payment = await inReadTransaction(() => findPaymentAtGateway(gateway.id, known))
    if (!payment) return false
    await this.recordDispute.execute({ paymentId: payment.id, answer })
    return true
  }
}

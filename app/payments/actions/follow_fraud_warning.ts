import { inject } from '@adonisjs/core'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { ok, type Result } from '#app/shared/result'
import { openGateway } from '#app/payments/actions/open_gateway'
import { WarnOfPayment } from '#app/payments/actions/warn_of_payment'
import type { GatewayFraudWarning } from '#app/payments/domain/gateway_values'
import { firstStatus } from '#app/payments/domain/payment_warning'
import type { GatewayFailure } from '#app/payments/drivers/contract'
import { lockDisputesOf } from '#app/payments/records/disputes'
import { findGateway, type Gateway } from '#app/payments/records/gateways'
import { findPaymentAtGateway, lockPayment } from '#app/payments/records/payments'

/** Asks a gateway about reports of fraud by banks, which come before a dispute, and puts them before staff. */
@inject()
export class FollowFraudWarning {
  constructor(private warn: WarnOfPayment) {}

  /** @returns whether it is about a payment of ours */
  async execute(input: { gatewayId: string; reference: string }): Promise<Result<boolean, GatewayFailure>> {
    const gateway = (await inReadTransaction(() => findGateway(input.gatewayId)))!
    const { disputes } = openGateway(gateway, { kind: 'gateway', id: gateway.id })
    if (!disputes?.findWarning) return ok(false)
    const asked = await disputes.findWarning(input.reference)
    if (!asked.ok) return asked
    return ok(asked.value ? await this.takeDown(gateway, asked.value) : false)
  }

  /** Those reported since then, so that a lost message loses none. @returns how many there were */
  async look(input: { gatewayId: string; since: Date }): Promise<Result<number, GatewayFailure>> {
    const gateway = (await inReadTransaction(() => findGateway(input.gatewayId)))!
    const { disputes } = openGateway(gateway, { kind: 'gateway', id: gateway.id })
    if (!disputes?.listWarnings) return ok(0)
    const listed = await disputes.listWarnings(input.since)
    if (!listed.ok) return listed
    for (const answer of listed.value) await this.takeDown(gateway, answer)
    return ok(listed.value.length)
  }

  private async takeDown(gateway: Gateway, answer: GatewayFraudWarning): Promise<boolean> {
    const known = { reference: answer.paymentReference, id: null }
    const found = await inReadTransaction(() => findPaymentAtGateway(gateway.id, known))
    if (!found) return false
    return inTransaction(async () => {
      const payment = (await lockPayment(found.id))!
      const isDisputed = (await lockDisputesOf(payment.id)).length > 0
      const { reference: gatewayReference, code } = answer
      const status = firstStatus(answer, { isDisputed })
      await this.warn.raise(payment, { kind: 'fraud_report', gatewayReference, code, status })
      return true
    })
  }
}

import { inject } from '@adonisjs/core'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { KeepMethod } from '#app/payments/actions/keep_method'
import { openGateway } from '#app/payments/actions/open_gateway'
import type { GatewaySetup } from '#app/payments/domain/gateway_values'
import type { GatewayFailure } from '#app/payments/drivers/contract'
import { findGateway, type Gateway } from '#app/payments/records/gateways'
import { findSetup, lockSetup, type MethodSetup, updateSetup } from '#app/payments/records/methods'

export type FinishMethodSetupError = { type: 'setup_not_found' } | { type: 'gateway_unavailable' }

/** How long a card form may stay unfinished before it is forgotten. */
const forgottenAfterHours = 24

/** Asks the gateway what became of a card or an account that was to be saved, and keeps it when it was. */
@inject()
export class FinishMethodSetup {
  constructor(
    private clock: Clock,
    private keepMethod: KeepMethod
  ) {}

  /** @param customerId only setups of this customer are found, when given */
  async execute({
    setupId,
    customerId,
  }: {
    setupId: string
    customerId?: string
  }): Promise<Result<MethodSetup, FinishMethodSetupError>> {
    const known = await inReadTransaction(async () => {
      const setup = await findSetup(setupId)
      return setup && { setup, gateway: (await findGateway(setup.gatewayId))! }
    })
    if (!known || (customerId && known.setup.customerId !== customerId))
      return err({ type: 'setup_not_found' })
    const { setup, gateway } = known
    if (setup.status === 'succeeded') return ok(setup)
    if (!setup.gatewayReference) return ok(await this.record(setupId, null))
    const answer = await this.ask(gateway, setup.id, setup.gatewayReference)
    if (!answer.ok) return err({ type: 'gateway_unavailable' })
    return ok(await this.record(setupId, answer.value))
  }

  /** What its customer approved at the gateway is kept only when we ask for it. */
  private async ask(
    gateway: Gateway,
    setupId: string,
    reference: string
  ): Promise<Result<GatewaySetup | null, GatewayFailure>> {
    const connection = openGateway(gateway, { kind: 'method_setup', id: setupId })
    const answer = await connection.findSetup(reference)
    if (!answer.ok || answer.value?.state !== 'approved' || !connection.continuing) return answer
    return connection.continuing.continueSetup({ reference, setupId, idempotencyKey: `${setupId}:keep` })
  }

  private record(setupId: string, answer: GatewaySetup | null): Promise<MethodSetup> {
    return inTransaction(async () => {
      const setup = (await lockSetup(setupId))!
      if (setup.status === 'succeeded') return setup
      const { customerId, gatewayId, consent } = setup
      if (answer?.state === 'succeeded' && answer.method) {
        const paymentMethodId = await this.keepMethod.execute({
          customerId,
          gatewayId,
          method: answer.method,
          consent,
        })
        return this.change(setup, { status: 'succeeded', paymentMethodId, failure: null, nextCheckAt: null })
      }
      const isForgotten = addDuration(setup.createdAt, { hours: forgottenAfterHours }) <= this.clock.now()
      const hasEnded = answer?.state === 'cancelled' || isForgotten
      return this.change(setup, {
        status: hasEnded ? 'failed' : answer?.state === 'action_required' ? 'action_required' : 'created',
        failure: answer?.decline ?? setup.failure,
        paymentMethodId: null,
        nextCheckAt: hasEnded ? null : addDuration(this.clock.now(), { hours: 1 }),
      })
    })
  }

  private async change(
    setup: MethodSetup,
    changes: Pick<MethodSetup, 'status' | 'failure' | 'paymentMethodId' | 'nextCheckAt'>
  ): Promise<MethodSetup> {
    await updateSetup(setup.id, changes)
    return { ...setup, ...changes }
  }
}

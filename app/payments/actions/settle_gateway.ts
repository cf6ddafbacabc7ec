import { inject } from '@adonisjs/core'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { openGateway } from '#app/payments/actions/open_gateway'
import { RefreshPayment } from '#app/payments/actions/refresh_payment'
import { TakeDownMovements } from '#app/payments/actions/take_down_movements'
import { TakeDownPayouts } from '#app/payments/actions/take_down_payouts'
import type { GatewayMovement, GatewayPayout } from '#app/payments/domain/gateway_values'
import { retryMinutes, windowOf } from '#app/payments/domain/settlement_window'
import type { GatewayFailure, PayoutCalls } from '#app/payments/drivers/contract'
import { gatewaySettled } from '#app/payments/events'
import { compareAccount } from '#app/payments/queries/compare_account'
import { findGateway, type Gateway } from '#app/payments/records/gateways'
import { findSettlementState, saveSettlementRun } from '#app/payments/records/settlements'
import type { Money } from '#app/shared/money/money'

export type SettleGatewayError =
  | { type: 'gateway_not_found' }
  /** The gateway says nothing of payouts. */
  | { type: 'no_payouts' }
  | { type: 'not_answered'; failure: GatewayFailure }

export interface Settled {
  movements: number
  unmatched: number
}

interface Told {
  payouts: GatewayPayout[]
  movements: GatewayMovement[]
  balance: Money[]
}

const unmatchedMax = 500
/** Payments that are asked for in one look; the rest waits for the next. */
const askedMax = 25

/**
 * Fetches what a gateway did with our money since the last time, with an overlap, and takes it down. How far it came is written last, so
 * that a killed run is simply made again.
 */
@inject()
export class SettleGateway {
  constructor(
    private clock: Clock,
    private takeDownPayouts: TakeDownPayouts,
    private takeDownMovements: TakeDownMovements,
    private refreshPayment: RefreshPayment,
    private events: EventLog
  ) {}

  async execute({ gatewayId }: { gatewayId: string }): Promise<Result<Settled, SettleGatewayError>> {
    const known = await inReadTransaction(async () => {
      const gateway = await findGateway(gatewayId)
      return gateway && { gateway, state: await findSettlementState(gatewayId) }
    })
    if (!known) return err({ type: 'gateway_not_found' })
    const { gateway, state } = known
    const calls = openGateway(gateway, { kind: 'gateway', id: gatewayId }).payouts
    if (!calls) return err({ type: 'no_payouts' })

    const startedAt = this.clock.wall()
    const told = await this.ask(calls, gateway, state?.settledUntil ?? null)
    if (!told.ok) {
      await this.postpone(gatewayId, (state?.failures ?? 0) + 1, told.error)
      return err({ type: 'not_answered', failure: told.error })
    }
    await this.takeDownPayouts.execute(gateway, told.value.payouts)
    const movements = await this.takeDownMovements.keep(gateway, told.value.movements)
    await this.lookAgain(gateway)
    return ok(await this.finish(gateway, { startedAt, movements, balance: told.value.balance }))
  }

  private async ask(
    calls: PayoutCalls,
    gateway: Gateway,
    settledUntil: Date | null
  ): Promise<Result<Told, GatewayFailure>> {
    const since = windowOf({ gatewayId: gateway.id, settledUntil, now: this.clock.wall() })
    const payouts = await calls.listPayouts(since.payouts)
    if (!payouts.ok) return payouts
    const movements = await calls.listMovements(since.movements)
    if (!movements.ok) return movements
    const balance = await calls.readBalance()
    if (!balance.ok) return balance
    return ok({ payouts: payouts.value, movements: movements.value, balance: balance.value })
  }

  /** What did not fit may fit now. A payment that the gateway took and we do not know of is asked for, which books it. */
  private async lookAgain(gateway: Gateway): Promise<void> {
    const unbooked = await this.takeDownMovements.matchAgain(gateway, unmatchedMax)
    for (const { paymentId } of unbooked.slice(0, askedMax)) await this.refreshPayment.execute({ paymentId })
    if (unbooked.length > 0) await this.takeDownMovements.matchAgain(gateway, unmatchedMax)
  }

  private finish(
    gateway: Gateway,
    { startedAt, movements, balance }: { startedAt: Date; movements: number; balance: Money[] }
  ): Promise<Settled> {
    return inTransaction(async () => {
      const { comparison, unmatched } = await compareAccount(gateway, balance)
      await saveSettlementRun(gateway.id, {
        settledUntil: startedAt,
        lastRunAt: startedAt,
        nextRunAt: addDuration(startedAt, { days: 1 }),
        failures: 0,
        lastError: null,
        comparison,
      })
      const data = { gatewayId: gateway.id, movements, unmatched }
      await this.events.record([fact(gatewaySettled, { kind: 'gateway', id: gateway.id }, { data })])
      return { movements, unmatched }
    })
  }

  private async postpone(gatewayId: string, failures: number, failure: GatewayFailure): Promise<void> {
    const now = this.clock.wall()
    const nextRunAt = addDuration(now, { minutes: retryMinutes(failures) })
    const lastError = 'reason' in failure ? failure.reason : failure.type
    await inTransaction(() =>
      saveSettlementRun(gatewayId, { nextRunAt, lastRunAt: now, failures, lastError })
    )
  }
}

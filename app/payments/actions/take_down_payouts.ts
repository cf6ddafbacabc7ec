import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { Clock } from '#app/shared/time/clock'
import { PostEntries } from '#app/ledger/index'
import { tenantDay } from '#app/payments/actions/take_down_movements'
import type { GatewayPayout } from '#app/payments/domain/gateway_values'
import { bookArrival } from '#app/payments/domain/settlement_bookings'
import type { Gateway } from '#app/payments/records/gateways'
import { markArrival, savePayout } from '#app/payments/records/payouts'

/** Keeps what a gateway sends to our bank, and books that it arrived or was sent back after it had. */
@inject()
export class TakeDownPayouts {
  constructor(
    private clock: Clock,
    private postEntries: PostEntries
  ) {}

  async execute(gateway: Gateway, told: readonly GatewayPayout[]): Promise<void> {
    const oldestFirst = told.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
    for (const payout of oldestFirst) await inTransaction(() => this.keep(gateway, payout))
  }

  private async keep(gateway: Gateway, told: GatewayPayout): Promise<void> {
    const now = this.clock.now()
    const countsOn = tenantDay(this.clock, told.createdAt)
    const payout = await savePayout({ ...told, id: newId(), gatewayId: gateway.id, countsOn }, now)
    const isAtBank = payout.state === 'paid'
    if (isAtBank === payout.isArrivalBooked) return
    const booked = { ...payout, ledgerCode: gateway.ledgerCode }
    await this.postEntries.execute([bookArrival(booked, isAtBank ? 'arrived' : 'returned')])
    await markArrival(payout.id, isAtBank)
  }
}

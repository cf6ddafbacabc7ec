import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction } from '#app/shared/database/unit'
import { type CalendarDate, dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import type { DayOfAccount } from '#app/payments/domain/settlement_day'
import { type Awaited, listAwaited } from '#app/payments/queries/compare_account'
import { findSettlementDay } from '#app/payments/queries/find_settlement_day'
import { findGateway, type Gateway } from '#app/payments/records/gateways'
import { findSettlementState, type SettlementState } from '#app/payments/records/settlements'

/** A day of a gateway's account, and how account and books compare as of the last look. */
export interface SettlementFile {
  gateway: Gateway
  day: CalendarDate
  days: DayOfAccount[]
  state: SettlementState | null
  awaited: Awaited[]
}

const awaitedMax = 50

/** @param on the day to look at; today when left out */
export function findSettlement(gatewayId: string, on: CalendarDate | null): Promise<SettlementFile | null> {
  return inReadTransaction(async () => {
    const gateway = await findGateway(gatewayId)
    if (!gateway) return null
    const day = on ?? dateIn(currentTenant().timeZone, new Clock().now())
    return {
      gateway,
      day,
      days: await findSettlementDay(gateway, day),
      state: await findSettlementState(gatewayId),
      awaited: await listAwaited(gateway.ledgerCode, awaitedMax),
    }
  })
}

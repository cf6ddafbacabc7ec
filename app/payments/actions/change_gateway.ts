import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { gatewayChanged, gatewaysOrdered } from '#app/payments/events'
import {
  type Gateway,
  listGatewayRows,
  lockGateway,
  saveGateway,
  saveOrder,
} from '#app/payments/records/gateways'
import { currentTenant } from '#app/shared/database/context'

/** Names a gateway anew, or lets it take new payments or none. Refunds, messages and settlement of a disabled one go on. */
@inject()
export class ChangeGateway {
  constructor(private events: EventLog) {}

  execute({
    gatewayId,
    ...change
  }: {
    gatewayId: string
    name?: string
    status?: Gateway['status']
  }): Promise<Result<Gateway, 'gateway_not_found'>> {
    return inTransaction(async () => {
      const gateway = await lockGateway(gatewayId)
      if (!gateway) return err('gateway_not_found')
      const changed = {
        ...gateway,
        name: change.name ?? gateway.name,
        status: change.status ?? gateway.status,
      }
      if (changed.name === gateway.name && changed.status === gateway.status) return ok(gateway)
      await saveGateway(changed)
      const data = { gatewayId, name: changed.name, status: changed.status }
      await this.events.record([fact(gatewayChanged, { kind: 'gateway', id: gatewayId }, { data })])
      return ok(changed)
    })
  }
}

/** Sets the order in which customers are offered the gateways. */
@inject()
export class OrderGateways {
  constructor(private events: EventLog) {}

  execute({ gatewayIds }: { gatewayIds: string[] }): Promise<Result<void, 'not_all_gateways'>> {
    return inTransaction(async () => {
      const known = (await listGatewayRows()).map(({ id }) => id)
      const asked = new Set(gatewayIds)
      const isWhole = gatewayIds.length === known.length && known.every((id) => asked.has(id))
      if (!isWhole) return err('not_all_gateways')
      if (known.every((id, index) => id === gatewayIds[index])) return ok()
      await saveOrder(gatewayIds)
      const subject = { kind: 'tenant', id: currentTenant().id } as const
      await this.events.record([fact(gatewaysOrdered, subject, { data: { gatewayIds } })])
      return ok()
    })
  }
}

import { inject } from '@adonisjs/core'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { openGateway } from '#app/payments/actions/open_gateway'
import { RefreshMethod } from '#app/payments/actions/refresh_method'
import { findCustomerAtGateway, forgetGatewayCustomer, type Gateway } from '#app/payments/records/gateways'
import { listActiveMethods } from '#app/payments/records/methods'

/** Follows that a customer was deleted in a gateway's own pages: their saved methods there are gone, and with the next payment they are made anew. */
@inject()
export class FollowGatewayCustomer {
  constructor(private refreshMethod: RefreshMethod) {}

  /** @returns false when it is not one of ours */
  async execute({ gateway, reference }: { gateway: Gateway; reference: string }): Promise<boolean> {
    const known = await inReadTransaction(async () => {
      const customerId = await findCustomerAtGateway(gateway.id, reference)
      return customerId && { customerId, methods: await listActiveMethods(customerId) }
    })
    const connection = openGateway(gateway, { kind: 'gateway', id: gateway.id })
    if (!known || !connection.isCustomerKept) return false
    const kept = await connection.isCustomerKept(reference)
    if (!kept.ok) throw new Error(`The gateway could not say what became of a customer: ${kept.error.type}`)
    if (kept.value) return true
    await inTransaction(() => forgetGatewayCustomer(gateway.id, reference))
    const there = known.methods.filter(({ gatewayId }) => gatewayId === gateway.id)
    for (const method of there) await this.refreshMethod.execute({ gateway, reference: method.reference })
    return true
  }
}

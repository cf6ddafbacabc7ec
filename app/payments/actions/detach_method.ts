import { inReadTransaction } from '#app/shared/database/unit'
import { openGateway } from '#app/payments/actions/open_gateway'
import { findGateway } from '#app/payments/records/gateways'
import { findMethod } from '#app/payments/records/methods'

/** Tells the gateway to forget a card that its customer removed. Throws while the gateway cannot be asked, so that it is tried again. */
export class DetachMethod {
  async execute({ paymentMethodId }: { paymentMethodId: string }): Promise<void> {
    const known = await inReadTransaction(async () => {
      const method = await findMethod(paymentMethodId)
      return method && { method, gateway: (await findGateway(method.gatewayId))! }
    })
    if (!known || known.method.status !== 'removed') return
    const { method, gateway } = known
    const detached = await openGateway(gateway, { kind: 'payment_method', id: method.id }).detachMethod(
      method.reference
    )
    if (!detached.ok) throw new Error(`The gateway did not forget a card: ${detached.error.type}`)
  }
}

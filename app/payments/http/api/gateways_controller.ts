import { showGateway } from '#app/payments/http/transformers/staff_payment_transformers'
import { listGateways } from '#app/payments/queries/list_gateways'

/** Connected gateways and how they are doing. */
export default class GatewaysController {
  async index() {
    return { data: (await listGateways()).map(showGateway), next_cursor: null }
  }
}

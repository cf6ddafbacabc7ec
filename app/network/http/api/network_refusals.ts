import type { HttpContext } from '@adonisjs/core/http'
import { type Problem, sendProblem } from '#app/shared/http/problem'
import { showId } from '#app/shared/ids'
import { unreachable } from '#app/shared/result'
import type { DatacenterError } from '#app/network/actions/manage_datacenters'
import type { PoolError } from '#app/network/actions/manage_pools'
import type { ReserveAddressError } from '#app/network/actions/reserve_address'

/** What is said when something about the network cannot be done, in the reader's language and beside its field. */
export function refuse(ctx: HttpContext, error: DatacenterError | PoolError | ReserveAddressError): void {
  const say = (problem: Pick<Problem, 'status' | 'field'>, values?: Record<string, string>) =>
    sendProblem(ctx, {
      ...problem,
      code: error.type,
      detail: ctx.i18n.t(`network.problems.${error.type}`, values),
    })
  switch (error.type) {
    case 'datacenter_not_found':
    case 'pool_not_found':
    case 'reservation_not_found':
      return say({ status: 404 })
    case 'code_taken':
      return say({ status: 422, field: 'code' })
    case 'datacenter_used':
      return say({ status: 409 })
    case 'network_malformed':
    case 'network_too_large':
      return say({ status: 422, field: 'network' })
    case 'pools_overlap':
      return say({ status: 422, field: 'network' }, { name: error.name, network: error.network })
    case 'gateway_outside':
      return say({ status: 422, field: 'gateway' })
    case 'address_malformed':
    case 'address_in_no_pool':
      return say({ status: 422, field: 'address' })
    case 'address_held':
      return say({ status: 409, field: 'address' }, { holding: showId('addressHolding', error.holdingId) })
    case 'address_rests':
      return say({ status: 409, field: 'address' }, { until: error.until.toISOString() })
    default:
      return unreachable(error)
  }
}

import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { isHostname } from '#app/catalogue/index'
import { sendProblem } from '#app/shared/http/problem'
import { type BelongingsError, ServiceBelongings } from '#app/provisioning/actions/service_belongings'
import { refuseAccess } from '#app/provisioning/http/api/provisioning_refusals'
import { idOf, reachOf } from '#app/provisioning/http/api/service_access'
import {
  showDomain,
  showHardware,
  showTraffic,
  showUsage,
} from '#app/provisioning/http/transformers/belongings_transformer'
import {
  addDomainBody,
  switchPortBody,
  trafficQuery,
} from '#app/provisioning/http/validators/belongings_validators'

const hoursUsual = 24

/** What belongs to a service besides the server itself, read from its panel when it is asked for. */
@inject()
export default class ServiceBelongingsController {
  constructor(private belongings: ServiceBelongings) {}

  async domains(ctx: HttpContext) {
    const domains = await this.belongings.listDomains(asked(ctx))
    return domains.ok ? listOf(domains.value.map(showDomain)) : refuse(ctx, domains.error)
  }

  async addDomain(ctx: HttpContext) {
    const { name } = await ctx.request.validateUsing(addDomainBody)
    if (!isHostname(name) || !name.includes('.')) {
      const detail = 'This is not a domain name.'
      const errors = [{ field: 'name', message: detail }]
      return sendProblem(ctx, { status: 422, code: 'domain_invalid', detail, errors })
    }
    const added = await this.belongings.addDomain({ ...asked(ctx), name })
    return added.ok ? listOf(added.value.map(showDomain)) : refuse(ctx, added.error)
  }

  async removeDomain(ctx: HttpContext) {
    const removed = await this.belongings.removeDomain({ ...asked(ctx), name: String(ctx.params.domain) })
    return removed.ok ? ctx.response.noContent() : refuse(ctx, removed.error)
  }

  async usage(ctx: HttpContext) {
    const usage = await this.belongings.readUsage(asked(ctx))
    return usage.ok ? listOf(usage.value.map(showUsage)) : refuse(ctx, usage.error)
  }

  async hardware(ctx: HttpContext) {
    const hardware = await this.belongings.readHardware(asked(ctx))
    return hardware.ok ? showHardware(hardware.value) : refuse(ctx, hardware.error)
  }

  async traffic(ctx: HttpContext) {
    const { hours = hoursUsual } = await ctx.request.validateUsing(trafficQuery)
    const graph = await this.belongings.readTraffic({ ...asked(ctx), hours })
    return graph.ok ? showTraffic(graph.value) : refuse(ctx, graph.error)
  }

  async switchPort(ctx: HttpContext) {
    const { is_on: isOn } = await ctx.request.validateUsing(switchPortBody)
    const switched = await this.belongings.switchPort({ ...asked(ctx), port: String(ctx.params.port), isOn })
    return switched.ok ? ctx.response.noContent() : refuse(ctx, switched.error)
  }
}

function asked(ctx: HttpContext) {
  return { serviceId: idOf(ctx, 'service'), customerId: reachOf(ctx).customerId }
}

function listOf<T>(data: T[]) {
  return { data, next_cursor: null }
}

function refuse(ctx: HttpContext, error: BelongingsError): void {
  switch (error.type) {
    case 'refused_by_panel':
      return sendProblem(ctx, { status: 409, code: error.type, detail: error.message })
    case 'not_there':
      return sendProblem(ctx, { status: 404, code: error.type, detail: 'This service has no such thing.' })
    default:
      return refuseAccess(ctx, error)
  }
}

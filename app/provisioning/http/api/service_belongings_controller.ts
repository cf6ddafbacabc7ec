import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { isHostname } from '#app/catalogue/index'
import { sendProblem } from '#app/shared/http/problem'
import { ServiceBelongings } from '#app/provisioning/actions/service_belongings'
import { askedService, refuseBelonging, wholeList } from '#app/provisioning/http/api/belongings_refusals'
import {
  showDomain,
  showHardware,
  showTraffic,
  showUsage,
} from '#app/provisioning/http/transformers/belongings_transformer'
import {
  addDomainBody,
  addTrafficBody,
  switchPortBody,
  trafficQuery,
} from '#app/provisioning/http/validators/belongings_validators'

const hoursUsual = 24

/** What belongs to a service besides the server itself, read from its panel when it is asked for. */
@inject()
export default class ServiceBelongingsController {
  constructor(private belongings: ServiceBelongings) {}

  async domains(ctx: HttpContext) {
    const domains = await this.belongings.listDomains(askedService(ctx))
    return domains.ok ? wholeList(domains.value.map(showDomain)) : refuseBelonging(ctx, domains.error)
  }

  async addDomain(ctx: HttpContext) {
    const { name } = await ctx.request.validateUsing(addDomainBody)
    if (!isHostname(name) || !name.includes('.')) {
      const detail = 'This is not a domain name.'
      const errors = [{ field: 'name', message: detail }]
      return sendProblem(ctx, { status: 422, code: 'domain_invalid', detail, errors })
    }
    const added = await this.belongings.addDomain({ ...askedService(ctx), name })
    return added.ok ? wholeList(added.value.map(showDomain)) : refuseBelonging(ctx, added.error)
  }

  async removeDomain(ctx: HttpContext) {
    const removed = await this.belongings.removeDomain({
      ...askedService(ctx),
      name: String(ctx.params.domain),
    })
    return removed.ok ? ctx.response.noContent() : refuseBelonging(ctx, removed.error)
  }

  async usage(ctx: HttpContext) {
    const usage = await this.belongings.readUsage(askedService(ctx))
    return usage.ok ? wholeList(usage.value.map(showUsage)) : refuseBelonging(ctx, usage.error)
  }

  async hardware(ctx: HttpContext) {
    const hardware = await this.belongings.readHardware(askedService(ctx))
    return hardware.ok ? showHardware(hardware.value) : refuseBelonging(ctx, hardware.error)
  }

  async traffic(ctx: HttpContext) {
    const { hours = hoursUsual } = await ctx.request.validateUsing(trafficQuery)
    const graph = await this.belongings.readTraffic({ ...askedService(ctx), hours })
    return graph.ok ? showTraffic(graph.value) : refuseBelonging(ctx, graph.error)
  }

  async addTraffic(ctx: HttpContext) {
    const { gigabytes } = await ctx.request.validateUsing(addTrafficBody)
    const usage = await this.belongings.addTraffic({ ...askedService(ctx), gigabytes })
    return usage.ok ? wholeList(usage.value.map(showUsage)) : refuseBelonging(ctx, usage.error)
  }

  async switchPort(ctx: HttpContext) {
    const { is_on: isOn } = await ctx.request.validateUsing(switchPortBody)
    const switched = await this.belongings.switchPort({
      ...askedService(ctx),
      port: String(ctx.params.port),
      isOn,
    })
    return switched.ok ? ctx.response.noContent() : refuseBelonging(ctx, switched.error)
  }
}

import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { isHostname } from '#app/catalogue/index'
import { pageQuery, pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { sendProblem } from '#app/shared/http/problem'
import { filterId, readId } from '#app/shared/ids'
import { RenameService } from '#app/provisioning/actions/rename_service'
import { sendServiceEnded, sendServiceNotFound } from '#app/provisioning/http/api/provisioning_refusals'
import { idOf, reachOf } from '#app/provisioning/http/api/service_access'
import { serviceFacts } from '#app/provisioning/http/portal/service_facts'
import {
  showActivity,
  showActivityToCustomer,
  showService,
  showServiceToStaff,
} from '#app/provisioning/http/transformers/service_transformer'
import {
  listAllServicesQuery,
  renameServiceBody,
} from '#app/provisioning/http/validators/provisioning_validators'
import { countServices } from '#app/provisioning/queries/count_services'
import { findListedService, listServices } from '#app/provisioning/queries/list_services'
import { listServiceActivity } from '#app/provisioning/queries/list_service_activity'

/** Services: a customer's own, or all of the tenant for staff. */
@inject()
export default class ServicesController {
  constructor(private renameService: RenameService) {}

  async index(ctx: HttpContext) {
    const { customerId, serviceIds, isStaff } = reachOf(ctx)
    const { status, panel, plan, customer, search, cursor, limit } =
      await ctx.request.validateUsing(listAllServicesQuery)
    const wanted = {
      customer: customer === undefined ? null : readId('customer', customer),
      panel: panel === undefined ? undefined : readId('panel', panel),
    }
    if (wanted.panel === null || (customer !== undefined && !wanted.customer))
      return { data: [], next_cursor: null }
    const page = await listServices({
      customerId: customerId ?? wanted.customer,
      serviceIds,
      panelId: wanted.panel,
      planId: filterId('plan', plan) ?? undefined,
      status,
      search,
      before: cursor ?? null,
      size: pageSize(limit),
    })
    return isStaff ? toListAnswer(page, showServiceToStaff) : toListAnswer(page, showService)
  }

  async show(ctx: HttpContext) {
    const { customerId, isStaff } = reachOf(ctx)
    const service = await findListedService(idOf(ctx, 'service'), customerId)
    if (!service) return sendServiceNotFound(ctx)
    return isStaff ? showServiceToStaff(service) : showService(service)
  }

  async update(ctx: HttpContext) {
    const { hostname } = await ctx.request.validateUsing(renameServiceBody)
    if (!isHostname(hostname)) return refuseHostname(ctx)
    const { customerId } = reachOf(ctx)
    const renamed = await this.renameService.execute({
      serviceId: idOf(ctx, 'service'),
      customerId,
      hostname,
    })
    if (renamed.ok) return this.show(ctx)
    return renamed.error.type === 'service_ended' ? sendServiceEnded(ctx) : sendServiceNotFound(ctx)
  }

  async activity(ctx: HttpContext) {
    const { customerId, isStaff } = reachOf(ctx)
    const { cursor, limit } = await ctx.request.validateUsing(pageQuery)
    const service = await findListedService(idOf(ctx, 'service'), customerId)
    if (!service) return sendServiceNotFound(ctx)
    const page = await listServiceActivity({
      serviceId: service.id,
      kinds: isStaff ? null : serviceFacts,
      before: cursor ?? null,
      size: pageSize(limit),
    })
    return toListAnswer(page, isStaff ? showActivity : showActivityToCustomer)
  }

  counts() {
    return countServices()
  }
}

function refuseHostname(ctx: HttpContext): void {
  const message = 'Letters, digits, hyphens and dots only, as in web1.example.com.'
  sendProblem(ctx, {
    status: 422,
    code: 'hostname_invalid',
    detail: message,
    errors: [{ field: 'hostname', message }],
  })
}

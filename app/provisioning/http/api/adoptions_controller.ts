import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { readChoices } from '#app/catalogue/index'
import { readId } from '#app/shared/ids'
import { refuseField } from '#app/shared/http/refuse_field'
import { type CalendarDate, isCalendarDate } from '#app/shared/time/calendar'
import { AdoptServer } from '#app/provisioning/actions/adopt_server'
import { refuseAdoption } from '#app/provisioning/http/api/drift_refusals'
import { sendServiceNotFound } from '#app/provisioning/http/api/provisioning_refusals'
import { showServiceToStaff } from '#app/provisioning/http/transformers/service_transformer'
import { adoptServerBody } from '#app/provisioning/http/validators/drift_validators'
import { findListedService } from '#app/provisioning/queries/list_services'

const nothing = '00000000-0000-0000-0000-000000000000'

/** Servers that run on a panel already, taken into billing. */
@inject()
export default class AdoptionsController {
  constructor(private adopt: AdoptServer) {}

  async store(ctx: HttpContext) {
    const body = await ctx.request.validateUsing(adoptServerBody)
    if (!isCalendarDate(body.bill_from)) refuseField('bill_from', ctx.i18n.t('drift.refused.no_such_day'))
    const adopted = await this.adopt.execute({
      driftId: readId('drift', ctx.params.id) ?? nothing,
      customerId: readId('customer', body.customer_id) ?? nothing,
      planId: readId('plan', body.plan_id) ?? nothing,
      interval: body.interval,
      hostname: body.hostname,
      options: readChoices(body.options ?? {}),
      billFrom: body.bill_from as CalendarDate,
    })
    if (!adopted.ok) return refuseAdoption(ctx, adopted.error)
    const service = await findListedService(adopted.value.serviceId, null)
    if (!service) return sendServiceNotFound(ctx)
    ctx.response.status(201)
    return showServiceToStaff(service)
  }
}

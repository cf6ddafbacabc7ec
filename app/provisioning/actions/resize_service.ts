import { inject } from '@adonisjs/core'
import { kindOf, needOf, rulesOf, withPlanSizes } from '#app/catalogue/index'
import { inTransaction } from '#app/shared/database/unit'
import { err, type Result } from '#app/shared/result'
import { RequestOperation, type RequestOperationError } from '#app/provisioning/actions/request_operation'
import { readPlan } from '#app/provisioning/queries/read_plan'
import type { OperationRow } from '#app/provisioning/records/operations'
import { findService } from '#app/provisioning/records/services'

export type ResizeServiceError =
  | RequestOperationError
  | { type: 'plan_not_found' }
  | { type: 'other_panel_kind' }
  | { type: 'disk_would_shrink' }

/** Gives a running service the sizes of another plan of the same kind. What the customer pays is not touched here. */
@inject()
export class ResizeService {
  constructor(private requestOperation: RequestOperation) {}

  execute({
    serviceId,
    planId,
  }: {
    serviceId: string
    planId: string
  }): Promise<Result<OperationRow, ResizeServiceError>> {
    return inTransaction(async () => {
      const service = await findService(serviceId)
      if (!service) return err({ type: 'service_not_found' })
      const [plan, current] = [await readPlan(planId), await readPlan(service.planId)]
      if (!plan) return err({ type: 'plan_not_found' })
      if (plan.panelDriver !== current?.panelDriver) return err({ type: 'other_panel_kind' })
      if (plan.productKind !== kindOf(service.spec)) return err({ type: 'other_panel_kind' })
      const spec = withPlanSizes(service.spec, plan)
      const { storageGb } = needOf(service.spec)
      const refusal = rulesOf(kindOf(spec)).refuse(service.spec, spec, { storageGb })
      if (refusal === 'disk_would_shrink') return err({ type: refusal })
      if (refusal) return err({ type: 'other_panel_kind' })
      return this.requestOperation.execute({
        serviceId,
        customerId: null,
        kind: 'resize',
        input: { planId, spec },
      })
    })
  }
}

import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { withoutSecretVariables } from '#app/catalogue/index'
import {
  findChange,
  findSubscription,
  PreviewCancellation,
  showChange,
  showSubscription,
} from '#app/subscriptions/index'
import {
  findMargin,
  listCostTargets,
  listMoves,
  listPanelNames,
  showMargin,
  showMove,
} from '#app/provisioning/index'
import { inReadTransaction } from '#app/shared/database/unit'
import { isAllowed } from '#app/shared/http/caller'
import { renderPage } from '#app/shared/http/render_page'
import { showId } from '#app/shared/ids'
import { readListQuestion } from '#app/reporting/http/read_list_question'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { auditEntryToWire } from '#app/reporting/http/transformers/audit'
import { operationToWire, serviceToWire } from '#app/reporting/http/transformers/records'
import { findService } from '#app/reporting/queries/find_service'
import { listAuditLog } from '#app/reporting/queries/list_audit_log'
import { listOperations } from '#app/reporting/queries/list_operations'
import { countServices, listServices } from '#app/reporting/queries/list_services'

const activityMax = 15

/** Everything that runs, and one page to see and steer each. */
@inject()
export default class ServicesController {
  constructor(private previewCancellation: PreviewCancellation) {}

  async index(ctx: HttpContext) {
    const { rows, nextCursor } = await listServices(readListQuestion(ctx, 'service'))
    const targets = await listCostTargets()
    const narrowers = (kind: 'panel' | 'plan') =>
      targets
        .filter((target) => target.kind === kind)
        .map(({ id, name }) => ({ value: showId(kind, id), label: name }))
    return renderPage(ctx, 'reporting/admin/services', {
      services: rows.map(serviceToWire),
      counts: await countServices(),
      next_cursor: nextCursor ? showId('service', nextCursor) : null,
      panels: narrowers('panel'),
      plans: narrowers('plan'),
      may_write: isAllowed(ctx.caller!, 'staff:services:write'),
    })
  }

  async show(ctx: HttpContext) {
    const service = await findService(readRecordId(ctx, 'service'))
    if (!service) throw notFound(ctx)
    const operations = await listOperations({ serviceId: service.id, size: activityMax })
    const change = await findChange(service.subscription_id)
    const events = await listAuditLog({ subjectId: service.id, limit: activityMax })
    const subscription = await findSubscription(service.subscription_id, null)
    const margin = isAllowed(ctx.caller!, 'staff:billing:read') ? await findMargin(service.id) : null
    return renderPage(ctx, 'reporting/admin/service', {
      margin: margin && showMargin(margin),
      moves: (await inReadTransaction(() => listMoves(service.id))).map(showMove),
      panels: await this.places(service.panel_id),
      service: serviceToWire({ ...service, spec: withoutSecretVariables(service.spec) }),
      subscription: subscription && showSubscription(subscription),
      ends_on_if_cancelled: subscription && (await this.previewCancellation.execute(subscription)),
      change: change && showChange(change),
      operations: operations.rows.map(operationToWire),
      events: events.rows.map(auditEntryToWire),
    })
  }

  /** Panels by name, and which of them are of the same kind as one. */
  private async places(panelId: string) {
    const panels = await listPanelNames()
    const own = panels.find(({ id }) => id === panelId)
    return panels.map(({ id, name, driver }) => ({
      id: showId('panel', id),
      name,
      is_same_kind: driver === own?.driver,
    }))
  }
}

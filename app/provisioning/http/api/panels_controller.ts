import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { pageQuery, pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { sendProblem } from '#app/shared/http/problem'
import { filterId } from '#app/shared/ids'
import { CheckPanel } from '#app/provisioning/actions/check_panel'
import { ConnectPanel } from '#app/provisioning/actions/connect_panel'
import { ReadPanelOffers } from '#app/provisioning/actions/read_panel_offers'
import { ReadPanelRoom } from '#app/provisioning/actions/read_panel_room'
import { TryPanel } from '#app/provisioning/actions/try_panel'
import {
  sendNoPlace,
  sendNotConnected,
  sendPanelFailed,
  sendPanelNotFound,
  sendSettingsRefused,
} from '#app/provisioning/http/api/provisioning_refusals'
import { idOf } from '#app/provisioning/http/api/service_access'
import { showRemoteCall } from '#app/provisioning/http/transformers/operation_transformer'
import {
  showConnection,
  showOffers,
  showPanel,
  showRoom,
} from '#app/provisioning/http/transformers/panel_transformer'
import { changePanelBody, connectPanelBody } from '#app/provisioning/http/validators/provisioning_validators'
import { findPanelOverview, listPanelOverviews } from '#app/provisioning/queries/list_panel_overviews'
import { listRemoteCalls } from '#app/provisioning/queries/list_remote_calls'

/** Connected control panels, for staff. */
@inject()
export default class PanelsController {
  constructor(
    private connect: ConnectPanel,
    private check: CheckPanel,
    private tryPanel: TryPanel,
    private readOffers: ReadPanelOffers,
    private readRoom: ReadPanelRoom
  ) {}

  async index() {
    return { data: (await listPanelOverviews()).map(showPanel), next_cursor: null }
  }

  async show(ctx: HttpContext) {
    return this.answer(ctx, idOf(ctx, 'panel'))
  }

  async store(ctx: HttpContext) {
    const body = await ctx.request.validateUsing(connectPanelBody)
    const { base_url, max_concurrent_calls, datacenter_id, ...same } = body
    const connected = await this.connect.execute({
      ...same,
      baseUrl: base_url,
      maxConcurrentCalls: max_concurrent_calls,
      datacenterId: readPlace(datacenter_id),
    })
    if (connected.ok) return this.answer(ctx, connected.value.id)
    if (connected.error.type === 'config_invalid') return sendSettingsRefused(ctx, connected.error.faults)
    if (connected.error.type === 'datacenter_not_found') return sendNoPlace(ctx)
    const { type } = connected.error
    const detail = ctx.i18n.t(`panels.refused.${type}`)
    sendProblem(ctx, { status: 422, code: type, detail, field: type === 'code_taken' ? 'code' : 'driver' })
  }

  /** Before anything is kept. */
  async try(ctx: HttpContext) {
    const { base_url: baseUrl, ...same } = await ctx.request.validateUsing(connectPanelBody)
    const report = await this.tryPanel.execute({ ...same, baseUrl })
    if (report.ok) return showConnection(report.value)
    const { error } = report
    if (error.type === 'panel_failed') return sendNotConnected(ctx, error.failure)
    if (error.type === 'config_invalid') return sendSettingsRefused(ctx, error.faults)
    const detail = ctx.i18n.t('panels.refused.driver_unknown')
    sendProblem(ctx, { status: 422, code: error.type, detail, field: 'driver' })
  }

  async update(ctx: HttpContext) {
    const panel = await findPanelOverview(idOf(ctx, 'panel'))
    if (!panel) return sendPanelNotFound(ctx)
    const { base_url, max_concurrent_calls, config, datacenter_id, ...same } =
      await ctx.request.validateUsing(changePanelBody)
    const changed = await this.connect.change({
      ...same,
      panelId: panel.id,
      baseUrl: base_url,
      maxConcurrentCalls: max_concurrent_calls,
      datacenterId: readPlace(datacenter_id),
      // What is given replaces one setting each; null takes a setting away.
      ...(config ? { config: { ...panel.config, ...config } } : {}),
    })
    if (changed.ok) return this.answer(ctx, panel.id)
    if (changed.error.type === 'config_invalid') return sendSettingsRefused(ctx, changed.error.faults)
    if (changed.error.type === 'datacenter_not_found') return sendNoPlace(ctx)
    return sendPanelNotFound(ctx)
  }

  /** Tests connection and rights now, and says what can be sold there. */
  async test(ctx: HttpContext) {
    const report = await this.check.execute(idOf(ctx, 'panel'))
    if (report.ok) return showConnection(report.value)
    if (report.error.type === 'panel_not_found') return sendPanelNotFound(ctx)
    sendNotConnected(ctx, report.error.failure)
  }

  /** What can be sold there, and which plans would find their package. */
  async offers(ctx: HttpContext) {
    const report = await this.readOffers.execute(idOf(ctx, 'panel'))
    if (report.ok) return showOffers(report.value)
    return report.error.type === 'panel_not_found'
      ? sendPanelNotFound(ctx)
      : sendPanelFailed(ctx, report.error.failure.message)
  }

  /** How much more fits there. */
  async room(ctx: HttpContext) {
    const room = await this.readRoom.execute(idOf(ctx, 'panel'))
    if (room.ok) return showRoom(room.value)
    return room.error.type === 'panel_not_found'
      ? sendPanelNotFound(ctx)
      : sendPanelFailed(ctx, room.error.failure.message)
  }

  async calls(ctx: HttpContext) {
    if (!(await findPanelOverview(idOf(ctx, 'panel')))) return sendPanelNotFound(ctx)
    const { cursor, limit } = await ctx.request.validateUsing(pageQuery)
    const page = await listRemoteCalls({
      subject: { kind: 'panel', id: idOf(ctx, 'panel') },
      before: cursor ?? null,
      size: pageSize(limit),
    })
    return toListAnswer(page, showRemoteCall)
  }

  private async answer(ctx: HttpContext, id: string) {
    const panel = await findPanelOverview(id)
    return panel ? showPanel(panel) : sendPanelNotFound(ctx)
  }
}

/** Absent stays absent, and null says that nobody knows. */
function readPlace(shown: string | null | undefined): string | null | undefined {
  return shown ? filterId('datacenter', shown) : shown
}

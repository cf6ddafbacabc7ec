import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { readSettings } from '#app/tenancy/index'
import { sendProblem } from '#app/shared/http/problem'
import { ChangePanelSettings } from '#app/provisioning/actions/change_panel_settings'
import { showPanelSettings } from '#app/provisioning/http/transformers/panel_settings_transformer'
import { changePanelSettingsBody } from '#app/provisioning/http/validators/panel_settings_validators'

/** What holds for all panels of the tenant. */
@inject()
export default class PanelSettingsController {
  constructor(private change: ChangePanelSettings) {}

  async show() {
    return showPanelSettings(await readSettings())
  }

  async update(ctx: HttpContext) {
    const body = await ctx.request.validateUsing(changePanelSettingsBody)
    const settings = { lostAfterMinutes: body.lost_after_minutes, forwardCheck: body.reverse_name_check }
    const changed = await this.change.execute({ version: body.version, settings })
    if (changed.ok) return showPanelSettings(changed.value)
    const { type } = changed.error
    return sendProblem(ctx, { status: 409, code: type, detail: ctx.i18n.t('policies.changed_meanwhile') })
  }
}
